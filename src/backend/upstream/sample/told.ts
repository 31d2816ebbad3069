import type { EventKind } from '../../../model';
import {
  DAY,
  endOfStory,
  HOUR,
  jobSteps,
  LONGEST_LABEL_MS,
  MODELS,
  oldestAt,
  releasesOf,
  SEED,
  sceneAt,
  SLOT_MS,
  type Answers,
  type Role,
  type ScenarioModel,
  type Told,
} from '../../../scenario';
import { takingTurns } from '../../events/turns';
import type { TimeRange } from '../upstream';
import { slotsIn, type Slots } from './slots';
import { ANSWERED, NO_LABEL, TRUE_CLASS } from './tally';

/** A line of the log before it is made, with its time. */
export interface Timed<K extends EventKind> {
  readonly time: number;
  readonly told: Told[K];
}

/** Which streams are wanted. */
export type StreamTest = (labels: Readonly<Record<string, string>>) => boolean;

export interface Telling {
  readonly range: TimeRange;
  readonly direction: 'forward' | 'backward';
  readonly stream: StreamTest;
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Labels are gathered for so long at a time: each time, two days of requests are looked through. */
const LABELS_MS = 6 * HOUR;
/** Deployments and pipeline runs are kept for longer than requests are. */
const KEPT_MS = 120 * DAY;

/** Places in a list of lines, of which no part of the story has as many. */
const PLACES = 2 ** 22;

/**
 * Lines in order of time; those of the same instant keep their order. Numbers that hold time and place together sort ten
 * times as fast as lines by a comparison, and to sort was a tenth of a query.
 */
function byTime<K extends EventKind>(lines: Array<Timed<K>>): Array<Timed<K>> {
  if (lines.every(({ time }, i) => i === 0 || (lines[i - 1]?.time ?? -Infinity) <= time)) {
    return lines;
  }
  const [least, most] = lines.reduce(([low, high], { time }) => [Math.min(low, time), Math.max(high, time)] as const, [
    Infinity,
    -Infinity,
  ] as readonly [number, number]);
  const isExact =
    lines.length < PLACES &&
    (most - least + 1) * PLACES < Number.MAX_SAFE_INTEGER &&
    lines.every(({ time }) => Number.isInteger(time));
  if (!isExact) {
    return lines.sort((a, b) => a.time - b.time);
  }
  const keys = Float64Array.from(lines, ({ time }, place) => (time - least) * PLACES + place).sort();
  return Array.from(keys, (key) => lines[key % PLACES]).filter((line) => line !== undefined);
}

function ordered<K extends EventKind>(lines: Array<Timed<K>>, { direction }: Telling): ReadonlyArray<Timed<K>> {
  const inTime = byTime(lines);
  return direction === 'forward' ? inTime : inTime.reverse();
}

function clipped({ range, now }: Pick<Telling, 'range' | 'now'>): TimeRange {
  return { from: range.from, to: Math.min(range.to, now) };
}

async function* predictions(slots: Slots, telling: Telling): AsyncGenerator<ReadonlyArray<Timed<'prediction'>>> {
  const { now, stream, direction } = telling;
  const { from, to } = clipped(telling);
  const turn = takingTurns(telling.signal);
  const models = MODELS.map((model) => ({
    model,
    passes: (role: Role) => stream({ model: model.id, role, event: 'prediction' }),
  })).filter(({ passes }) => passes('live') || passes('shadow'));
  const inside = slotsIn({ from, to }, now);
  for (const slot of direction === 'forward' ? inside : inside.toReversed()) {
    const lines: Array<Timed<'prediction'>> = [];
    for (const { model, passes } of models) {
      const block = slots.of(model).block(slot, now);
      for (const answers of block.answers.filter(({ role }) => passes(role))) {
        for (let i = 0; i < answers.time.length; i += 1) {
          const time = answers.time[i] ?? NaN;
          if (time > from && time <= to) {
            lines.push({ time, told: { block, answers, i } });
          }
        }
      }
    }
    if (lines.length > 0) {
      yield ordered(lines, telling);
    }
    await turn();
  }
}

/** Labels that come in `(from, to]`, of the requests of one slot. */
function labelsOf(
  slots: Slots,
  model: ScenarioModel,
  slot: number,
  roles: ReadonlyArray<Answers['role']>,
  { from, to }: TimeRange,
  now: number,
  into: Array<Timed<'label'>>
): void {
  const own = slots.of(model);
  const { labelAfter, known, truth } = own.tally(slot, now);
  const { live, shadow } = sceneAt(own.scenesAt(now), slot * SLOT_MS + 1);
  const versions = { live, shadow: shadow?.version ?? '' };
  const start = slot * SLOT_MS;
  const [first, last] = [from - start, Math.min(to - start, NO_LABEL - 1)];
  for (let row = 0; row < labelAfter.length; row += 1) {
    const after = labelAfter[row] ?? 0;
    if (after <= first || after > last) {
      continue;
    }
    const time = start + after;
    const bits = known[row] ?? 0;
    for (const role of roles) {
      if ((bits & ANSWERED[role]) !== 0) {
        const value = truth?.[row] ?? bits & TRUE_CLASS;
        into.push({ time, told: { model, role, version: versions[role], slot, row, truth: value } });
      }
    }
  }
}

async function* labels(slots: Slots, telling: Telling): AsyncGenerator<ReadonlyArray<Timed<'label'>>> {
  const { now, stream, direction } = telling;
  const { from, to } = clipped(telling);
  const turn = takingTurns(telling.signal);
  const models = MODELS.map((model) => ({
    model,
    roles: (['live', 'shadow'] as const).filter((role) => stream({ model: model.id, role, event: 'label' })),
  })).filter(({ roles }) => roles.length > 0);
  const start = Math.max(from, oldestAt(now));
  const parts: TimeRange[] = [];
  for (let at = start; at < to; at += LABELS_MS) {
    parts.push({ from: at, to: Math.min(to, at + LABELS_MS) });
  }
  for (const part of direction === 'forward' ? parts : parts.reverse()) {
    const lines: Array<Timed<'label'>> = [];
    for (const { model, roles } of models) {
      for (const slot of slotsIn({ from: part.from - LONGEST_LABEL_MS - SLOT_MS, to: part.to }, now)) {
        labelsOf(slots, model, slot, roles, part, now, lines);
        await turn();
      }
    }
    if (lines.length > 0) {
      yield ordered(lines, telling);
    }
  }
}

/**
 * How many label lines `tell` would tell. A query counts before it reads, and to make each line for that took as long as
 * to read it.
 */
export async function countLabels(slots: Slots, telling: Omit<Telling, 'direction'>): Promise<number> {
  const { now, stream, signal } = telling;
  const { from, to } = clipped(telling);
  const turn = takingTurns(signal);
  const start = Math.max(from, oldestAt(now));
  let count = 0;
  for (const model of MODELS) {
    const roles = (['live', 'shadow'] as const).filter((role) => stream({ model: model.id, role, event: 'label' }));
    if (roles.length === 0 || !(start < to)) {
      continue;
    }
    const own = slots.of(model);
    for (const slot of slotsIn({ from: start - LONGEST_LABEL_MS - SLOT_MS, to }, now)) {
      const { labelAfter, known } = own.tally(slot, now);
      const [first, last] = [start - slot * SLOT_MS, Math.min(to - slot * SLOT_MS, NO_LABEL - 1)];
      for (let row = 0; row < labelAfter.length; row += 1) {
        const after = labelAfter[row] ?? 0;
        if (after > first && after <= last) {
          const bits = known[row] ?? 0;
          for (const role of roles) {
            count += (bits & ANSWERED[role]) === 0 ? 0 : 1;
          }
        }
      }
      await turn();
    }
  }
  return count;
}

async function* releases(telling: Telling): AsyncGenerator<ReadonlyArray<Timed<'model'>>> {
  const { now, stream } = telling;
  const { from, to } = clipped(telling);
  const lines = MODELS.flatMap((model) =>
    releasesOf(model, endOfStory(now))
      .filter(({ time, role }) => time > from && time <= to && stream({ model: model.id, role, event: 'model' }))
      .map((release) => ({ time: release.time, told: { model, release } }))
  );
  yield ordered(lines, telling);
}

async function* steps(telling: Telling): AsyncGenerator<ReadonlyArray<Timed<'pipeline'>>> {
  const { now, stream } = telling;
  const { from, to } = clipped(telling);
  const kept = { from: Math.max(from, now - KEPT_MS), to };
  const lines = MODELS.filter(({ id }) => stream({ model: id, event: 'pipeline' })).flatMap((model) =>
    jobSteps(SEED, model, endOfStory(now), kept).map((step) => ({ time: step.time, told: { model, step } }))
  );
  yield ordered(lines, telling);
}

/** The lines of one kind in a stretch of time, in order of time, some at a time. */
export function tell<K extends EventKind>(
  kind: K,
  slots: Slots,
  telling: Telling
): AsyncIterable<ReadonlyArray<Timed<K>>> {
  const tellers: { readonly [E in EventKind]: () => AsyncIterable<ReadonlyArray<Timed<E>>> } = {
    prediction: () => predictions(slots, telling),
    label: () => labels(slots, telling),
    model: () => releases(telling),
    pipeline: () => steps(telling),
  };
  return tellers[kind]();
}
