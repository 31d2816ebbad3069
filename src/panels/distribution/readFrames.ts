import type { DataFrame } from '@grafana/data';
import { DISTRIBUTION_FIELDS, type FeatureSummary } from '../../model/frames';
import { VERDICTS_BY_GRAVITY } from '../../model/verdicts';
import { isRecord } from '../shared/isRecord';
import { t } from '../shared/translate';
import type { BinRow } from './binRow';
import { column, groupReader, toNumber, toText } from './cells';
import { asRows, isOverTimeFrame, readOverTime, type FeatureOverTime } from './readOverTime';

/** All that the frames say of one feature and group. */
export interface FeatureRows {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  /** The query it came from, to tell apart two queries that answer the same feature. */
  readonly refId: string;
  /** What the data source knows beyond the bins; absent when the frame comes from elsewhere. */
  readonly summary: FeatureSummary | undefined;
  readonly rows: readonly BinRow[];
  /** Its windows, where a frame has them. */
  readonly overTime: FeatureOverTime | undefined;
}

export interface FramesRead {
  readonly features: readonly FeatureRows[];
  /** What the current window was compared with, in words. */
  readonly referenceText: string | undefined;
  /** Frames that have rows, and no distribution in them. */
  readonly foreign: ReadonlyArray<{ readonly name: string; readonly missing: readonly string[] }>;
}

const F = DISTRIBUTION_FIELDS;

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

/** Reads every distribution in the frames, in the order in which they come. O(rows). */
export function readFrames(frames: readonly DataFrame[]): FramesRead {
  const features: FeatureRows[] = [];
  const foreign: Array<{ name: string; missing: string[] }> = [];
  let referenceText: string | undefined;

  const windows = new Map<string, FeatureOverTime>();
  for (const frame of frames) {
    const custom: unknown = frame.meta?.custom;
    const meta = isRecord(custom) ? custom : {};
    const refId = frame.refId ?? '';
    if (isOverTimeFrame(frame)) {
      for (const feature of readOverTime(frame)) {
        windows.set(windowsKey(refId, feature), feature);
      }
    } else {
      const missing = missingFields(frame);
      if (missing.length > 0) {
        if (frame.length > 0) {
          foreign.push({ name: frame.name ?? frame.refId ?? t('frame.no-name', 'a frame'), missing });
        }
        continue;
      }
      features.push(...readFrame(frame, Array.isArray(meta['features']) ? meta['features'] : []));
    }
    if (typeof meta['referenceText'] === 'string' && meta['referenceText'] !== '') {
      referenceText ??= meta['referenceText'];
    }
  }
  return { features: withWindows(features, windows), referenceText, foreign };
}

function windowsKey(refId: string, { feature, group }: Pick<FeatureRows, 'feature' | 'group'>): string {
  return `${refId} ${keyOf(feature, group)}`;
}

/** Each feature with its windows; one that has nothing but windows is what they hold together. */
function withWindows(
  features: readonly FeatureRows[],
  windows: ReadonlyMap<string, FeatureOverTime>
): readonly FeatureRows[] {
  if (windows.size === 0) {
    return features;
  }
  const left = new Map(windows);
  const joined = features.map((feature): FeatureRows => {
    const key = windowsKey(feature.refId, feature);
    const overTime = windows.get(key);
    left.delete(key);
    return { ...feature, overTime };
  });
  const alone = [...left].map(([key, overTime]): FeatureRows => ({
    feature: overTime.feature,
    group: overTime.group,
    refId: key.slice(0, key.indexOf(' ')),
    summary: undefined,
    rows: asRows(overTime),
    overTime,
  }));
  return [...joined, ...alone];
}

function readFrame(frame: DataFrame, summaries: readonly unknown[]): FeatureRows[] {
  const [feature, bin] = [column(frame, F.feature), column(frame, F.bin)];
  const columns = {
    lower: column(frame, F.lower),
    upper: column(frame, F.upper),
    reference: column(frame, F.reference),
    current: column(frame, F.current),
    referenceCount: column(frame, F.referenceCount),
    currentCount: column(frame, F.currentCount),
    contribution: column(frame, F.contribution),
  };
  const groupOf = groupReader(frame);

  const refId = frame.refId ?? '';
  const found = new Map<string, { -readonly [K in keyof FeatureRows]: FeatureRows[K] } & { rows: BinRow[] }>();
  const of = (name: string, group: Readonly<Record<string, string>>) => {
    const key = keyOf(name, group);
    const entry = found.get(key) ?? { feature: name, group, refId, summary: undefined, rows: [], overTime: undefined };
    found.set(key, entry);
    return entry;
  };

  for (let row = 0; row < frame.length; row++) {
    const number = (name: keyof typeof columns) => toNumber(columns[name]?.[row]);
    of(toText(feature?.[row]), groupOf(row)).rows.push({
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
