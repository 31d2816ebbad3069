import type { TimeRange } from '@grafana/data';
import { DISTRIBUTION_FIELDS } from '../../model/frames';
import type { FeatureProfile } from '../../model/settings';
import { ask, type Answer } from '../ask/ask';
import { numberOf, rowsOfFrame, textOf } from '../ask/table';
import type { TableSummary } from './tableSummary';

/** Edges and counts of what a `distribution` query saw in its time range. */
export function featuresOf(answer: Answer): readonly FeatureProfile[] {
  const [frame] = answer.state === 'done' ? answer.frames : [];
  const byFeature = new Map<
    string,
    Array<{ bin: string; lower: number | null; upper: number | null; count: number }>
  >();
  for (const row of frame === undefined ? [] : rowsOfFrame(frame, DISTRIBUTION_FIELDS)) {
    const name = textOf(row.feature);
    const bins = byFeature.get(name) ?? [];
    bins.push({
      bin: textOf(row.bin),
      lower: numberOf(row.lower),
      upper: numberOf(row.upper),
      count: Math.max(0, Math.round(numberOf(row.currentCount) ?? 0)),
    });
    byFeature.set(name, bins);
  }
  return [...byFeature].map(([name, bins]): FeatureProfile => {
    const numeric = bins.some(({ lower, upper }) => lower !== null || upper !== null);
    return numeric
      ? {
          name,
          edges: bins.slice(0, -1).map(({ upper }) => upper ?? NaN),
          counts: bins.map(({ count }) => count),
        }
      : { name, categories: Object.fromEntries(bins.map(({ bin, count }) => [bin, count])) };
  });
}

/** A profile of what a model saw in a time range, on the buckets in which it was counted. */
export async function profileOfTime(
  uid: string,
  model: string,
  range: TimeRange,
  signal: AbortSignal
): Promise<TableSummary> {
  const instants = { from: range.from.toISOString(), to: range.to.toISOString() };
  const answers = await ask(
    uid,
    [
      {
        refId: 'A',
        queryType: 'distribution',
        model,
        binning: { strategy: 'buckets' },
        // Against itself: every category is a known one, and no bin is merged for the sake of another time.
        reference: { kind: 'range', ...instants },
      },
    ],
    range,
    { interval: '1h', signal }
  );
  const answer = answers.get('A');
  if (answer === undefined || answer.state === 'failed') {
    throw new Error(answer?.why ?? 'The data source gave no answer.');
  }
  const features = featuresOf(answer);
  if (features.length === 0) {
    throw new Error('No feature of this model was seen in this time: choose another range.');
  }
  const totals = features.map((feature) =>
    ('counts' in feature ? feature.counts : Object.values(feature.categories)).reduce((sum, count) => sum + count, 0)
  );
  return { rows: Math.max(...totals), features, leftOut: [] };
}
