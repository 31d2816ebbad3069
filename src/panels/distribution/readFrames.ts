import type { DataFrame, Field } from '@grafana/data';
import { DISTRIBUTION_FIELDS, type FeatureSummary } from '../../model/frames';
import { VERDICTS_BY_GRAVITY } from '../../model/verdicts';

/** One bin of one feature, as the frame has it. A value that is absent or not finite is null, never NaN. */
export interface BinRow {
  readonly bin: string;
  /** Null where the bin is open on that side, and for categories. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly reference: number | null;
  readonly current: number | null;
  readonly referenceCount: number | null;
  readonly currentCount: number | null;
  readonly contribution: number | null;
}

/** All that the frames say of one feature and group. */
export interface FeatureRows {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  /** The query it came from, to tell apart two queries that answer the same feature. */
  readonly refId: string;
  /** What the data source knows beyond the bins; absent when the frame comes from elsewhere. */
  readonly summary: FeatureSummary | undefined;
  readonly rows: readonly BinRow[];
}

export interface FramesRead {
  readonly features: readonly FeatureRows[];
  /** What the current window was compared with, in words. */
  readonly referenceText: string | undefined;
  /** Frames that have rows, and no distribution in them. */
  readonly foreign: ReadonlyArray<{ readonly name: string; readonly missing: readonly string[] }>;
}

const F = DISTRIBUTION_FIELDS;
const NUMBERS = new Set<string>([
  F.lower,
  F.upper,
  F.reference,
  F.current,
  F.referenceCount,
  F.currentCount,
  F.contribution,
]);

/** The fields without which nothing can be drawn: what of them the frame lacks. Counts stand in for proportions. */
export function missingFields(frame: DataFrame): string[] {
  const has = (name: string) => frame.fields.some((field) => field.name === name);
  return [
    ...[F.feature, F.bin].filter((name) => !has(name)),
    ...(has(F.reference) || has(F.referenceCount) ? [] : [F.reference]),
    ...(has(F.current) || has(F.currentCount) ? [] : [F.current]),
  ];
}

export function isDistributionFrame(frame: DataFrame): boolean {
  return missingFields(frame).length === 0;
}

/** CSV and spreadsheets give numbers as text; an infinite bound is an open one. */
function toNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function toText(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const KINDS: ReadonlyArray<FeatureSummary['kind']> = ['numeric', 'categorical'];

/** `meta.custom` crosses a wire and can come from anywhere, so each part is looked at before it is believed. */
function readSummary(input: unknown): FeatureSummary | undefined {
  if (!isRecord(input) || typeof input['feature'] !== 'string') {
    return undefined;
  }
  const kind = KINDS.find((known) => known === input['kind']);
  const verdict = VERDICTS_BY_GRAVITY.find((known) => known === input['verdict']);
  if (kind === undefined || verdict === undefined) {
    return undefined;
  }
  const scores = Array.isArray(input['scores']) ? input['scores'].filter(isRecord) : [];
  return {
    feature: input['feature'],
    group: readGroup(input['group']),
    kind,
    verdict,
    reason: toText(input['reason']),
    scores: scores
      .filter((score) => typeof score['id'] === 'string')
      .map((score) => {
        const lower = toNumber(score['lower']);
        const upper = toNumber(score['upper']);
        return {
          id: toText(score['id']),
          value: toNumber(score['value']),
          ...(lower === null ? {} : { lower }),
          ...(upper === null ? {} : { upper }),
          ...(typeof score['why'] === 'string' ? { why: score['why'] } : {}),
        };
      }),
    pValue: toNumber(input['pValue']),
    pAdjusted: toNumber(input['pAdjusted']),
    referenceCount: toNumber(input['referenceCount']) ?? 0,
    currentCount: toNumber(input['currentCount']) ?? 0,
    repairs: Array.isArray(input['repairs']) ? input['repairs'].filter((text) => typeof text === 'string') : [],
    unseen: (Array.isArray(input['unseen']) ? input['unseen'].filter(isRecord) : []).map(({ category, count }) => ({
      category: toText(category),
      count: toNumber(count) ?? 0,
    })),
  };
}

function readGroup(input: unknown): Record<string, string> {
  return isRecord(input) ? Object.fromEntries(Object.entries(input).map(([name, value]) => [name, toText(value)])) : {};
}

function keyOf(feature: string, group: Readonly<Record<string, string>>): string {
  return JSON.stringify([feature, Object.entries(group).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Columns beyond the contract that hold text are the labels of `groupBy`. */
function groupFields(frame: DataFrame): Field[] {
  return frame.fields.filter(
    (field) => field.name !== F.feature && field.name !== F.bin && !NUMBERS.has(field.name) && field.type === 'string'
  );
}

/** Reads every distribution in the frames, in the order in which they come. O(rows). */
export function readFrames(frames: readonly DataFrame[]): FramesRead {
  const features: FeatureRows[] = [];
  const foreign: Array<{ name: string; missing: string[] }> = [];
  let referenceText: string | undefined;

  for (const frame of frames) {
    const missing = missingFields(frame);
    if (missing.length > 0) {
      if (frame.length > 0) {
        foreign.push({ name: frame.name ?? frame.refId ?? 'a frame', missing });
      }
      continue;
    }
    const custom: unknown = frame.meta?.custom;
    const meta = isRecord(custom) ? custom : {};
    if (typeof meta['referenceText'] === 'string' && meta['referenceText'] !== '') {
      referenceText ??= meta['referenceText'];
    }
    features.push(...readFrame(frame, Array.isArray(meta['features']) ? meta['features'] : []));
  }
  return { features, referenceText, foreign };
}

function readFrame(frame: DataFrame, summaries: readonly unknown[]): FeatureRows[] {
  const column = (name: string) => frame.fields.find((field) => field.name === name)?.values;
  const [feature, bin] = [column(F.feature), column(F.bin)];
  const groups = groupFields(frame);
  const columns = {
    lower: column(F.lower),
    upper: column(F.upper),
    reference: column(F.reference),
    current: column(F.current),
    referenceCount: column(F.referenceCount),
    currentCount: column(F.currentCount),
    contribution: column(F.contribution),
  };

  const refId = frame.refId ?? '';
  const found = new Map<string, { -readonly [K in keyof FeatureRows]: FeatureRows[K] } & { rows: BinRow[] }>();
  const of = (name: string, group: Readonly<Record<string, string>>) => {
    const key = keyOf(name, group);
    const entry = found.get(key) ?? { feature: name, group, refId, summary: undefined, rows: [] };
    found.set(key, entry);
    return entry;
  };

  for (let row = 0; row < frame.length; row++) {
    const group = Object.fromEntries(groups.map((field) => [field.name, toText(field.values[row])]));
    const number = (name: keyof typeof columns) => toNumber(columns[name]?.[row]);
    of(toText(feature?.[row]), group).rows.push({
      bin: toText(bin?.[row]),
      lower: number('lower'),
      upper: number('upper'),
      reference: number('reference'),
      current: number('current'),
      referenceCount: number('referenceCount'),
      currentCount: number('currentCount'),
      contribution: number('contribution'),
    });
  }

  // A feature that could not be computed has a summary that says why, and no rows.
  for (const input of summaries) {
    const summary = readSummary(input);
    if (summary !== undefined) {
      of(summary.feature, summary.group).summary = summary;
    }
  }
  return [...found.values()];
}
