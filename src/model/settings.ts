import { z } from 'zod';
import { DRIFT_SCORE_IDS, driftScore, type DriftScoreId } from '../engine';
import { absurdSchema } from './absurd';
import { alertingSchema } from './alerting';
import { durationText, instantText, referenceSchema } from './query';
import { parseWith, type Parsed } from './parse';
import {
  EVENT_KINDS,
  LOG_FIELDS,
  LOG_PARSERS,
  UPSTREAM_KEYS,
  type EventKind,
  type LogField,
  type UpstreamKey,
} from './telemetry';

/** What an alert is about, and so who gets it. */
export const CONCERNS = ['data', 'model', 'output', 'pipeline'] as const;
export type Concern = (typeof CONCERNS)[number];

export const TASKS = ['binary', 'multiclass', 'regression'] as const;

const httpUrl = z
  .string()
  .refine((text) => /^https?:\/\/[^\s/]/.test(text), 'write a URL that begins with http:// or https://');

/** Says every name that stands twice in a list, at the place where it stands the second time. */
function uniqueBy<T>(key: keyof T & string) {
  return (items: readonly T[] | undefined, context: z.RefinementCtx): void => {
    const seen = new Set<unknown>();
    items?.forEach((item, index) => {
      if (seen.has(item[key])) {
        context.addIssue({ code: 'custom', path: [index, key], message: `${JSON.stringify(item[key])} stands twice` });
      }
      seen.add(item[key]);
    });
  };
}

/** How to reach an upstream over HTTP: what Grafana's own data sources take. Secrets are in secureJsonData. */
export const httpUpstreamSchema = z.object({
  url: httpUrl,
  /** `basic` takes `user` and the secret `<upstream>Password`; `bearer` the secret `<upstream>Token`. */
  auth: z.enum(['none', 'basic', 'bearer']).optional(),
  user: z.string().optional(),
  /** Names of custom headers (tenants, for example); the value of the i-th is the secret `<upstream>Header<i>`. */
  headers: z.array(z.string().min(1)).optional(),
  tls: z
    .object({
      skipVerify: z.boolean().optional(),
      serverName: z.string().optional(),
      /** The secret `<upstream>CaCert` holds the authority that signed the server's certificate. */
      withCaCert: z.boolean().optional(),
      /** The secrets `<upstream>ClientCert` and `<upstream>ClientKey` are shown to the server. */
      withClientCert: z.boolean().optional(),
    })
    .optional(),
  /** Seconds before an upstream call is given up; 25 at most, because Grafana gives an alert rule 30. */
  timeoutSeconds: z.number().gt(0).max(25, 'at most 25 seconds: Grafana gives an alert rule 30').optional(),
});
export type HttpUpstream = z.infer<typeof httpUpstreamSchema>;

const grafanaUpstreamSchema = z.object({
  datasourceUid: z.string().min(1),
  timeoutSeconds: z.number().gt(0).max(25).optional(),
});
const sampleUpstreamSchema = z.object({ sample: z.literal(true) });

export const upstreamSchema = z.union([sampleUpstreamSchema, httpUpstreamSchema, grafanaUpstreamSchema], {
  error: 'give a url ({ "url": "http://prometheus:9090" }), a datasourceUid, or { "sample": true }',
});
export type UpstreamSettings = z.infer<typeof upstreamSchema>;

const thresholdSchema = z.union([
  z.number().positive(),
  z.object({ warning: z.number().positive(), drift: z.number().positive() }),
]);
const thresholdsSchema = z
  .partialRecord(z.enum(DRIFT_SCORE_IDS as readonly [DriftScoreId, ...DriftScoreId[]]), thresholdSchema)
  .superRefine((thresholds, context) => {
    for (const id of DRIFT_SCORE_IDS) {
      const levels = thresholds[id];
      const falls = driftScore(id).direction === 'lower_is_more_drift';
      if (typeof levels === 'object' && (falls ? levels.warning < levels.drift : levels.warning > levels.drift)) {
        context.addIssue({
          code: 'custom',
          path: [id, 'warning'],
          message: falls ? 'must not be below "drift": this score falls with drift' : 'must not be above "drift"',
        });
      }
    }
  });

export const featureSchema = z.object({
  name: z.string('name the feature').min(1, 'name the feature'),
  kind: z.enum(['numeric', 'categorical'], 'must be numeric or categorical'),
  importance: z.number('write a number, such as 0.4').min(0, 'must not be below 0').optional(),
  range: z
    .tuple([z.number('write two numbers'), z.number('write two numbers')], 'write two numbers')
    .refine(([low, high]) => low < high, 'the first must be below the second')
    .optional(),
  categories: z.array(z.string()).optional(),
  thresholds: thresholdsSchema.optional(),
});
export type FeatureSettings = z.infer<typeof featureSchema>;

