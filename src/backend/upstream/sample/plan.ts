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
  const tests = matchers.map((matcher) => {
    const test = compileMatcher(matcher);
    return (labels: Labels): boolean => test(labels[matcher.label] ?? '');
  });
  return (labels) => tests.every((test) => test(labels));
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
  for (const series of seriesOf(metric, slots, now)) {
    const { labels } = series;
    const feature = labels[source.featureLabel ?? ''] ?? source.metric;
    if (!matches(labels) || !wanted(feature)) {
      continue;
    }
    // Hundreds of series a question, and mostly no groups: nothing is made for each of them that one alone needs.
    const key = groupBy.length === 0 ? feature : JSON.stringify([feature, ...groupBy.map((label) => labels[label])]);
    let row = rows.get(key);
    if (row === undefined) {
      const group = Object.fromEntries(groupBy.map((label) => [label, labels[label] ?? '']));
      row = { feature, group, members: [] };
      rows.set(key, row);
    }
    row.members.push(series);
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
