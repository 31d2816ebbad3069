import { compileFeaturePatterns, compileMatcher, type LabelTest } from '../matching';
import type { CounterQuestion, DistributionQuestion, Matcher } from '../upstream';
import type { SampleMetric } from './metrics';
import type { ScenarioFeature } from './scenario';
import { seriesOf, type Series } from './series';

export type Labels = Readonly<Record<string, string>>;

/** Series that share one feature of the scenario, and so the same classes. */
export interface Layer {
  readonly feature: ScenarioFeature;
  readonly members: readonly Series[];
}

/** What one row of the answer is made of. */
export interface Target {
  readonly feature: string;
  readonly group: Labels;
  readonly layers: readonly Layer[];
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
  now: number
): readonly Target[] {
  const matches = labelsTest(source.matchers.filter(({ label }) => label !== metric.binLabel));
  const wanted = compileFeaturePatterns(features);
  const rows = new Map<string, { feature: string; group: Labels; layers: Map<ScenarioFeature, Series[]> }>();
  for (const series of seriesOf(metric, now).filter(({ labels }) => matches(labels))) {
    const feature = series.labels[source.featureLabel ?? ''] ?? source.metric;
    if (!wanted(feature)) {
      continue;
    }
    const group = Object.fromEntries(groupBy.map((label) => [label, series.labels[label] ?? '']));
    const key = JSON.stringify([feature, group]);
    const row = rows.get(key) ?? { feature, group, layers: new Map<ScenarioFeature, Series[]>() };
    row.layers.set(series.feature, [...(row.layers.get(series.feature) ?? []), series]);
    rows.set(key, row);
  }
  return [...rows.values()].map(({ feature, group, layers }) => ({
    feature,
    group,
    layers: [...layers].map(([layer, members]) => ({ feature: layer, members })),
  }));
}
