import { z } from 'zod';
import { parseWith, type Parsed } from './parse';

/** What Grafana does with a rule where there is nothing to compare, or nobody answers. */
export const WITHOUT_ANSWER = ['OK', 'NoData', 'Alerting', 'Error', 'KeepLast'] as const;
export type WithoutAnswer = (typeof WITHOUT_ANSWER)[number];

const seconds = z.number('write a number of seconds').min(0, 'must not be negative');
const texts = z.array(z.string()).readonly();
const labels = z.record(z.string(), z.string());
const values = z.record(z.string(), texts);

/** One query or expression of a rule, as Grafana's file provisioning has it. */
const nodeSchema = z.object({
  refId: z.string().min(1, 'name it'),
  datasourceUid: z.string().min(1, 'name the data source, or __expr__'),
  /** Seconds before the evaluation; an expression has none. */
  relativeTimeRange: z
    .object({ from: seconds, to: seconds })
    .refine(({ from, to }) => from > to, { path: ['from'], message: 'must lie further back than "to"' })
    .optional(),
  model: z.record(z.string(), z.unknown()),
});
export type RuleNode = z.infer<typeof nodeSchema>;

/** When nobody is told, in Grafana's and Alertmanager's form. */
const muteIntervalSchema = z.object({
  times: z
    .array(z.object({ start_time: z.string(), end_time: z.string() }))
    .readonly()
    .optional(),
  /** `saturday`, or `monday:friday`. */
  weekdays: texts.optional(),
  /** A time zone; without one, UTC. */
  location: z.string().optional(),
});
export type MuteInterval = z.infer<typeof muteIntervalSchema>;

/** How an alert is told. Alerts of one key and the same group labels are one notification. Seconds. */
const routeSchema = z.object({
  /** Grafana has a route for each set of notification settings, Alertmanager one for each node of its tree. */
  key: z.string(),
  receiver: z.string(),
  /** Labels; `...` for all. */
  groupBy: texts,
  groupWait: seconds,
  groupInterval: seconds.min(1, 'at least a second'),
  repeatInterval: seconds,
  muted: z.array(muteIntervalSchema).readonly().optional(),
});
export type ReplayRoute = z.infer<typeof routeSchema>;

const without = z.enum(WITHOUT_ANSWER, { error: `must be one of ${WITHOUT_ANSWER.join(', ')}` });

/** A rule to be replayed, with who is told. Seconds. */
const ruleSchema = z.object({
  uid: z.string().min(1, 'name it'),
  /** What Grafana calls the alert. */
  title: z.string(),
  /** Its folder, where it lies in another than the request says. */
  folder: z.string().optional(),
  interval: seconds.min(1, 'at least a second'),
  for: seconds,
  keepFiring: seconds,
  noData: without,
  onError: without,
  labels,
  /** The refId of the node that decides. */
  condition: z.string(),
  nodes: z.array(nodeSchema).readonly(),
  route: routeSchema,
});
export type ReplayRule = z.infer<typeof ruleSchema>;

/** Alerts that keep others quiet: Alertmanager's, of which Grafana's own has none. Values that a label may have. */
const inhibitionSchema = z.object({
  source: values,
  target: values,
  /** Labels that both must have alike. */
  equal: texts,
});
export type Inhibition = z.infer<typeof inhibitionSchema>;

export const MOST_REPLAYED_RULES = 2000;

/** The body of `POST /api/datasources/uid/:uid/resources/replay`. */
const requestSchema = z
  .object({
    /** The first and the last instant at which rules may be evaluated; milliseconds since 1970. */
    from: z.number('write milliseconds since 1970'),
    to: z.number('write milliseconds since 1970'),
    /** Seconds between evaluations, where that is longer than a rule's own interval. */
    step: seconds.optional(),
    folder: z.string().optional(),
    rules: z
      .array(ruleSchema)
      .min(1, 'give at least one rule')
      .max(MOST_REPLAYED_RULES, `at most ${MOST_REPLAYED_RULES} rules`)
      .readonly(),
    inhibitions: z.array(inhibitionSchema).readonly().optional(),
    /** Also what verdicts rest on, so that another threshold or alpha can be tried without asking again. */
    evidence: z.boolean().optional(),
  })
  .refine(({ from, to }) => to >= from, { path: ['to'], message: 'must not lie before "from"' });
export type ReplayRequest = z.infer<typeof requestSchema>;

export function parseReplayRequest(input: unknown): Parsed<ReplayRequest> {
  return parseWith(requestSchema, input);
}

/** What one query answered, evaluation by evaluation, for one label set. */
export interface CourseSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** One for each instant; null where there was nothing to say. */
  readonly values: ReadonlyArray<number | null>;
  /** Places in `values` at which the answer did not have this label set at all. */
  readonly absent?: readonly number[];
  /** Places in `values` at which the answer was no number, which JSON cannot say and Grafana tells from nothing. */
  readonly nan?: readonly number[];
}

/** What one query of rules answered over time. Rules that ask the same share it. */
export interface Course {
  /** Names it in `queries` of the rules. */
  readonly id: string;
  /** `evidence` holds, by feature, what verdicts rest on; the label `number` says which. */
  readonly kind: 'answer' | 'evidence';
  readonly model: Readonly<Record<string, unknown>>;
  readonly range: { readonly from: number; readonly to: number };
  readonly instants: readonly number[];
  readonly series: readonly CourseSeries[];
  /** Instants, by their place, at which there was an error instead of an answer, and which. */
  readonly errors: ReadonlyArray<{ readonly at: number; readonly message: string }>;
}

/** A firing, as src/replay works it out. Times in ms. */
export interface ReplayedFiring {
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly since: number;
  readonly from: number;
  readonly to?: number | undefined;
  readonly recovering?: number | undefined;
  readonly peak: number | null;
  readonly reason: string;
}

export interface ReplayedNotification {
  readonly at: number;
  readonly receiver: string;
  readonly route: string;
  readonly group: Readonly<Record<string, string>>;
  readonly kind: 'firing' | 'repeat' | 'resolved';
  readonly firing: ReadonlyArray<Readonly<Record<string, string>>>;
  readonly resolved: ReadonlyArray<Readonly<Record<string, string>>>;
}

/** What a replay answers. Where it is not complete, ask again from `next` on, and put the courses together. */
export interface ReplayAnswer {
  readonly from: number;
  /** The last instant that was evaluated. */
  readonly until: number;
  /** Where to go on; null where everything was evaluated. */
  readonly next: number | null;
  /** Queries that were answered. */
  readonly asked: number;
  readonly rules: ReadonlyArray<{
    readonly uid: string;
    /** Seconds between its evaluations here. */
    readonly step: number;
    /** The course of each of its queries, by refId; of their evidence, `refId:evidence`. */
    readonly queries: Readonly<Record<string, string>>;
  }>;
  readonly courses: readonly Course[];
  /** What happened in these evaluations alone: as if nothing had fired before. */
  readonly firings: readonly ReplayedFiring[];
  readonly notifications: readonly ReplayedNotification[];
}
