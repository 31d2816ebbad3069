import { QUALITY_FRAMES, TELEMETRY, type QualityFrame, type QualityMetric } from '../../../model';
import { TidemarkError } from '../../errors';
import type { Frame } from '../../frames/frame';
import { explained, noticesOf } from '../../frames/meta';
import { numericFrames, wantedFrames, type NumericValue } from '../../frames/named';
import { checksFrame, featuresQualityFrame, volumeFrame } from '../../frames/qualityFrames';
import { compare, executedText, type ComparedFeature, type Comparison } from '../compare';
import type { QueryContext, QueryRequest } from '../request';
import { currentQuestions, resolveQuery } from '../resolve';
import { requireModel } from '../resolveEvents';
import { stepsOf } from '../steps';
import { checksOf } from './checks';
import { judgeFeatures, type Counted, type FeatureQuality } from './judge';
import { countedVolume, isOfVolume, lastVolume, type VolumeWindow } from './volume';

const SCORES = ['missing_rate', 'out_of_range', 'new_categories'] as const;

const ONLY_METRICS =
  'This data source reads no log, so quality is taken from counters: without types, duplicates and fields, which only lines can show. Nor can counters tell how old the last prediction is, because they are read at intervals: a volume of 0 says that none came.';

/** Frames that counters can fill. */
const OF_METRICS: ReadonlySet<QualityFrame> = new Set(['summary', 'checks', 'volume']);

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
  windows: readonly VolumeWindow[],
  windowMs: number,
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
    if (isOfVolume(name)) {
      const { value, labels } = lastVolume(windows, windowMs)[name];
      return [{ name, value, labels: { model, ...labels } }];
    }
    // What needs a log has no number here; the notice says so.
    return [{ name, value: null, labels: { model } }];
  });
}

/** What counters of a metrics upstream tell of quality: missing values, the range, new categories, and the volume. */
export async function fromMetrics(
  request: QueryRequest,
  context: QueryContext,
  /** The numbers that a rule asks for; undefined where a table is wanted. */
  metrics: readonly QualityMetric[] | undefined
): Promise<readonly Frame[]> {
  const { query, range } = request;
  const wanted = wantedFrames(query.frames, QUALITY_FRAMES);
  const other = query.frames?.find((name) => !OF_METRICS.has(name as QualityFrame));
  if (metrics === undefined && other !== undefined) {
    throw new TidemarkError(
      'no_log',
      `frames: ${JSON.stringify(other)} reads the log of predictions, and this data source has none: set loki.url in its settings, or ask for the frames ${[...OF_METRICS].join(', ')} alone.`
    );
  }
  const { settings, upstream } = context.instance;
  const model = requireModel(query, settings);
  const needsVolume = metrics === undefined ? wanted.has('volume') || wanted.has('checks') : metrics.some(isOfVolume);
  const scored = { ...query, scores: [...SCORES] };
  // Where nothing comes any more there is no feature to compare, and that is just when a rule asks for the volume.
  const needsFeatures = metrics?.every(isOfVolume) !== true;
  const comparison = needsFeatures ? await compare({ ...request, query: scored }, context) : undefined;
  const [asked] = currentQuestions(comparison?.resolved ?? resolveQuery(scored, settings));
  const counter = {
    metric: model.metrics?.predictions ?? TELEMETRY.predictions,
    matchers: asked?.source.matchers ?? [],
    featureLabel: model.metrics?.predictionLabel ?? TELEMETRY.predictionLabel,
  };
  const steps = stepsOf(query, range, { ...request, fromAlert: true });
  const volume = needsVolume
    ? await countedVolume(upstream, counter, range, steps, { signal: context.signal })
    : undefined;
  const windows = volume?.windows ?? [];
  const features =
    comparison === undefined
      ? []
      : judgeFeatures(
          comparison.rows.map((row) => countedOf(row, comparison)),
          query.alpha
        );
  const lacking = (comparison?.rows ?? []).map((row) => ({ ...explained(row), lacking: [] }));
  const uncounted =
    needsVolume && windows.length === 0
      ? [`There is no counter ${counter.metric} of this model, so nothing is known of its volume either.`]
      : [];
  const notices = noticesOf(lacking, [
    ONLY_METRICS,
    ...uncounted,
    ...(volume?.notices ?? []),
    ...(comparison?.notices ?? []),
  ]);
  const executed = [
    comparison?.executed ?? '',
    executedText([{ title: 'volume, with the week before', executed: volume === undefined ? [] : [volume.executed] }]),
  ]
    .filter((text) => text !== '')
    .join('\n');
  if (metrics !== undefined) {
    return numericFrames(numbersOf(features, metrics, windows, steps.windowMs, query.model ?? ''), notices, executed);
  }
  const frames: Frame[] = [];
  // Said once: with the first of the frames.
  const once = () => (frames.length === 0 ? ([notices, executed] as const) : ([[], ''] as const));
  if (wanted.has('summary')) {
    frames.push(featuresQualityFrame(features, ...once()));
  }
  if (wanted.has('checks')) {
    frames.push(checksFrame(checksOf({ now: undefined, schema: undefined, windows, range }), ...once()));
  }
  if (wanted.has('volume')) {
    frames.push(volumeFrame(windows, model.id, ...once()));
  }
  return frames;
}
