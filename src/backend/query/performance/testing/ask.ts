import type { DriftQuery, ModelSettings } from '../../../../model';
import type { Frame } from '../../../frames/frame';
import type { EventUpstream } from '../../../upstream/events';
import type { Upstream } from '../../../upstream/upstream';
import type { GivenEvent } from '../../testing/tableEvents';
import { tableUpstream } from '../../testing/tableUpstream';
import { modelPerformance } from '../performance';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const NOW = Date.parse('2026-11-23T12:00:00Z');

export interface Asked {
  readonly events?: EventUpstream | undefined;
  readonly upstream?: Upstream;
  readonly model?: Partial<ModelSettings>;
  readonly query?: Partial<DriftQuery>;
  readonly range?: { readonly from: number; readonly to: number };
  readonly fromAlert?: boolean;
  readonly intervalMs?: number;
  readonly signal?: AbortSignal;
  readonly now?: number;
}

/** Asks the handler about the model `fraud`, over the last day where nothing else is said. */
export function ask({
  events,
  upstream = tableUpstream([]),
  model = { task: 'binary', positive: 'fraud' },
  query = {},
  range = { from: NOW - DAY, to: NOW },
  fromAlert = false,
  intervalMs = HOUR,
  signal = new AbortController().signal,
  now = NOW,
}: Asked): Promise<readonly Frame[]> {
  return modelPerformance(
    { query: { queryType: 'performance', model: 'fraud', ...query }, range, intervalMs, fromAlert },
    {
      instance: { settings: { models: [{ id: 'fraud', ...model }] }, upstream, events },
      signal,
      now: () => now,
    }
  );
}

type Values = ReadonlyArray<number | string | null>;

/** A frame's columns by name. */
export function columns(frame: Frame | undefined): Readonly<Record<string, Values>> {
  return Object.fromEntries((frame?.fields ?? []).map(({ name, values }) => [name, values]));
}

export function frameOf(frames: readonly Frame[], name: string): Frame {
  const found = frames.find((frame) => frame.name === name);
  if (found === undefined) {
    throw new Error(`no frame ${name}: there is ${frames.map((frame) => frame.name).join(', ')}`);
  }
  return found;
}

/** A row of the summary as an object, by metric; of the first group, or the one in which the label has the value. */
export function metric(
  frames: readonly Frame[],
  id: string,
  where: Readonly<Record<string, string>> = {}
): Readonly<Record<string, number | string | null | undefined>> {
  const all = columns(frameOf(frames, 'summary'));
  const row = (all['metric'] ?? []).findIndex(
    (name, i) => name === id && Object.entries(where).every(([label, value]) => all[label]?.[i] === value)
  );
  if (row < 0) {
    throw new Error(`no row of ${id}`);
  }
  return Object.fromEntries(Object.entries(all).map(([name, values]) => [name, values[row]]));
}

export function notices(frames: readonly Frame[]): readonly string[] {
  return frames.flatMap(({ meta }) => (meta.notices ?? []).map(({ text }) => text));
}

/** A prediction and, where one is given, its label, so long after it. */
export function labelled(
  id: string,
  time: number,
  prediction: string | number,
  label: string | number | undefined,
  rest: Partial<Extract<GivenEvent, { event: 'prediction' }>> & { readonly delay?: number } = {}
): readonly GivenEvent[] {
  const { delay = 60_000, ...more } = rest;
  return [
    { event: 'prediction', time, predictionId: id, prediction, ...more },
    ...(label === undefined ? [] : [{ event: 'label' as const, time: time + delay, predictionId: id, label }]),
  ];
}

/** As many predictions as each cell says, spread evenly over `(from, to]`. */
export function cells(
  counts: ReadonlyArray<readonly [prediction: string, label: string | undefined, count: number, confidence?: number]>,
  { from, to }: { readonly from: number; readonly to: number },
  rest: Parameters<typeof labelled>[4] & { readonly prefix?: string } = {}
): readonly GivenEvent[] {
  const { prefix = String(from), ...more } = rest;
  const all = counts.flatMap(([prediction, label, count, confidence]) =>
    Array.from({ length: count }, () => ({ prediction, label, confidence }))
  );
  return all.flatMap(({ prediction, label, confidence }, i) =>
    labelled(`${prefix}/${i}`, from + ((i + 1) * (to - from)) / all.length, prediction, label, {
      ...more,
      ...(confidence === undefined ? {} : { confidence }),
    })
  );
}
