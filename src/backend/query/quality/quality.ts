import {
  QUALITY_FRAMES,
  QUALITY_METRICS,
  QUALITY_USUAL_METRICS,
  TELEMETRY,
  type DriftQuery,
  type ModelSettings,
  type QualityMetric,
} from '../../../model';
import { TidemarkError } from '../../errors';
import type { Frame } from '../../frames/frame';
import { numericFrames, wantedFrames, wantedMetrics, type NumericValue } from '../../frames/named';
import { warnings } from '../../frames/notices';
import { checksFrame, featuresQualityFrame, schemaFrame, volumeFrame } from '../../frames/qualityFrames';
import { compileFeaturePatterns } from '../../upstream/matching';
import type { EventQuestion, EventUpstream } from '../../upstream/events';
import { seriesSelector } from '../../upstream/promql';
import { executedText, referenceRange } from '../compare';
import { privateFeatures } from '../featurePath';
import { neverSeenNotices } from '../neverSeen';
import { describeRange } from '../noData';
import { withReason } from '../noEvents';
import type { Handler, QueryContext, QueryRequest } from '../request';
import { namedFeatures, requireModel, servedQuestion } from '../resolveEvents';
import { modelRanges, modelThresholds } from '../resolveModel';
import { resolveReference, type ResolvedReference } from '../resolveReference';
import { stepsOf } from '../steps';
import { inPlaceOf, shadowHint, togetherNotices } from '../usualTraffic';
import { checksOf, type Check } from './checks';
import { fromMetrics } from './fromMetrics';
import { countFeature, judgeFeatures, type FeatureQuality, type Known, type Side } from './judge';
import { readQuality, type QualitySide } from './read';
import { schemaChanges, type SchemaChange } from './schema';
import { isOfVolume, lastVolume, volumeOverTime, type VolumeWindow } from './volume';

/** Everything that a query asked to know. */
interface Found {
  readonly now: QualitySide | undefined;
  readonly features: readonly FeatureQuality[];
  readonly schema: readonly SchemaChange[];
  readonly checks: readonly Check[];
  readonly volume: readonly VolumeWindow[];
  readonly windowMs: number;
  readonly executed: string;
  readonly notices: readonly string[];
}

function knownOf(model: ModelSettings, reference: ResolvedReference): (feature: string) => Known {
  const settings = new Map((model.features ?? []).map((feature) => [feature.name, feature]));
  const thresholds = modelThresholds(model);
  const profile = new Map(
    reference.kind === 'profile'
      ? reference.profile.features.map((feature) => [
          feature.name,
          'categories' in feature ? Object.keys(feature.categories) : undefined,
        ])
      : []
  );
  return (feature) => ({
    settings: settings.get(feature),
    thresholds: thresholds(feature),
    categories: profile.get(feature),
  });
}

/** The features to judge: those that either side or the settings know, and the query asks for. Private ones are not read. */
function namesOf(
  query: DriftQuery,
  model: ModelSettings,
  sides: ReadonlyArray<QualitySide | undefined>,
  isPrivate: (feature: string) => boolean
): { readonly names: readonly string[]; readonly hidden: readonly string[]; readonly unknown: readonly string[] } {
  const wanted = compileFeaturePatterns(namedFeatures(query));
  const known = [
    ...(model.features ?? []).map(({ name }) => name),
    ...sides.flatMap((side) => [...(side?.tally.features.keys() ?? [])]),
  ];
  const exact = namedFeatures(query).flatMap((pattern) => (pattern.kind === 'exact' ? [pattern.name] : []));
  const all = [...new Set([...known, ...exact])].filter(wanted).sort();
  const open = all.filter((name) => !isPrivate(name));
  return {
    names: open.filter((name) => known.includes(name)),
    hidden: all.filter(isPrivate),
    unknown: open.filter((name) => !known.includes(name)),
  };
}