/** Names of metrics and labels, where a service does not use the defaults of the telemetry contract. */
export const metricNamesSchema = z.object({
  feature: z.string().min(1).optional(),
  featureCategory: z.string().min(1).optional(),
  featureMissing: z.string().min(1).optional(),
  featureLabel: z.string().min(1).optional(),
  categoryLabel: z.string().min(1).optional(),
  predictions: z.string().min(1).optional(),
  predictionConfidence: z.string().min(1).optional(),
  predictionLatency: z.string().min(1).optional(),
  /** Requests that failed, which are in no counter of predictions. */
  predictionErrors: z.string().min(1).optional(),
  predictionLabel: z.string().min(1).optional(),
  correctLabel: z.string().min(1).optional(),
});

/** The path of a field in a line, with dots between its keys: `features.amount`. */
const fieldPath = z.string().min(1, 'name a field, such as features.amount');

/** Names in the log, where a service does not use the defaults of the telemetry contract. */
export const logNamesSchema = z.object({
  parser: z.enum(LOG_PARSERS, { error: `must be one of ${LOG_PARSERS.join(', ')}` }).optional(),
  /** Stream labels that pick the model's lines, where they are others than those of its metrics. */
  selector: z.record(z.string(), z.string()).optional(),
  /** The stream label that tells what a line is about. */
  eventLabel: z.string().min(1).optional(),
  /** Its values, where a service writes others: `{ prediction: inference }`. */
  events: z
    .object(Object.fromEntries(EVENT_KINDS.map((kind) => [kind, z.string().min(1)])) as Record<EventKind, z.ZodString>)
    .partial()
    .optional(),
  fields: z
    .object(
      Object.fromEntries(Object.keys(LOG_FIELDS).map((field) => [field, fieldPath])) as Record<LogField, z.ZodString>
    )
    .partial()
    .optional(),
});
export type LogNamesSettings = z.infer<typeof logNamesSchema>;

/** What is expected of a job that feeds the model. What is left out is taken from how it ran before. */
export const pipelineSchema = z.object({
  job: z.string('name the job').min(1, 'name the job'),
  /** How often it should succeed. */
  every: durationText.optional(),
  /** How long after its last success it is late; without it, one and a half times `every`. */
  lateAfter: durationText.optional(),
  /** A success that brings fewer rows is empty; without it, one that brings none. */
  minRows: z.number('write a number of rows').min(1, 'at least 1 row').optional(),
});
export type PipelineSettings = z.infer<typeof pipelineSchema>;

/** A class as text; YAML reads an unquoted 1 or true as what it is not. */
const className = z
  .union([z.string().min(1), z.number(), z.boolean()], { error: 'write the class as text, such as fraud or "1"' })
  .transform(String);

const worth = z.number({ error: 'write what it is worth as a number, below 0 where it costs, such as -500' });

/** What a prediction is worth: `costs[label][prediction]`; what is not named is worth 0. */
const costsSchema = z.record(z.string(), z.record(z.string(), worth, 'give each prediction a number'), {
  error: 'give each label its predictions, such as { fraud: { legit: -500 } }',
});

/** When a shadow may take over, and how it is paired with live. */
export const shadowSchema = z.object({
  /** How much accuracy may be lost, and how much more often it may fail; of a regression, by which share errors may grow. */
  margin: z.number('write a share, such as 0.01').gt(0, 'must be above 0').lt(1, 'must be below 1').optional(),
  /** How much slower it may answer on average; without it, latency is shown and decides nothing. */
  latencyMarginMs: z.number('write milliseconds').min(0, 'must not be below 0').optional(),
  /** From which confidence on a model counts as sure; without it, that of `absurd`, else 0.95. */
  confidence: z.number('write a share, such as 0.95').gt(0, 'must be above 0').max(1, 'at most 1').optional(),
  /** The largest share of requests on which both are sure and disagree, before somebody should look at them. */
  confidentDisagreement: z.number('write a share, such as 0.01').min(0).max(1, 'at most 1').optional(),
  /** Fewer labelled pairs than this decide nothing. */
  minLabels: z.int('write a whole number').min(2, 'at least 2 labelled pairs').optional(),
  /** How long after live the shadow may answer, and still be found beyond the edge of the time range. */
  partnerWithin: durationText.optional(),
});
export type ShadowSettings = z.infer<typeof shadowSchema>;

