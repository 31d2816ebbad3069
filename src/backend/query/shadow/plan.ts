import {
  SERIES_LABELS,
  SHADOW_CAUSES,
  SHADOW_FRAMES,
  SHADOW_NUMBERS,
  SHADOW_ROW_FIELDS,
  SHADOW_SEGMENT_FIELDS,
  type DriftQuery,
  type FeaturePattern,
  type ModelSettings,
  type Settings,
  type ShadowCause,
  type ShadowFrame,
  type ShadowNumber,
} from '../../../model';
import { TidemarkError } from '../../errors';
import { wantedFrames, wantedMetrics } from '../../frames/named';
import { partnerWithinMs } from '../partners';
import type { QueryRequest } from '../request';
import { namedFeatures, requireModel } from '../resolveEvents';
import { stepsOf, type Steps } from '../steps';
import type { Task } from './study';

const DEFAULT_MARGIN = 0.01;
const DEFAULT_CONFIDENCE = 0.95;
const DEFAULT_DISAGREEMENT = 0.01;
const DEFAULT_MIN_LABELS = 100;
const DEFAULT_ALPHA = 0.05;
const DEFAULT_ROWS = 100;
/** The lines of each row are read where they lie: more than these would be a thousand questions to the log. */
const MOST_ROWS = 1_000;

/** How a shadow is judged: of the model's settings, else what is usual. */
export interface Judging {
  readonly margin: number;
  readonly latencyMarginMs: number | undefined;
  readonly confidence: number;
  readonly confidentDisagreement: number;
  readonly minLabels: number;
  readonly alpha: number;
}

/** A `shadow` query with every name looked up. */
export interface ShadowPlan {
  readonly model: ModelSettings;
  readonly task: Task | undefined;
  readonly judging: Judging;
  /** How far beyond the range a partner is looked for. */
  readonly partnerWithinMs: number;
  readonly asksForNumbers: boolean;
  readonly frames: ReadonlySet<ShadowFrame>;
  /** What a rule names; undefined where it names none. */
  readonly numbers: readonly ShadowNumber[] | undefined;
  /** Of what a rule wants to know why, and since when. */
  readonly causes: readonly ShadowCause[];
  readonly groupBy: readonly string[];
  /** The features whose values are shown in rows: those that the query names. */
  readonly shown: readonly FeaturePattern[];
  /** How many rows are shown at most, those on which the two disagree most. */
  readonly limit: number;
  readonly steps: Steps | undefined;
}

const TAKEN: readonly string[] = [
  ...SHADOW_NUMBERS,
  ...Object.values(SHADOW_SEGMENT_FIELDS),
  ...Object.values(SHADOW_ROW_FIELDS),
  SERIES_LABELS.metric,
];

/**
 * Segments, as the query names them, else those of the model that can be segments here; their values are those that live
 * was given. A rule has an instance a segment only where it asks for that.
 */
function segmentsOf({ groupBy = [] }: DriftQuery, model: ModelSettings, asksForNumbers: boolean): readonly string[] {
  if (groupBy.length === 0) {
    const usual = [...new Set(asksForNumbers ? [] : model.segments)];
    return usual.filter((name) => name !== 'role' && !TAKEN.includes(name));
  }
  const names = [...new Set(groupBy)];
  if (names.includes('role')) {
    throw new TidemarkError(
      'bad_query',
      'groupBy: a shadow query compares the roles live and shadow with each other, so it cannot be grouped by "role"; take it out.'
    );
  }
  const taken = names.find((name) => TAKEN.includes(name));
  if (taken !== undefined) {
    throw new TidemarkError(
      'bad_query',
      `groupBy: ${JSON.stringify(taken)} is the name of a column of the answer itself; group by another label.`
    );
  }
  return names;
}

function checkFilters({ filters = {} }: DriftQuery): void {
  if (Object.hasOwn(filters, 'role')) {
    throw new TidemarkError(
      'bad_query',
      'filters: a shadow query reads both roles, live and shadow, so it cannot be filtered by "role"; take it out, and narrow by "version" instead.'
    );
  }
}

function judgingOf({ shadow = {}, absurd = {} }: ModelSettings, alpha = DEFAULT_ALPHA): Judging {
  if (alpha >= 0.5) {
    throw new TidemarkError('bad_query', 'alpha: a recommendation rests on one-sided tests; write one below 0.5.');
  }
  return {
    margin: shadow.margin ?? DEFAULT_MARGIN,
    latencyMarginMs: shadow.latencyMarginMs,
    confidence: shadow.confidence ?? absurd.confidence ?? DEFAULT_CONFIDENCE,
    confidentDisagreement: shadow.confidentDisagreement ?? DEFAULT_DISAGREEMENT,
    minLabels: shadow.minLabels ?? DEFAULT_MIN_LABELS,
    alpha,
  };
}

/** @throws TidemarkError `bad_query` or `unknown_model`, before anything is asked. */
export function planOf(request: QueryRequest, settings: Settings): ShadowPlan {
  const { query, range, fromAlert } = request;
  const model = requireModel(query, settings);
  checkFilters(query);
  const asksForNumbers = (query.format ?? (fromAlert ? 'alert' : 'table')) === 'alert';
  const frames: ReadonlySet<ShadowFrame> = asksForNumbers
    ? new Set<ShadowFrame>(['summary'])
    : wantedFrames(query.frames, SHADOW_FRAMES);
  const causes = SHADOW_CAUSES.filter((name) => query.metrics?.includes(name));
  const others = query.metrics?.filter((name) => !causes.some((cause) => cause === name));
  const named = wantedMetrics(others, SHADOW_NUMBERS, []);
  const groupBy = segmentsOf(query, model, asksForNumbers);
  return {
    model,
    task: model.task === undefined ? undefined : model.task === 'regression' ? 'regression' : 'classification',
    judging: judgingOf(model, query.alpha),
    partnerWithinMs: partnerWithinMs(model),
    asksForNumbers,
    frames,
    numbers: named.length === 0 && causes.length === 0 ? undefined : named,
    causes,
    groupBy: asksForNumbers || frames.has('segments') || frames.has('rows') ? groupBy : [],
    shown: namedFeatures(query),
    limit: Math.min(query.limit ?? DEFAULT_ROWS, MOST_ROWS),
    steps: frames.has('over_time') ? stepsOf(query, range, request) : undefined,
  };
}
