import { z } from 'zod';
import type { Part, Request } from './change';
import type { Snapshot } from './objects';
import type { Outcome } from './run';
import { listed, touchedBy } from './verify';

const requestSchema = z.object({
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
  path: z.string(),
  body: z.unknown().optional(),
  editable: z.boolean(),
});

const keptSchema = z.object({
  /** Of this form. */
  form: z.literal(1),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** What takes each step back; empty where only a secret would. */
  steps: z.array(z.object({ name: z.string(), undo: z.array(requestSchema) })),
  /** Contact points that cannot be as they were, because their secrets are kept nowhere. */
  lost: z.array(z.string()),
  /** What was touched: marks of how it was before, and afterwards. */
  before: z.record(z.string(), z.string()),
  after: z.record(z.string(), z.string()),
});

/**
 * What it takes to undo an apply after its page is gone: the calls that take it back, and marks by which it is seen whether
 * somebody has changed the same since. It holds what Grafana tells openly, and no secrets.
 */
export type KeptUndo = z.infer<typeof keptSchema>;

/** A mark of a text: enough to see that it is another one. Two sums of 32 bits in the manner of FNV-1a. */
function markOf(text: string): string {
  let [low, high] = [0x811c9dc5, 0xcbf29ce4];
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + place), 0x01000193);
  }
  return `${(low >>> 0).toString(36)}.${(high >>> 0).toString(36)}`;
}

function marksOf(snapshot: Snapshot, keys: ReadonlySet<string>): Record<string, string> {
  const all = listed(snapshot);
  return Object.fromEntries([...keys].map((key) => [key, markOf(all.get(key) ?? '')]));
}

interface Run {
  readonly plan: Part;
  readonly before: Snapshot;
  readonly after: Snapshot | undefined;
  readonly outcome: Outcome;
}

/** @returns undefined where there is nothing to take back, or what there was afterwards is not known. */
export function keptOf({ plan, before, after, outcome }: Run, at: number): KeptUndo | undefined {
  if (after === undefined || outcome.done.length === 0) {
    return undefined;
  }
  const touched = touchedBy(plan, before, after);
  const steps = outcome.done.map(({ step }) => {
    // Without its secret it cannot be made again; one that is there keeps the secret that it has.
    const lost = step.secretsOf !== undefined && step.what === 'remove';
    return { name: step.name, undo: lost ? [] : [...step.undo] };
  });
  return {
    form: 1,
    at,
    steps,
    lost: outcome.done.flatMap(({ step }) => (step.secretsOf === undefined ? [] : [step.name])),
    before: marksOf(before, touched),
    after: marksOf(after, touched),
  };
}

/** As it is written down. */
export const keptText = (kept: KeptUndo): string => JSON.stringify(kept);

/** @returns undefined for what is none, such as one of another form. */
export function readKept(text: string | null | undefined): KeptUndo | undefined {
  if (text === null || text === undefined || text === '') {
    return undefined;
  }
  try {
    const read = keptSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

function differing(marks: Readonly<Record<string, string>>, snapshot: Snapshot): readonly string[] {
  const now = marksOf(snapshot, new Set(Object.keys(marks)));
  return Object.keys(marks).filter((key) => marks[key] !== now[key]);
}

/** What somebody has changed since, of what was touched. */
export const changedSince = ({ after }: KeptUndo, snapshot: Snapshot): readonly string[] => differing(after, snapshot);

/** What is not as it was before, of what was touched. */
export const leftOf = ({ before }: KeptUndo, snapshot: Snapshot): readonly string[] => differing(before, snapshot);

/** The steps in the form in which they are taken back. */
export const stepsOf = ({ steps }: KeptUndo): ReadonlyArray<{ readonly undo: readonly Request[] }> => steps;
