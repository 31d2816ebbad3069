import { fromNativeHistogram, quantileOfHistogram, total, type NumericHistogram } from '../../../engine';
import { TELEMETRY, type ModelSettings } from '../../../model';
import type {
  Answered,
  CallContext,
  FeatureSource,
  Matcher,
  Observation,
  TimeRange,
  Upstream,
} from '../../upstream/upstream';

/** How long answers took and how many there were, in the window that ends at `time`. */
export interface Timing {
  readonly time: number;
  /** Seconds; null where nothing was answered. */
  readonly quantiles: ReadonlyArray<number | null>;
  readonly perSecond: number;
}

export interface Timings {
  readonly group: Readonly<Record<string, string>>;
  readonly timings: readonly Timing[];
}

export const QUANTILES = [0.5, 0.95, 0.99] as const;

/** Buckets of a native histogram that its quantiles are read from: finer than anybody can tell apart in a graph. */
const MOST_BUCKETS = 160;

/** The histogram of latencies of a model. */
export function latencySource(model: ModelSettings, matchers: readonly Matcher[]): FeatureSource {
  return {
    kind: 'histogram',
    metric: model.metrics?.predictionLatency ?? TELEMETRY.predictionLatency,
    matchers,
    orNative: true,
  };
}

function histogramOf(observation: Observation): NumericHistogram | undefined {
  if (observation.kind === 'native') {
    const converted = fromNativeHistogram(observation.native, { mostBuckets: MOST_BUCKETS });
    return converted.ok ? converted.value : undefined;
  }
  return observation.kind === 'histogram' && observation.histogram.kind === 'numeric'
    ? observation.histogram
    : undefined;
}

/** Latency and traffic of a model window by window, from the one histogram that tells both. */
export async function timingsOf(
  upstream: Upstream,
  source: FeatureSource,
  groupBy: readonly string[],
  { range, windowMs, stepMs }: { readonly range: TimeRange; readonly windowMs: number; readonly stepMs: number },
  context: CallContext
): Promise<Answered<readonly Timings[]>> {
  const question = { source, features: [], groupBy };
  const { value, ...rest } = await upstream.distributionsOverTime(question, range, windowMs, stepMs, context);
  return {
    ...rest,
    value: value.map(({ group, points }) => ({
      group,
      timings: points.flatMap(({ time, observation }) => {
        const histogram = histogramOf(observation);
        if (histogram === undefined) {
          return [];
        }
        const quantiles = QUANTILES.map((q) => {
          const answer = quantileOfHistogram(histogram, q);
          return answer.ok ? answer.value.value : null;
        });
        return [{ time, quantiles, perSecond: (total(histogram) * 1000) / windowMs }];
      }),
    })),
  };
}
