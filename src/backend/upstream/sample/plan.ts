import { compileFeaturePatterns, compileMatcher, type LabelTest } from '../matching';
import type { CounterQuestion, DistributionQuestion, Matcher } from '../upstream';
import type { Counted, Labels } from './layout';
import type { SampleMetric } from './metrics';
import { seriesOf, type Series } from './series';
import type { Slots } from './slots';

/** Counted series that share their bins. */
export interface Layer {
  readonly counted: Counted;
  readonly members: readonly Series[];
}

/** What one row of the answer is made of. */
export interface Target {
  readonly feature: string;
  readonly group: Labels;
  readonly members: readonly Series[];
}

/** Whether a set of labels passes all matchers; a label that is not there is an empty string. */
export function labelsTest(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const tests = matchers.map((matcher) => ({ label: matcher.label, test: compileMatcher(matcher) }));
  return (labels) => tests.every(({ label, test }) => test(labels[label] ?? ''));
}

/** Which bins pass the matchers on their own label, such as `category!="card"`. */
export function binTest(metric: SampleMetric, matchers: readonly Matcher[]): LabelTest {
  const tests = matchers.filter(({ label }) => label === metric.binLabel).map(compileMatcher);
  return (value) => tests.every((test) => test(value));
}

/** Sorts the series of a metric by the rows of the answer to which they belong. */
export function planOf(
  metric: SampleMetric,
  { source, features, groupBy }: DistributionQuestion | CounterQuestion,
  slots: Slots,
  now: number
): readonly Target[] {
  const matches = labelsTest(source.matchers.filter(({ label }) => label !== metric.binLabel));
  const wanted = compileFeaturePatterns(features);
  const rows = new Map<string, { feature: string; group: Labels; members: Series[] }>();
  for (const series of seriesOf(metric, slots, now).filter(({ labels }) => matches(labels))) {
    const feature = series.labels[source.featureLabel ?? ''] ?? source.metric;
    if (!wanted(feature)) {
      continue;
    }
    const group = Object.fromEntries(groupBy.map((label) => [label, series.labels[label] ?? '']));
    const key = JSON.stringify([feature, group]);
    const row = rows.get(key) ?? { feature, group, members: [] };
    row.members.push(series);
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** The counted series of a target, those with the same bins together. */
export function layersOf({ members }: Target): readonly Layer[] {
  const layers = new Map<Counted, Series[]>();
  for (const member of members) {
    if (member.content.kind === 'counted') {
      const { counted } = member.content;
      const layer = layers.get(counted);
      if (layer === undefined) {
        layers.set(counted, [member]);
      } else {
        layer.push(member);
      }
    }
  }
  return [...layers].map(([counted, of]) => ({ counted, members: of }));
}