export const modelSchema = z.object({
  id: z.string('give the model an id').min(1, 'give the model an id'),
  title: z.string().optional(),
  owner: z.string().optional(),
  task: z.enum(TASKS).optional(),
  selector: z.record(z.string(), z.string()).optional(),
  /** Where its features are read where a query does not say: in Prometheus, or in the lines of the log. */
  upstream: z.enum(UPSTREAM_KEYS, { error: `must be one of ${UPSTREAM_KEYS.join(', ')}` }).optional(),
  metrics: metricNamesSchema.optional(),
  logs: logNamesSchema.optional(),
  /** Fields of the log that hold personal data: never read, never shown. A field covers all that is under it. */
  privateFields: z.array(fieldPath).optional(),
  features: z.array(featureSchema).superRefine(uniqueBy<FeatureSettings>('name')).optional(),
  reference: referenceSchema.optional(),
  segments: z.array(z.string()).optional(),
  pipelines: z.array(pipelineSchema).superRefine(uniqueBy<PipelineSettings>('job')).optional(),
  /** Of a binary model the class that is looked for: precision, recall and F1 are its own. Without it one is guessed. */
  positive: className.optional(),
  costs: costsSchema.optional(),
  /** How long labels usually take to come; without it that is measured on the reference. */
  labels: z.object({ delay: durationText }, 'write how long labels take, such as { delay: 7d }').optional(),
  thresholds: thresholdsSchema.optional(),
  shadow: shadowSchema.optional(),
  absurd: absurdSchema.optional(),
});
export type ModelSettings = z.infer<typeof modelSchema>;

const count = z.number().min(0, 'a count is zero or more');

const numericProfileSchema = z
  .object({
    name: z.string().min(1),
    edges: z.array(z.number()).min(1),
    counts: z.array(count),
    missing: count.optional(),
  })
  .refine(({ edges }) => edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? edge)), {
    path: ['edges'],
    message: 'must rise from each edge to the next',
  })
  .refine(({ edges, counts }) => counts.length === edges.length + 1, {
    path: ['counts'],
    message:
      'must hold one more than "edges": the first is what lies at or below the first edge, the last what lies above the last',
  });
const categoricalProfileSchema = z.object({
  name: z.string().min(1),
  categories: z.record(z.string(), count),
  missing: count.optional(),
});

const featureProfileSchema = z.union([numericProfileSchema, categoricalProfileSchema]);
export type FeatureProfile = z.infer<typeof featureProfileSchema>;

/** Edges and counts of every feature: a stored reference. */
export const profileSchema = z.object({
  name: z.string().min(1),
  model: z.string().min(1).optional(),
  rows: count.optional(),
  /** When it was made; a reference grows old. */
  created: instantText.optional(),
  features: z.array(featureProfileSchema).superRefine(uniqueBy<FeatureProfile>('name')),
});
export type ProfileSettings = z.infer<typeof profileSchema>;

export const teamSchema = z.object({
  id: z.string('give the team an id').min(1, 'give the team an id'),
  title: z.string().optional(),
  contactPoint: z.string().optional(),
  concerns: z.array(z.enum(CONCERNS, { error: `must be one of ${CONCERNS.join(', ')}` })).optional(),
});
export type TeamSettings = z.infer<typeof teamSchema>;

/** `jsonData` of the data source: provisioned by file, or edited on its configuration page. */
export const settingsSchema = z.object({
  prometheus: upstreamSchema.optional(),
  /** Absent: no logs; but the built-in sample brings its own. */
  loki: upstreamSchema.optional(),
  /** As those of a model, for every model. */
  privateFields: z.array(fieldPath).optional(),
  models: z.array(modelSchema).superRefine(uniqueBy<ModelSettings>('id')).optional(),
  profiles: z.array(profileSchema).superRefine(uniqueBy<ProfileSettings>('name')).optional(),
  teams: z.array(teamSchema).superRefine(uniqueBy<TeamSettings>('id')).optional(),
  /** How alerts are made of the models, and where they go. */
  alerting: alertingSchema.optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What a new data source works with until an upstream is set: the built-in sample, so that something is seen at once. */
export const DEFAULT_UPSTREAM = { sample: true } as const satisfies UpstreamSettings;

/** The names of the secrets of an upstream, as they stand in `secureJsonData`. */
export function secretNamesOf<K extends UpstreamKey>(key: K) {
  return {
    password: `${key}Password`,
    token: `${key}Token`,
    caCert: `${key}CaCert`,
    clientCert: `${key}ClientCert`,
    clientKey: `${key}ClientKey`,
    header: (index: number) => `${key}Header${index}` as const,
  } as const;
}

/** The secrets of Prometheus, and the token with which other data sources of Grafana are read. */
export const secretNames = { ...secretNamesOf('prometheus'), grafanaToken: 'grafanaToken' } as const;

export function parseSettings(input: unknown): Parsed<Settings> {
  return parseWith(settingsSchema, input ?? {});
}
