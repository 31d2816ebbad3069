import { z } from 'zod';
import { DETECTOR_IDS, DRIFT_SCORE_IDS, type DriftScoreId } from '../engine';
import { absurdSchema } from './absurd';
import { parseDuration } from './duration';
import { parseWith, type Parsed } from './parse';
import { LOG_PARSERS, UPSTREAM_KEYS } from './telemetry';

/** What a query can ask. One handler in the backend and one editor in the browser belong to each. */
export const QUERY_KINDS = [
  'distribution',
  'drift',
  'drift_over_time',
  'dataset',
  'quality',
  'performance',
  'shadow',
  'absurd',
  'models',
  'pipeline',
  'runtime',
] as const;
export type QueryKind = (typeof QUERY_KINDS)[number];

export const SOURCE_KINDS = ['histogram', 'native_histogram', 'gauge', 'category'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export const durationText = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'write a duration such as 15m, 1h or 7d');

/** A date alone is midnight UTC; a time without a zone would be another instant on another machine. */
const ZONED = /^\d{4}-\d{2}-\d{2}(T[\d:.,]+(Z|[+-]\d{2}:?\d{2}))?$/;

export const instantText = z
  .string()
  .refine(
    (text) => ZONED.test(text) && !Number.isNaN(Date.parse(text)),
    'write an instant with its zone, such as 2026-11-01T00:00:00Z'
  );

/** Each label with its value, or with several of which any will do. */
const labels = z.record(
  z.string().min(1, 'name a label'),
  z.union([z.string(), z.array(z.string()).min(1, 'give at least one value')], {
    error: 'give a value, or a list of values of which any will do',
  })
);

/** What is expected: the same stream earlier, a fixed stretch of time, other labels at the same time, or a profile. */
export const referenceSchema = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('offset'), offset: durationText }),
    z
      .object({ kind: z.literal('range'), from: instantText, to: instantText })
      .refine(({ from, to }) => !(Date.parse(from) >= Date.parse(to)), {
        path: ['to'],
        message: 'must be later than "from"',
      }),
    z.object({
      kind: z.literal('labels'),
      labels: labels.refine(
        (value) => Object.keys(value).length > 0,
        'name at least one label, such as {"version": "6"}'
      ),
    }),
    z.object({ kind: z.literal('profile'), name: z.string().min(1, 'name a profile of the data source') }),
  ],
  { error: 'kind must be one of offset, range, labels, profile' }
);
export type Reference = z.infer<typeof referenceSchema>;

/** Any series of Prometheus, without a model in the settings: what makes Explore work on the first day. */
const metricSourceSchema = z
  .object({
    upstream: z.literal('prometheus'),
    kind: z.enum(SOURCE_KINDS, { error: `must be one of ${SOURCE_KINDS.join(', ')}` }),
    metric: z
      .string('name a metric, for a classic histogram without its _bucket')
      .min(1, 'name a metric, for a classic histogram without its _bucket'),
    selector: z.string().optional(),
    featureLabel: z.string().min(1).optional(),
    categoryLabel: z.string().min(1).optional(),
  })
  .refine(({ kind, categoryLabel }) => kind !== 'category' || categoryLabel !== undefined, {
    path: ['categoryLabel'],
    message: 'name the label that holds the category',
  });
export type MetricSource = z.infer<typeof metricSourceSchema>;

/** The path of a field in a line, with dots between its keys. */
const fieldName = z.string('name a field, such as features.amount').min(1, 'name a field, such as features.amount');

/** Any fields of the lines of Loki: those of numbers, and those whose values are categories. */
const logSourceSchema = z
  .object({
    upstream: z.literal('loki'),
    selector: z.string('pick the streams, such as {app="scoring"}').min(1, 'pick the streams, such as {app="scoring"}'),
    parser: z.enum(LOG_PARSERS, { error: `must be one of ${LOG_PARSERS.join(', ')}` }).optional(),
    fields: z.array(fieldName).optional(),
    categoryFields: z.array(fieldName).optional(),
  })
  .superRefine(({ fields = [], categoryFields = [] }, context) => {
    if (fields.length + categoryFields.length === 0) {
      context.addIssue({
        code: 'custom',
        path: ['fields'],
        message: 'name at least one field of numbers, or one of categories in categoryFields',
      });
    }
    const twice = categoryFields.findIndex((name) => fields.includes(name));
    if (twice >= 0) {
      context.addIssue({
        code: 'custom',
        path: ['categoryFields', twice],
        message: `${JSON.stringify(categoryFields[twice])} stands among the fields of numbers too; it can be read in one way only`,
      });
    }
  });
export type LogSource = z.infer<typeof logSourceSchema>;

/** What can be looked at without a model in the settings. */
export const sourceSchema = z.discriminatedUnion('upstream', [metricSourceSchema, logSourceSchema], {
  error: 'must be "prometheus" or "loki"',
});
export type AdHocSource = z.infer<typeof sourceSchema>;

const binNumber = z.int('a number of bins is a whole number').min(2, 'at least 2 bins').max(200, 'at most 200 bins');

/** How bins are laid where the reference has none of its own, or others are wanted. Always frozen on the reference. */
export const binningSchema = z.discriminatedUnion(
  'strategy',
  [
    z.object({ strategy: z.literal('quantile'), bins: binNumber }),
    z.object({ strategy: z.literal('equal_width'), bins: binNumber }),
    z.object({
      strategy: z.literal('custom'),
      edges: z
        .array(z.number({ error: 'write numbers, such as 10, 20, 50' }))
        .min(1, 'give at least one edge')
        .refine((edges) => edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? edge)), 'edges must rise'),
    }),
    z.object({ strategy: z.literal('buckets') }),
  ],
  { error: 'strategy must be one of quantile, equal_width, custom, buckets' }
);

