import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { DataSourceWithBackend, getDataSourceSrv, isFetchError } from '@grafana/runtime';
import type { ReplayAnswer, ReplayRequest, ReplayRule } from '../../model/replay';
import { REPLAY_RESOURCE } from '../../model/resources';
import { partsOf, readCourses, replayParts, type FailedPart, type ReadCourses } from '../../replay';
import { errorText } from '../ask/errorText';

/** As many as a person waits for: a week every quarter of an hour. */
const EVALUATIONS = 700;
/** Of rules that read days of the log each time. */
const HEAVY_EVALUATIONS = 30;

export type ReplayState =
  | { readonly is: 'running'; readonly share: number }
  | { readonly is: 'cancelled' }
  | { readonly is: 'forbidden' }
  | { readonly is: 'failed'; readonly why: string }
  | { readonly is: 'done'; readonly courses: ReadCourses; readonly failed: readonly FailedPart[] };

const CLOCKS_APART_MS = 1000;

const BEGUN: ReplayState = { is: 'running', share: 0 };

interface Wanted {
  readonly uid: string;
  readonly rules: readonly ReplayRule[];
  readonly folder: string;
  readonly from: number;
  readonly to: number;
}

/** Rejects in words; who may not ask at all is told apart by `onForbidden`. */
async function ask(
  uid: string,
  request: ReplayRequest,
  signal: AbortSignal,
  onForbidden: () => void
): Promise<ReplayAnswer> {
  const source = await getDataSourceSrv().get(uid);
  if (!(source instanceof DataSourceWithBackend)) {
    throw new Error('The data source did not load.');
  }
  try {
    return await source.postResource<ReplayAnswer>(REPLAY_RESOURCE, request, {
      showErrorAlert: false,
      abortSignal: signal,
    });
  } catch (thrown) {
    if (isFetchError(thrown) && (thrown.status === 401 || thrown.status === 403)) {
      onForbidden();
    }
    throw new Error(errorText(thrown));
  }
}

/** Replays rules over a stretch of time, with progress; what is chosen anew ends what was under way. */
export function useReplay(wanted: Wanted | undefined): {
  readonly state: ReplayState;
  readonly cancel: () => void;
  readonly again: () => void;
} {
  const [known, setKnown] = useState<{ readonly of: object; readonly state: ReplayState }>();
  const [round, setRound] = useState(0);
  const controller = useRef<AbortController | undefined>(undefined);
  // What is known of another run says nothing of this one.
  const run = useMemo(() => ({ wanted, round }), [wanted, round]);
  useEffect(() => {
    if (run.wanted === undefined) {
      return undefined;
    }
    const own = new AbortController();
    controller.current = own;
    const say = (state: ReplayState): void => {
      if (!own.signal.aborted) {
        setKnown({ of: run, state });
      }
    };
    let forbidden = false;
    const onForbidden = (): void => {
      forbidden = true;
    };
    const { uid, rules, folder, from } = run.wanted;
    // A clock of the browser that is ahead of the backend's would ask for the future.
    const to = Math.max(from, Math.min(run.wanted.to, Date.now() - CLOCKS_APART_MS));
    const parts = partsOf(rules, { from, to, evaluations: EVALUATIONS, heavyEvaluations: HEAVY_EVALUATIONS });
    replayParts(
      parts,
      { from, to },
      { folder, evidence: true },
      (request) => ask(uid, request, own.signal, onForbidden),
      {
        signal: own.signal,
        progress: (share) => say({ is: 'running', share }),
      }
    ).then(
      ({ answer, failed }) =>
        say(
          answer === undefined
            ? forbidden
              ? { is: 'forbidden' }
              : { is: 'failed', why: failed[0]?.message ?? '' }
            : { is: 'done', courses: readCourses(answer), failed }
        ),
      (thrown: unknown) => say({ is: 'failed', why: errorText(thrown) })
    );
    return () => own.abort(new Error('Something else is wanted.'));
  }, [run]);
  const cancel = useCallback(() => {
    controller.current?.abort(new Error('Cancelled.'));
    setKnown({ of: run, state: { is: 'cancelled' } });
  }, [run]);
  const again = useCallback(() => setRound((count) => count + 1), []);
  return { state: known?.of === run ? known.state : BEGUN, cancel, again };
}