function referenceSide(
  question: EventQuestion<'prediction'>,
  reference: ResolvedReference
): EventQuestion<'prediction'> {
  return reference.kind === 'labels'
    ? { ...question, filters: inPlaceOf(question.filters, reference.matchers) }
    : question;
}

async function fromLog(
  request: QueryRequest,
  context: QueryContext,
  events: EventUpstream,
  needs: { readonly rows: boolean; readonly volume: boolean }
): Promise<Found> {
  const { query, range } = request;
  const { settings } = context.instance;
  const model = requireModel(query, settings);
  const reference = resolveReference(query.reference, model, settings);
  const patterns = namedFeatures(query);
  const question = servedQuestion({
    query,
    settings,
    features: patterns.length === 0 ? 'all' : patterns,
  });
  const call = { signal: context.signal };
  const ranges = modelRanges(model);
  const otherRange = referenceRange({ reference }, range);
  const steps = needs.volume ? stepsOf(query, range, { ...request, fromAlert: true }) : undefined;
  const [now, before, volume] = await Promise.all([
    needs.rows ? readQuality(events, question, range, ranges, call) : undefined,
    needs.rows && reference.kind !== 'profile'
      ? readQuality(events, referenceSide(question, reference), otherRange, ranges, call)
      : undefined,
    steps === undefined ? undefined : volumeOverTime(events, question, range, steps, call),
  ]);
  if (now !== undefined && now.tally.rows === 0 && (before === undefined || before.tally.rows === 0)) {
    const nothing = new TidemarkError(
      'no_current_data',
      `No prediction of ${model.id} from ${describeRange(range)}, nor in the reference: check the stream ${seriesSelector(undefined, question.source.matchers)} and the filters.${shadowHint(question.filters)}`
    );
    throw await withReason(nothing, events, question, range, call);
  }
  const known = knownOf(model, reference);
  const { names, hidden, unknown } = namesOf(query, model, [now, before], privateFeatures(question.source));
  const unseen =
    now === undefined ? [] : await neverSeenNotices(events, question, { groups: [], features: unknown }, range, call);
  if (names.length === 0 && unseen.length > 0) {
    throw new TidemarkError('unknown_feature', unseen.join(' '));
  }
  const sideOf = (side: QualitySide, feature: string): Side => ({
    rows: side.tally.rows,
    tally: side.tally.features.get(feature),
  });
  const features =
    now === undefined
      ? []
      : judgeFeatures(
          names.map((feature) =>
            countFeature(
              feature,
              sideOf(now, feature),
              before === undefined ? undefined : sideOf(before, feature),
              known(feature)
            )
          ),
          query.alpha
        );
  const schema =
    now === undefined || before === undefined ? [] : schemaChanges(now.tally, before.tally, question.source.fields);
  const windows = volume?.windows ?? [];
  return {
    now,
    features,
    schema,
    checks: checksOf({ now, schema: before === undefined ? undefined : schema, windows, range }),
    volume: windows,
    windowMs: steps?.windowMs ?? 0,
    executed: executedText([
      { title: `current: ${describeRange(range)}`, executed: now?.report.executed ?? [] },
      { title: `reference: ${describeRange(otherRange)}`, executed: before?.report.executed ?? [] },
      { title: 'volume, with the week before', executed: volume === undefined ? [] : [volume.executed] },
    ]),
    notices: [
      ...new Set([
        ...togetherNotices(query),
        ...unseen,
        ...(now === undefined || hidden.length === 0
          ? []
          : [`${hidden.join(', ')}: kept private by the settings, and not looked at.`]),
        ...(now?.notices ?? []),
        ...(before?.notices ?? []),
        ...(volume?.notices ?? []),
        ...(now !== undefined && reference.kind === 'profile'
          ? ['A stored profile has no rows: missing values, types and fields are looked at without a reference.']
          : []),
      ]),
    ],
  };
}

const rate = (hits: number | undefined, rows: number): number | null =>
  hits === undefined || rows === 0 ? null : hits / rows;

