import {
  answered,
  mcnemar,
  noAnswer,
  pairedTTest,
  type Answer,
  type Estimate,
  type PairedOutcomes,
} from '../../../engine';
import type { MetricRow, Numbers } from './comparison';
import { quantileOf } from './outputs';
import { meanOf } from './pairedNumbers';
import type { Study } from './study';
import type { PairedNumber } from './tally';

const QUANTILES = [
  ['latency_p50', 0.5],
  ['latency_p95', 0.95],
  ['latency_p99', 0.99],
] as const;

function mcnemarP(outcomes: PairedOutcomes): number | null {
  const test = mcnemar(outcomes);
  return test.ok ? test.value.pValue : null;
}

/** Means of the same requests, with the paired t test of their difference. */
function meanRow(
  metric: string,
  { live, shadow, difference }: PairedNumber,
  what: string,
  { direction, unit = '' }: { direction: MetricRow['direction']; unit?: string }
): MetricRow {
  const test = pairedTTest(difference);
  return {
    metric,
    live: meanOf(live, what),
    shadow: meanOf(shadow, what),
    difference: meanOf(difference, what),
    pValue: test.ok ? test.value.pValue : null,
    direction,
    unit,
  };
}

/** A difference whose interval nobody knows: of two quantiles of the same requests, for example. */
export function plainDifference(live: Answer<Estimate>, shadow: Answer<Estimate>): Answer<Estimate> {
  if (!live.ok) {
    return live;
  }
  return shadow.ok
    ? answered({ value: shadow.value.value - live.value.value, n: Math.min(live.value.n, shadow.value.n) })
    : shadow;
}

/** The metrics of both sides on the same requests; those for which nothing is logged are left out, accuracy is not. */
export function pairedMetrics(study: Study, numbers: Numbers): readonly MetricRow[] {
  const { overall, latencyMs: collected, task } = study;
  const { outcomes, answers, confidence, latencyMs, value, absoluteError, squaredError } = overall;
  const ofTask: readonly MetricRow[] =
    task === 'classification'
      ? [
          {
            metric: 'accuracy',
            live: numbers('accuracy_live'),
            shadow: numbers('accuracy_shadow'),
            difference: numbers('accuracy_difference'),
            pValue: mcnemarP(outcomes),
            direction: 'higher_is_better',
            unit: 'percentunit',
          },
        ]
      : [
          meanRow('mean_absolute_error', absoluteError, 'a label', { direction: 'lower_is_better' }),
          meanRow('mean_squared_error', squaredError, 'a label', { direction: 'lower_is_better' }),
          meanRow('mean_prediction', value, 'a number', { direction: 'neither' }),
        ];
  const [live, shadow] = [collected.live.collected(), collected.shadow.collected()];
  const rows: readonly MetricRow[] = [
    ...ofTask,
    {
      metric: 'error_rate',
      live: numbers('error_rate_live'),
      shadow: numbers('error_rate_shadow'),
      difference: numbers('error_rate_difference'),
      pValue: overall.pairs === 0 ? null : mcnemarP(answers),
      direction: 'lower_is_better',
      unit: 'percentunit',
    },
    ...(confidence.difference.n === 0
      ? []
      : [meanRow('confidence', confidence, 'a confidence', { direction: 'neither', unit: 'percentunit' })]),
    ...(latencyMs.difference.n === 0
      ? []
      : [
          meanRow('latency_mean', latencyMs, 'a latency', { direction: 'lower_is_better', unit: 'ms' }),
          ...QUANTILES.map(([metric, q]): MetricRow => {
            const [one, other] = [quantileOf(live, q), quantileOf(shadow, q)];
            return {
              metric,
              live: one,
              shadow: other,
              difference: plainDifference(one, other),
              pValue: null,
              direction: 'lower_is_better',
              unit: 'ms',
            };
          }),
        ]),
  ];
  return rows;
}

/** The numbers of the whole, of which more is known than of a window: all latencies, and all predicted numbers. */
export function overallNumbers(study: Study, numbers: Numbers, predictionPsi: () => Answer<Estimate>): Numbers {
  const p95 = (side: 'live' | 'shadow'): Answer<Estimate> =>
    study.overall.latencyMs.difference.n === 0
      ? noAnswer('too_few_observations', 'No pair has a latency on both sides: check that both log it.')
      : quantileOf(study.latencyMs[side].collected(), 0.95);
  return (name) => {
    switch (name) {
      case 'latency_p95_live_ms':
        return p95('live');
      case 'latency_p95_shadow_ms':
        return p95('shadow');
      case 'prediction_psi':
        return study.task === 'regression' ? predictionPsi() : numbers(name);
      default:
        return numbers(name);
    }
  };
}
