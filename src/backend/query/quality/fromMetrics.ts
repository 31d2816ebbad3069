import type { QualityMetric } from '../../../model';
import { TidemarkError } from '../../errors';
import type { Frame } from '../../frames/frame';
import { explained, noticesOf } from '../../frames/meta';
import { numericFrames, type NumericValue } from '../../frames/named';
import { featuresQualityFrame } from '../../frames/qualityFrames';
import { compare, type ComparedFeature, type Comparison } from '../compare';
import type { QueryContext, QueryRequest } from '../request';
import { judgeFeatures, type Counted, type FeatureQuality } from './judge';

const SCORES = ['missing_rate', 'out_of_range', 'new_categories'] as const;

const ONLY_METRICS =
  'This data source reads no log, so quality is taken from counters: without types, duplicates, volume, freshness and fields.';

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Counts from the bins of both sides: a share that the engine has of them, times the rows that have a value. */
export function countedOf({ feature, pair, assessment }: ComparedFeature, { resolved }: Comparison): Counted {
  const present = pair.ok ? total(pair.value.current) : 0;
  const otherPresent = pair.ok ? total(pair.value.reference) : 0;
  const missing = pair.ok ? pair.value.missing : undefined;
  const { out_of_range: outside, new_categories: unseen } = assessment.scores;
  const now = outside?.ok === true ? outside.value.value : undefined;
  const change = outside?.ok === true ? (outside.value.signed ?? 0) : 0;
  return {
    feature,
    rows: present + (missing?.current ?? 0),
    missing: missing?.current,
    outOfRange: now === undefined ? undefined : now * present,
    newCategories: unseen?.ok === true ? unseen.value.value * present : undefined,
    wrongType: undefined,
    reference: {
      rows: otherPresent + (missing?.reference ?? 0),
      missing: missing?.reference,
      outOfRange: now === undefined ? 0 : Math.max(0, now - change) * otherPresent,
      wrongType: 0,
    },
    thresholds: resolved.thresholds(feature),
  };
}

function numbersOf(
  features: readonly FeatureQuality[],
  metrics: readonly QualityMetric[],
  model: string
): readonly NumericValue[] {
  return metrics.flatMap((name): NumericValue[] => {
    if (name === 'failing_features') {
      const judged = features.some(({ verdict }) => verdict !== 'insufficient');
      const failing = features.filter(({ verdict }) => verdict === 'drift').length;
      return [{ name, value: judged ? failing : null, labels: { model } }];
    }
    if (name === 'missing_rate') {
      return features.map(({ feature, missing, rows }) => ({
        name,
        value: missing === undefined || rows === 0 ? null : missing / rows,
        labels: { model, feature },
      }));
    }
    // What needs a log has no number here; the notice says so.
    return [{ name, value: null, labels: { model } }];
  });
}

/** What counters of a metrics upstream tell of quality: missing values, the range, and new categories. */
export async function fromMetrics(
  request: QueryRequest,
  context: QueryContext,
  /** The numbers that a rule asks for; undefined where a table is wanted. */
  metrics: readonly QualityMetric[] | undefined
): Promise<readonly Frame[]> {
  const { query } = request;
  const other = query.frames?.find((name) => name !== 'summary');
  if (metrics === undefined && other !== undefined) {
    throw new TidemarkError(
      'bad_settings',
      `frames: ${JSON.stringify(other)} reads the log of predictions, and this data source has none: set loki.url in its settings, or ask for the frame "summary" alone.`
    );
  }
  const comparison = await compare({ ...request, query: { ...query, scores: [...SCORES] } }, context);
  const features = judgeFeatures(
    comparison.rows.map((row) => countedOf(row, comparison)),
    query.alpha
  );
  const lacking = comparison.rows.map((row) => ({ ...explained(row), lacking: [] }));
  const notices = noticesOf(lacking, [ONLY_METRICS, ...comparison.notices]);
  return metrics === undefined
    ? [featuresQualityFrame(features, notices, comparison.executed)]
    : numericFrames(numbersOf(features, metrics, query.model ?? ''), notices, comparison.executed);
}
