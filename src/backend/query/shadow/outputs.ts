import {
  assess,
  freezeBins,
  fromNativeHistogram,
  fromSamples,
  noAnswer,
  quantileOfHistogram,
  quantileOfSamples,
  rebin,
  rebinNative,
  type AlignedPair,
  type Answer,
  type Collected,
  type Collector,
  type Estimate,
  type Histogram,
  type NumericHistogram,
} from '../../../engine';
import type { ShadowOutput } from '../../../model';
import type { OutputDrift } from './comparison';
import { alignedOf, classHistogram, confidenceHistogram } from './pairedNumbers';
import type { Study } from './study';

/** Bins of predicted numbers: each holds a tenth of what live predicted. */
const VALUE_BINS = { strategy: 'quantile', bins: 10 } as const;

/** A quantile of what was collected: of the values while there are few, else of their sketch. */
export function quantileOf(collected: Collected, q: number): Answer<Estimate> {
  if (collected.kind === 'samples') {
    return quantileOfSamples(collected.values, q);
  }
  const histogram = fromNativeHistogram(collected.histogram);
  return histogram.ok ? quantileOfHistogram(histogram.value, q) : histogram;
}

function onEdges(collected: Collected, edges: readonly number[]): Answer<NumericHistogram> {
  return collected.kind === 'samples' ? fromSamples(collected.values, edges) : rebinNative(collected.histogram, edges);
}

/** Predicted numbers of both, on bins that hold as many of live's each. */
export function valuePair(live: Collector, shadow: Collector): Answer<AlignedPair> {
  const before = live.collected();
  const source: Answer<Float64Array | NumericHistogram> =
    before.kind === 'samples' ? { ok: true, value: before.values, repairs: [] } : fromNativeHistogram(before.histogram);
  if (!source.ok) {
    return source;
  }
  const edges = freezeBins(VALUE_BINS, source.value);
  if (!edges.ok) {
    return edges;
  }
  const reference: Answer<Histogram> =
    'kind' in source.value ? rebin(source.value, edges.value) : onEdges(before, edges.value);
  return alignedOf(reference, onEdges(shadow.collected(), edges.value));
}

/** How far each output of the shadow has moved from that of live, on the same requests, judged together. */
export function outputDrift(
  pairs: ReadonlyArray<{ readonly output: ShadowOutput; readonly pair: Answer<AlignedPair> }>,
  alpha: number
): readonly OutputDrift[] {
  const assessments = assess(
    pairs.map(({ pair }, key) => ({ key, pair })),
    { scores: ['psi', 'js'], alpha }
  );
  return pairs.flatMap(({ output, pair }, i) => {
    const assessment = assessments[i];
    return assessment === undefined ? [] : [{ output, pair, assessment }];
  });
}

/** The outputs of paired requests. */
export function pairedOutputs({ overall, values, task }: Study, alpha: number): readonly OutputDrift[] {
  const prediction =
    task === 'regression'
      ? valuePair(values.live, values.shadow)
      : overall.compared > 0 && overall.cells.size === 0
        ? noAnswer('too_many_classes', 'There are too many different predictions to compare how often each comes.')
        : alignedOf(classHistogram(overall, 'live'), classHistogram(overall, 'shadow'));
  return outputDrift(
    [
      { output: 'prediction', pair: prediction },
      {
        output: 'confidence',
        pair:
          overall.confidence.difference.n === 0
            ? noAnswer('too_few_observations', 'No pair has a confidence on both sides: check that both log it.')
            : alignedOf(confidenceHistogram(overall, 'live'), confidenceHistogram(overall, 'shadow')),
      },
    ],
    alpha
  );
}
