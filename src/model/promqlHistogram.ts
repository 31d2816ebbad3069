import { parser } from '@prometheus-io/lezer-promql';
import type { MetricSource } from './query';

/** The histogram that a PromQL expression looks at, as a query of ours names it. */
export interface PromqlHistogram {
  readonly source: MetricSource;
  /** The labels that the expression keeps apart, beside the one that names the feature. */
  readonly groupBy: readonly string[];
}

/** Functions that read native histograms: https://prometheus.io/docs/prometheus/latest/querying/functions/ */
const HISTOGRAM_FUNCTIONS = /^histogram_(?:avg|count|fraction|quantile|quantiles|stddev|stdvar|sum)$/;

const BUCKETS = /_bucket$/;

/** Grafana's own variables for a duration, which are no PromQL. What stands in their place plays no part here. */
const DURATION_VARIABLES = /\$(?:__(?:rate_)?interval|__range|\{__(?:rate_)?interval\}|\{__range\})/g;

/**
 * Reads which histogram a PromQL expression looks at, so that the same one can be compared with a reference. What is
 * computed of it (a quantile, a rate) is left out.
 *
 * @param expression as it stands in a panel; variables other than Grafana's durations have to be replaced before
 * @param native whether the answer was seen to be a native histogram, which the text of a query alone may not say
 * @returns undefined where the expression cannot be read or holds no histogram; of several histograms the first
 */
export function promqlHistogram(expression: string, native = false): PromqlHistogram | undefined {
  const text = expression.replace(DURATION_VARIABLES, '5m');
  let broken = false;
  let functions = 0;
  let metric: string | undefined;
  let isNative = false;
  let selector: string | undefined;
  /** The labels of each aggregation that encloses the place, the outermost first; undefined for one `without` labels. */
  let by: readonly string[] | undefined;
  const enclosing: Array<readonly string[] | undefined> = [];

  parser.parse(text).iterate({
    enter: ({ name, type, node }) => {
      if (type.isError) {
        broken = true;
      } else if (name === 'FunctionCall') {
        functions += HISTOGRAM_FUNCTIONS.test(textOf(text, node.getChild('FunctionIdentifier'))) ? 1 : 0;
      } else if (name === 'AggregateExpr') {
        const modifier = node.getChild('AggregateModifier');
        const labels = modifier?.getChild('GroupingLabels')?.getChildren('LabelName') ?? [];
        enclosing.push(modifier?.getChild('By') ? labels.map((label) => textOf(text, label)) : undefined);
      } else if (name === 'VectorSelector' && metric === undefined) {
        const named = textOf(text, node.getChild('Identifier'));
        if (BUCKETS.test(named) || (named !== '' && (native || functions > 0))) {
          metric = named.replace(BUCKETS, '');
          isNative = !BUCKETS.test(named);
          // One bucket alone has no distribution.
          const matchers = (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).filter(
            (matcher) => textOf(text, matcher.getChild('LabelName')) !== 'le'
          );
          selector = matchers.length === 0 ? '' : `{${matchers.map((matcher) => textOf(text, matcher)).join(', ')}}`;
          by = enclosing.find((labels) => labels !== undefined);
        }
      }
    },
    leave: ({ name, node }) => {
      if (name === 'AggregateExpr') {
        enclosing.pop();
      } else if (name === 'FunctionCall') {
        functions -= HISTOGRAM_FUNCTIONS.test(textOf(text, node.getChild('FunctionIdentifier'))) ? 1 : 0;
      }
    },
  });
  if (broken || metric === undefined) {
    return undefined;
  }
  const [featureLabel, ...groupBy] = (by ?? []).filter((label) => label !== 'le');
  return {
    source: {
      upstream: 'prometheus',
      kind: isNative ? 'native_histogram' : 'histogram',
      metric,
      ...(selector !== undefined && selector !== '' && { selector }),
      ...(featureLabel !== undefined && { featureLabel }),
    },
    groupBy,
  };
}

const textOf = (text: string, node: { readonly from: number; readonly to: number } | null): string =>
  node === null ? '' : text.slice(node.from, node.to);
