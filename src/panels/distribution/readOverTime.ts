import { FieldType, type DataFrame } from '@grafana/data';
import { DISTRIBUTION_OVER_TIME_FIELDS } from '../../model/frames';
import { column, groupReader, toNumber, toText } from './cells';
import type { BinRow } from './binRow';

/** A bin of a feature, in all of its windows. */
export interface BinOverTime {
  readonly bin: string;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Its share of the reference. */
  readonly reference: number | null;
  /** Its share of each window; null where the window has no values. */
  readonly shares: ReadonlyArray<number | null>;
  /** How many values of each window are in it. */
  readonly counts: ReadonlyArray<number | null>;
}

/** The windows of one feature and group, on bins that all of them share. */
export interface FeatureOverTime {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  /** The ends of the windows, rising. */
  readonly times: readonly number[];
  readonly bins: readonly BinOverTime[];
}

const F = DISTRIBUTION_OVER_TIME_FIELDS;

export function isOverTimeFrame(frame: DataFrame): boolean {
  const has = (name: string) => frame.fields.some((field) => field.name === name);
  return (
    frame.fields.some(({ name, type }) => name === F.time && type === FieldType.time) && has(F.bin) && has(F.current)
  );
}

interface Builder {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  readonly times: Set<number>;
  readonly bins: Map<
    string,
    Omit<BinOverTime, 'shares' | 'counts'> & {
      readonly byTime: Map<number, { readonly share: number | null; readonly count: number | null }>;
    }
  >;
}

/** Reads a frame of a row a feature, window and bin; the order of its rows does not matter. O(rows). */
export function readOverTime(frame: DataFrame): readonly FeatureOverTime[] {
  const time = column(frame, F.time);
  const [feature, bin] = [column(frame, F.feature), column(frame, F.bin)];
  const [lower, upper] = [column(frame, F.lower), column(frame, F.upper)];
  const [reference, current, count] = [
    column(frame, F.reference),
    column(frame, F.current),
    column(frame, F.currentCount),
  ];
  const groupOf = groupReader(frame);
  const builders = new Map<string, Builder>();

  for (let row = 0; row < frame.length; row++) {
    const at = toNumber(time?.[row]);
    if (at === null) {
      continue;
    }
    const name = toText(feature?.[row]);
    const group = groupOf(row);
    const key = JSON.stringify([name, group]);
    const builder = builders.get(key) ?? { feature: name, group, times: new Set(), bins: new Map() };
    builders.set(key, builder);
    builder.times.add(at);
    const of = { bin: toText(bin?.[row]), lower: toNumber(lower?.[row]), upper: toNumber(upper?.[row]) };
    const binKey = `${of.lower} ${of.upper} ${of.bin}`;
    const entry = builder.bins.get(binKey) ?? { ...of, reference: toNumber(reference?.[row]), byTime: new Map() };
    builder.bins.set(binKey, entry);
    entry.byTime.set(at, { share: toNumber(current?.[row]), count: toNumber(count?.[row]) });
  }

  return [...builders.values()].map(({ feature: name, group, times: seen, bins }) => {
    const times = [...seen].sort((a, b) => a - b);
    return {
      feature: name,
      group,
      times,
      bins: [...bins.values()].map(({ byTime, ...rest }) => ({
        ...rest,
        shares: times.map((at) => byTime.get(at)?.share ?? null),
        counts: times.map((at) => byTime.get(at)?.count ?? null),
      })),
    };
  });
}

/** All windows together, as a distribution of its own. */
export function asRows({ bins }: FeatureOverTime): readonly BinRow[] {
  return bins.map(({ bin, lower, upper, reference, counts }) => ({
    bin,
    lower,
    upper,
    reference,
    current: null,
    referenceCount: null,
    currentCount: counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    contribution: null,
  }));
}