const scoreId = z.enum(DRIFT_SCORE_IDS as readonly [DriftScoreId, ...DriftScoreId[]], {
  error: ({ input }) => `unknown score ${JSON.stringify(input)}: use ${DRIFT_SCORE_IDS.join(', ')}`,
});

const windowsInARow = z
  .int('write a whole number of windows')
  .min(1, 'at least 1 window')
  .max(1000, 'at most 1000 windows');

/** A verdict that does not flap. A number left out is the usual one: 2 to raise, 3 to clear. */
export const hysteresisSchema = z.object(
  {
    /** So many worse windows in a row, side by side, make the verdict worse. */
    raiseAfter: windowsInARow.optional(),
    /** So many better ones make it better. */
    clearAfter: windowsInARow.optional(),
  },
  'write how many windows in a row it takes, such as { "raiseAfter": 2, "clearAfter": 3 }'
);

/** What a verdict can be held against in place of thresholds and laws of chance. */
export const CALIBRATIONS = ['history'] as const;

/** The JSON of `/api/ds/query` and of saved dashboards, less what Grafana itself adds to it. */
export const querySchema = z
  .object({
    queryType: z.enum(QUERY_KINDS, {
      error: ({ input }) => `unknown query kind ${JSON.stringify(input)}: use ${QUERY_KINDS.join(', ')}`,
    }),
    model: z.string().min(1).optional(),
    /** Where the features of the model are read; without it, as the settings say. */
    upstream: z.enum(UPSTREAM_KEYS, { error: `must be one of ${UPSTREAM_KEYS.join(', ')}` }).optional(),
    source: sourceSchema.optional(),
    features: z.array(z.string().min(1)).optional(),
    filters: labels.optional(),
    reference: referenceSchema.optional(),
    scores: z.array(scoreId).optional(),
    /**
     * `drift_over_time`: the length of each compared window. Without it an hour, or the step where that is longer; the
     * step is the query's interval. `distribution` over time: the length of each window; they lie side by side.
     */
    window: durationText.optional(),
    groupBy: z.array(z.string().min(1)).optional(),
    /** `drift_over_time`: what looks for the moment at which the scores of each feature have changed. */
    detector: z.enum(DETECTOR_IDS, { error: `must be one of ${DETECTOR_IDS.join(', ')}` }).optional(),
    /** `drift_over_time`: verdicts change only after some windows in a row; without it, each stands for itself. */
    hysteresis: hysteresisSchema.optional(),
    /** `drift_over_time`: `history` judges a score by how unusual it is among the reference's own windows. */
    calibrate: z.enum(CALIBRATIONS, { error: `must be one of ${CALIBRATIONS.join(', ')}` }).optional(),
    binning: binningSchema.optional(),
    /** Smooth even where no bin is empty. */
    smoothing: z.enum(['where_empty', 'always']).optional(),
    alpha: z
      .number({ error: 'write a number between 0 and 1, such as 0.05' })
      .gt(0, 'must be above 0')
      .lt(1, 'must be below 1')
      .optional(),
    /**
     * `drift`: `alert` (a frame a feature and score; the default in an alert rule) or `table` (a row a feature; the
     * default elsewhere). `drift_over_time`: series, or with `table` a row a window and feature, with its verdict.
     */
    format: z.enum(['alert', 'table']).optional(),
    /** Kinds that answer several frames: the names of those wanted. What is not asked for is not computed. */
    frames: z.array(z.string().min(1)).optional(),
    /** Kinds that answer several numbers: the names of those wanted, in an alert rule above all. */
    metrics: z.array(z.string().min(1)).optional(),
    /** Kinds that show single requests: at most so many of each sort; 100 where it is left out. */
    limit: z.int('write a whole number').min(1, 'at least 1 row').max(5000, 'at most 5000 rows').optional(),
    /** `absurd`: in place of what the model's settings say, member by member. */
    absurd: absurdSchema.optional(),
  })
  .refine(({ model, source }) => model !== undefined || source !== undefined, {
    path: ['model'],
    message: 'name a model of the data source, or give an ad-hoc "source"',
  })
  .refine(({ model, source }) => model === undefined || source === undefined, {
    path: ['source'],
    message: 'a query has a model or a source, not both',
  });
export type DriftQuery = z.infer<typeof querySchema>;

/**
 * Brings a stored query to today's shape. An empty string from an editor's cleared field means "not given";
 * the JSON of dashboards keeps such strings for ever.
 */
export function migrateQuery(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return input;
  }
  const query = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== '' && value !== null));
  return query['queryType'] === undefined ? { ...query, queryType: 'drift' } : query;
}

/** The door of both sides: migrates, then checks. */
export function parseQuery(input: unknown): Parsed<DriftQuery> {
  return parseWith(querySchema, migrateQuery(input));
}

/** A feature's name as the query gives it: exact, or a regular expression between slashes. */
export type FeaturePattern =
  { readonly kind: 'exact'; readonly name: string } | { readonly kind: 'regex'; readonly regex: string };

export function parseFeaturePattern(text: string): FeaturePattern {
  return text.length > 2 && text.startsWith('/') && text.endsWith('/')
    ? { kind: 'regex', regex: text.slice(1, -1) }
    : { kind: 'exact', name: text };
}
