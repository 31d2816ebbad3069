import { useEffect, useMemo, useState } from 'react';
import { usePluginUserStorage } from '@grafana/runtime';
import {
  changedBetween,
  changedSince,
  keptOf,
  keptText,
  leftOf,
  planOf,
  readKept,
  readSnapshot,
  runSteps,
  runUndo,
  stepsOf,
  touchedBy,
  type Desired,
  type KeptUndo,
  type Outcome,
  type Plan,
  type Refusal,
  type Snapshot,
} from '../../pack/apply';
import { grafanaDoor } from './grafanaDoor';

/** What was done last, with what it takes to get back. */
export interface LastRun {
  readonly plan: Plan;
  readonly before: Snapshot;
  readonly outcome: Outcome;
  /** What Grafana had afterwards; not there where it could not be read. */
  readonly after: Snapshot | undefined;
  /** What is still not as it was to be. */
  readonly open: number;
  /** What else has changed meanwhile, by kind and key. */
  readonly others: readonly string[];
}

/** How an undo went. */
export interface Undone {
  /** What is not as it was, by kind and key. */
  readonly left: readonly string[];
  readonly refusals: readonly Refusal[];
}

export type ApplyState =
  | { readonly is: 'reading' }
  | { readonly is: 'unread'; readonly refusal: Refusal }
  | { readonly is: 'read'; readonly snapshot: Snapshot }
  | { readonly is: 'working'; readonly count: number; readonly total: number };

/**
 * What was done, by data source, for as long as Grafana's page is open: it may hold secrets that an undo has to put back,
 * so it is written down nowhere. What is kept beyond that is without them (`KeptUndo`).
 */
const runs = new Map<string, LastRun>();

export interface Apply {
  readonly state: ApplyState;
  readonly plan: Plan | undefined;
  readonly last: LastRun | undefined;
  /** What was done before the page was loaded, and can be taken back still. */
  readonly kept: KeptUndo | undefined;
  readonly undone: Undone | undefined;
  /** Whether Grafana was changed by somebody between the look and the click; nothing was done then. */
  readonly stale: boolean;
  /** What somebody has changed since the last run, and an undo would write over. */
  readonly since: readonly string[];
  readonly apply: (wanted: Desired, values: Readonly<Record<string, string>>, lock: boolean) => Promise<void>;
  readonly undo: (anyway: boolean) => Promise<void>;
  readonly look: () => void;
}

function readOf(answer: Awaited<ReturnType<typeof readSnapshot>>): ApplyState {
  return answer.ok ? { is: 'read', snapshot: answer.snapshot } : { is: 'unread', refusal: answer.refusal };
}

/** What is to be taken back, and how it is seen whether that goes well. */
interface Work {
  readonly steps: Parameters<typeof runUndo>[0];
  readonly changedSince: (now: Snapshot) => readonly string[];
  readonly leftIn: (then: Snapshot) => readonly string[];
}

function workOfRun({ plan, before, after, outcome }: LastRun): Work {
  const touched = after === undefined ? new Set<string>() : touchedBy(plan, before, after);
  const ofIt = (keys: readonly string[]): readonly string[] => keys.filter((key) => touched.has(key));
  return {
    steps: outcome.done,
    changedSince: (now) => (after === undefined ? [] : ofIt(changedBetween(after, now))),
    leftIn: (then) => ofIt(changedBetween(before, then)),
  };
}

function workOfKept(kept: KeptUndo | undefined): Work | undefined {
  return (
    kept && {
      steps: stepsOf(kept),
      changedSince: (now) => changedSince(kept, now),
      leftIn: (then) => leftOf(kept, then),
    }
  );
}

