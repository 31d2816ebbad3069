/** One series: its labels, and its values by instant in seconds. */
export interface MetricSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: ReadonlyArray<readonly [seconds: number, value: number]>;
}

/** A metric as an exporter would write it. A histogram's series are its buckets, with `le` among the labels. */
export interface MetricFamily {
  readonly name: string;
  readonly type: 'histogram' | 'counter' | 'gauge';
  readonly series: readonly MetricSeries[];
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(',');
}

/** OpenMetrics text with instants, as promtool makes blocks of. */
export function openMetrics(families: readonly MetricFamily[]): string {
  const lines = families.flatMap(({ name, type, series }) => [
    `# TYPE ${type === 'counter' ? name.replace(/_total$/, '') : name} ${type}`,
    ...series.flatMap(({ labels, points }) => {
      const head = `${name}${type === 'histogram' ? '_bucket' : ''}{${labelsText(labels)}}`;
      return points.map(([seconds, value]) => `${head} ${value} ${seconds}`);
    }),
  ]);
  return `${lines.join('\n')}\n# EOF\n`;
}

/**
 * Counters that grow evenly from 0 at `from` to `total` at `to`, with a value every `step` seconds: what grew in any
 * stretch within is known exactly.
 */
export function evenGrowth(
  from: number,
  to: number,
  step: number,
  total: number
): ReadonlyArray<readonly [number, number]> {
  const count = Math.round((to - from) / step);
  return Array.from({ length: count + 1 }, (_, i) => [from + i * step, (total * i) / count] as const);
}

/** The series of a classic histogram whose plain (not cumulative) counts grow evenly. */
export function histogramSeries(
  labels: Readonly<Record<string, string>>,
  edges: readonly number[],
  counts: readonly number[],
  grow: (total: number) => MetricSeries['points']
): readonly MetricSeries[] {
  let below = 0;
  return [...edges.map(String), '+Inf'].map((le, i) => {
    below += counts[i] ?? 0;
    return { labels: { ...labels, le }, points: grow(below) };
  });
}

/** Of a classic histogram, the plain counts of two hours, one after the other. */
export interface TwoHours {
  readonly before: readonly number[];
  readonly now: readonly number[];
}

/** The series of a classic histogram that grows by other counts in the hour before `end` (seconds) than before that. */
export function twoHoursOf(
  labels: Readonly<Record<string, string>>,
  edges: readonly number[],
  { before, now }: TwoHours,
  end: number
): readonly MetricSeries[] {
  const [hour, minute] = [3600, 60];
  const first = histogramSeries(labels, edges, before, (total) => [[0, total]]);
  return histogramSeries(labels, edges, now, (total) => [[0, total]]).map(({ labels: own, points }, i) => {
    const start = first[i]?.points[0]?.[1] ?? NaN;
    return {
      labels: own,
      points: [
        ...evenGrowth(end - 2 * hour, end - hour, minute, start),
        ...evenGrowth(end - hour, end, minute, points[0]?.[1] ?? NaN)
          .slice(1)
          .map(([time, value]) => [time, value + start] as const),
      ],
    };
  });
}
