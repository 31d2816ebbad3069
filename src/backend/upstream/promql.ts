import { isMetricName, labelText, quoted } from '../../engine';
import { escapeRegex, formatDuration, type FeaturePattern } from '../../model';
import type { CounterQuestion, FeatureSource, Matcher } from './upstream';

/*
 * PromQL by construction: metric names, label names, label values and regular expressions come in as data and leave
 * escaped, by the same rules as the scores that the engine writes as PromQL. Nothing else of the backend writes PromQL
 * but `usagePlans.ts`, which asks of exporters and takes its selectors from here.
 */

function matcherText({ label, op, value }: Matcher): string {
  return `${labelText(label)}${op}${quoted(value)}`;
}

/** `metric{a="b"}`; a metric that is no classic name stands inside the braces. */
export function seriesSelector(metric: string | undefined, matchers: readonly Matcher[]): string {
  const plain = metric !== undefined && isMetricName(metric);
  const inside = matchers.map(matcherText);
  if (metric !== undefined && !plain) {
    inside.unshift(matcherText({ label: '__name__', op: '=', value: metric }));
  }
  return `${plain ? metric : ''}${inside.length > 0 || !plain ? `{${inside.join(',')}}` : ''}`;
}

/**
 * The matcher that picks features. Prometheus anchors its regular expressions at both ends; one between slashes is
 * searched for, as everywhere in Grafana, so it is let loose on both sides here.
 */
export function featureMatcher(label: string, patterns: readonly FeaturePattern[]): Matcher | undefined {
  const [first] = patterns;
  if (first === undefined) {
    return undefined;
  }
  if (patterns.length === 1 && first.kind === 'exact') {
    return { label, op: '=', value: first.name };
  }
  const alternatives = patterns.map((pattern) =>
    pattern.kind === 'exact' ? escapeRegex(pattern.name) : `.*(?:${pattern.regex}).*`
  );
  return { label, op: '=~', value: alternatives.join('|') };
}

/** The series that a source reads: of a classic histogram, its buckets; a native one is a series by itself. */
export function sourceSelector(source: FeatureSource, features: readonly FeaturePattern[]): string {
  const metric = source.kind === 'histogram' ? `${source.metric}_bucket` : source.metric;
  const picked = source.featureLabel === undefined ? undefined : featureMatcher(source.featureLabel, features);
  return seriesSelector(metric, picked === undefined ? source.matchers : [...source.matchers, picked]);
}

/** The labels by which the counts of a source are kept apart. */
export function sourceLabels(source: FeatureSource, groupBy: readonly string[]): readonly string[] {
  const own =
    source.kind === 'histogram'
      ? ['le', source.featureLabel]
      : source.kind === 'category'
        ? [source.categoryLabel, source.featureLabel]
        : [source.featureLabel];
  return [...new Set([...own, ...groupBy].filter((label) => label !== undefined))];
}

function increaseBy(labels: readonly string[], range: string): string {
  return `sum by (${labels.map(labelText).join(', ')}) (increase(${range}))`;
}

/** How much each counter of the source grew in the window: one question for all features. */
export function countsQuery(
  source: FeatureSource,
  features: readonly FeaturePattern[],
  groupBy: readonly string[],
  windowMs: number
): string {
  return increaseBy(sourceLabels(source, groupBy), rangeSelector(source, features, windowMs));
}

/** How much a counter of features grew in the window. */
export function increaseQuery({ source, features, groupBy }: CounterQuestion, windowMs: number): string {
  const { metric, matchers, featureLabel } = source;
  const picked = featureMatcher(featureLabel, features);
  const selector = seriesSelector(metric, picked === undefined ? matchers : [...matchers, picked]);
  return increaseBy([...new Set([featureLabel, ...groupBy])], `${selector}[${formatDuration(windowMs)}]`);
}

/** The raw values of the source in the window. */
export function rangeSelector(source: FeatureSource, features: readonly FeaturePattern[], windowMs: number): string {
  return `${sourceSelector(source, features)}[${formatDuration(windowMs)}]`;
}

/** What is asked of a source, as a person can paste it into Explore. */
export function sourceQuery(
  source: FeatureSource,
  features: readonly FeaturePattern[],
  groupBy: readonly string[],
  windowMs: number
): string {
  return source.kind === 'gauge'
    ? rangeSelector(source, features, windowMs)
    : countsQuery(source, features, groupBy, windowMs);
}