/** What Grafana has, what it is to have, and the way there and back. */
export function useApply(desired: Desired, values: Readonly<Record<string, string>>, lock: boolean): Apply {
  const { datasourceUid } = desired;
  const [state, setState] = useState<ApplyState>({ is: 'reading' });
  const [undone, setUndone] = useState<Undone>();
  const [stale, setStale] = useState(false);
  const [since, setSince] = useState<readonly string[]>([]);
  const [last, setLast] = useState(() => runs.get(datasourceUid));
  const [kept, setKept] = useState<KeptUndo>();
  // Grafana's own place for what one person has done: it survives the page, and another browser.
  // It is another object each time, and always the same place.
  const newest = usePluginUserStorage();
  const [storage] = useState(newest);
  const place = `undo-${datasourceUid}`;
  useEffect(() => {
    let gone = false;
    void storage.getItem(place).then(
      (text) => !gone && setKept(readKept(text)),
      () => undefined
    );
    return () => {
      gone = true;
    };
  }, [storage, place]);
  const keep = async (what: KeptUndo | undefined): Promise<void> => {
    setKept(what);
    // Where it cannot be kept, the undo is there as long as the page is.
    await storage.setItem(place, what === undefined ? '' : keptText(what)).catch(() => undefined);
  };

  const read = async (): Promise<Snapshot | undefined> => {
    const answer = await readSnapshot(grafanaDoor);
    setState(readOf(answer));
    return answer.ok ? answer.snapshot : undefined;
  };
  useEffect(() => {
    let gone = false;
    void readSnapshot(grafanaDoor).then((answer) => {
      if (!gone) {
        setState(readOf(answer));
      }
    });
    return () => {
      gone = true;
    };
  }, []);
  const look = (): void => {
    setState({ is: 'reading' });
    void read();
  };

  const plan = useMemo(
    () => (state.is === 'read' ? planOf(desired, state.snapshot, { values, lock }) : undefined),
    [desired, state, values, lock]
  );

  const apply = async (wanted: Desired, typed: Readonly<Record<string, string>>, locked: boolean): Promise<void> => {
    if (state.is !== 'read') {
      return;
    }
    setUndone(undefined);
    setStale(false);
    setSince([]);
    const seen = state.snapshot;
    const before = await read();
    if (before === undefined || changedBetween(seen, before).length > 0) {
      setStale(before !== undefined);
      return;
    }
    const work = planOf(wanted, before, { values: typed, lock: locked });
    const total = work.steps.length;
    setState({ is: 'working', count: 0, total });
    const outcome = await runSteps(work.steps, grafanaDoor, (count) => setState({ is: 'working', count, total }));
    const after = await read();
    const touched = after === undefined ? new Set<string>() : touchedBy(work, before, after);
    const run: LastRun = {
      plan: work,
      before,
      outcome,
      after,
      open: after === undefined ? 0 : planOf(wanted, after).changes.filter(({ held }) => held !== 'in-use').length,
      others: after === undefined ? [] : changedBetween(before, after).filter((key) => !touched.has(key)),
    };
    runs.set(datasourceUid, run);
    setLast(run);
    if (outcome.done.length > 0) {
      await keep(keptOf(run, Date.now()));
    }
  };

  const undo = async (anyway: boolean): Promise<void> => {
    const work = last === undefined ? workOfKept(kept) : workOfRun(last);
    if (work === undefined) {
      return;
    }
    setStale(false);
    const now = await read();
    if (now === undefined) {
      return;
    }
    const changed = work.changedSince(now);
    if (changed.length > 0 && !anyway) {
      setSince(changed);
      return;
    }
    setSince([]);
    const total = work.steps.length;
    setState({ is: 'working', count: 0, total });
    const refusals = await runUndo(work.steps, grafanaDoor, (count) => setState({ is: 'working', count, total }));
    const then = await read();
    runs.delete(datasourceUid);
    setLast(undefined);
    await keep(undefined);
    setUndone({ refusals, left: then === undefined ? [] : work.leftIn(then) });
  };

  return { state, plan, last, kept: last === undefined ? kept : undefined, undone, stale, since, apply, undo, look };
}