function ofFeature(metric: QualityMetric, { rows, missing, ...counts }: FeatureQuality): number | null | undefined {
  const present = rows - (missing ?? 0);
  switch (metric) {
    case 'missing_rate':
      return rate(missing, rows);
    case 'out_of_range_rate':
      return counts.outOfRange === undefined ? undefined : rate(counts.outOfRange, present);
    case 'new_category_rate':
      return counts.newCategories === undefined ? undefined : rate(counts.newCategories, present);
    case 'wrong_type_rate':
      return counts.wrongType === undefined ? undefined : rate(counts.wrongType, present);
    default:
      return undefined;
  }
}

function ofStream(metric: QualityMetric, { now, features, schema }: Found, range: QueryRequest['range']) {
  switch (metric) {
    case 'failing_features':
      // Where nothing could be judged, no feature failing is not known.
      return features.every(({ verdict }) => verdict === 'insufficient')
        ? null
        : features.filter(({ verdict }) => verdict === 'drift').length;
    case 'seconds_since_last':
      return now?.tally.last === undefined ? null : (range.to - now.tally.last) / 1000;
    case 'duplicate_rate':
      return now === undefined ? null : rate(now.duplicates, now.duplicates + now.withId);
    case 'schema_changes':
      return now === undefined ? null : schema.length;
    default:
      return undefined;
  }
}

function numbersOf(found: Found, metrics: readonly QualityMetric[], model: string, range: QueryRequest['range']) {
  return metrics.flatMap((name): NumericValue[] => {
    if (isOfVolume(name)) {
      const { value, labels } = lastVolume(found.volume, found.windowMs)[name];
      return [{ name, value, labels: { [TELEMETRY.modelLabel]: model, ...labels } }];
    }
    const whole = ofStream(name, found, range);
    if (whole !== undefined) {
      return [{ name, value: whole, labels: { [TELEMETRY.modelLabel]: model } }];
    }
    return found.features.flatMap((feature) => {
      const value = ofFeature(name, feature);
      return value === undefined
        ? []
        : [{ name, value, labels: { [TELEMETRY.modelLabel]: model, [TELEMETRY.featureLabel]: feature.feature } }];
    });
  });
}

/** Whether the data that a model gets is what it was: values, types, categories, fields, volume, freshness, duplicates. */
export const quality: Handler = async (request, context) => {
  const { query, range, fromAlert } = request;
  const { settings, events } = context.instance;
  const wanted = wantedFrames(query.frames, QUALITY_FRAMES);
  const metrics = wantedMetrics(query.metrics, QUALITY_METRICS, QUALITY_USUAL_METRICS);
  const model = requireModel(query, settings);
  const asksForNumbers = (query.format ?? (fromAlert ? 'alert' : 'table')) === 'alert';
  if (events === undefined) {
    return fromMetrics(request, context, asksForNumbers ? metrics : undefined);
  }
  const needs = asksForNumbers
    ? {
        rows: metrics.some((metric) => !isOfVolume(metric)),
        volume: metrics.some(isOfVolume),
      }
    : {
        rows: wanted.has('summary') || wanted.has('checks') || wanted.has('schema'),
        volume: wanted.has('volume') || wanted.has('checks'),
      };
  const found = await fromLog(request, context, events, needs);
  const notices = warnings(found.notices);
  if (asksForNumbers) {
    return numericFrames(numbersOf(found, metrics, model.id, range), notices, found.executed);
  }
  const frames: Frame[] = [];
  // Said once: with the first of the frames.
  const once = () => (frames.length === 0 ? ([notices, found.executed] as const) : ([[], ''] as const));
  if (wanted.has('summary')) {
    frames.push(featuresQualityFrame(found.features, ...once()));
  }
  if (wanted.has('checks')) {
    frames.push(checksFrame(found.checks, ...once()));
  }
  if (wanted.has('schema')) {
    frames.push(schemaFrame(found.schema, ...once()));
  }
  if (wanted.has('volume')) {
    frames.push(volumeFrame(found.volume, model.id, ...once()));
  }
  return frames;
};
