import { escapeRegex, formatDuration, type FeaturePattern } from '../../model';
import type { CounterQuestion, FeatureSource, Matcher } from './upstream';

/**
 * PromQL by construction: metric names, label names, label values and regular expressions come in as data and leave
 * escaped. Nothing else of the backend writes PromQL.
 */
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** Words that the grammar reads as operators or keywords, so that a metric or label of that name must be quoted. */
const KEYWORDS = new Set(
  (
    'and or unless by without on ignoring group_left group_right offset bool atan2 start end inf nan ' +
    'sum avg count min max group stddev stdvar topk bottomk count_values quantile limitk limit_ratio'
  ).split(' ')
);

/**
 * A string literal. Prometheus reads Go's escapes, and refuses a raw newline and a raw U+FFFD, which it takes for
 * broken UTF-8; half a surrogate pair cannot be sent as UTF-8 at all, and becomes U+FFFD as it would in any encoder.
 */
export function quote(text: string): string {
  let quoted = '"';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (char === '"' || char === '\\') {
      quoted += `\\${char}`;
    } else if (char === '\n') {
      quoted += '\\n';
    } else if (code < 0x20 || code === 0x7f) {
      quoted += `\\x${code.toString(16).padStart(2, '0')}`;
    } else if (code === 0xfffd || (code >= 0xd800 && code <= 0xdfff)) {
      quoted += '\\ufffd';
    } else {
      quoted += char;
    }
  }
  return `${quoted}"`;
}

/** A label name where the grammar wants one; quoted as Prometheus 3 reads it where it is no classic identifier. */
function labelName(name: string): string {
  return LABEL_NAME.test(name) ? name : quote(name);
}

function matcherText({ label, op, value }: Matcher): string {
  return `${labelName(label)}${op}${quote(value)}`;
}

/** `metric{a="b"}`; a metric that is no classic name stands inside the braces. */
export function seriesSelector(metric: string | undefined, matchers: readonly Matcher[]): string {
  const plain = metric !== undefined && METRIC_NAME.test(metric) && !KEYWORDS.has(metric.toLowerCase());
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

/** The series that a source reads: of a histogram, its buckets. */
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
  return `sum by (${labels.map(labelName).join(', ')}) (increase(${range}))`;
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
