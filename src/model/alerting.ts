import { z } from 'zod';
import { parseDuration } from './duration';
import { durationText } from './query';

/** How loud an alert is: who is woken, who looks in the morning, and what is only good to know. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * A secret is named and never written down: settings are read by everybody who may query the data source. Nor is it
 * written as `$NAME`, which Grafana would replace by the secret when it provisions the data source.
 */
const variable = z.object(
  {
    env: z
      .string('name a variable of the environment, such as TEAM_URL')
      .regex(ENVIRONMENT_NAME, 'name a variable of the environment without $, such as TEAM_URL'),
    /** Goes nowhere as long as the variable is not set, where otherwise Grafana would not start. */
    optional: z.boolean().optional(),
  },
  'name a variable of the environment that holds it, such as { env: TEAM_URL }'
);
const secret = variable.omit({ optional: true });
const address = z.union([z.string().regex(/^(https?|grafana):\/\/\S+$/, 'write a URL'), variable], {
  error: 'write a URL, or name a variable of the environment that holds it, such as { env: TEAM_URL }',
});
export type VariableText = z.infer<typeof variable>;
export type AddressText = z.infer<typeof address>;

/**
 * Grafana takes any name; one with blanks around it is found by nobody who types it, and a comma or quotation marks
 * break the matchers of those who silence it.
 */
const name = z
  .string('name it')
  .min(1, 'name it')
  .max(190, 'at most 190 characters')
  .refine((text) => text.trim() === text && !/[\n\r\t"\\]/.test(text), {
    error: 'no blanks before or after it, no quotation marks, backslashes or line breaks: Grafana finds no such name',
  });

const named = { name } as const;
export const contactPointSchema = z.discriminatedUnion(
  'type',
  [
    z.object({ ...named, type: z.literal('slack'), url: secret }),
    z.object({ ...named, type: z.literal('mattermost'), url: secret }),
    z.object({
      ...named,
      type: z.literal('email'),
      addresses: z
        .array(z.string().regex(/^[^\s@;,]+@[^\s@;,]+$/, 'write an address such as team@example.com'))
        .min(1, 'give at least one address'),
    }),
    z.object({ ...named, type: z.literal('teams'), url: secret }),
    z.object({ ...named, type: z.literal('pagerduty'), integrationKey: secret }),
    z.object({ ...named, type: z.literal('webhook'), url: address, token: secret.optional() }),
    z.object({ ...named, type: z.literal('googlechat'), url: secret }),
    z.object({ ...named, type: z.literal('discord'), url: secret }),
    z.object({
      ...named,
      type: z.literal('telegram'),
      botToken: secret,
      chatId: z.string('write the id of the chat in quotation marks, such as "-1001234"').min(1),
    }),
    z.object({
      ...named,
      type: z.literal('alertmanager'),
      url: address,
      user: z.string().min(1).optional(),
      password: secret.optional(),
    }),
    /** Grafana has it already, made by hand or by others. */
    z.object({ ...named, type: z.literal('existing') }),
  ],
  {
    error:
      'type must be one of slack, mattermost, email, teams, pagerduty, webhook, googlechat, discord, telegram, alertmanager, existing',
  }
);
export type ContactPoint = z.infer<typeof contactPointSchema>;
export const CONTACT_POINT_TYPES = [
  'slack',
  'mattermost',
  'email',
  'teams',
  'pagerduty',
  'webhook',
  'googlechat',
  'discord',
  'telegram',
  'alertmanager',
  'existing',
] as const satisfies ReadonlyArray<ContactPoint['type']>;

const CLOCK = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
const clock = z.string().regex(CLOCK, 'write a time of the day such as 07:30, 24:00 at most');
const WEEKDAY = '(sunday|monday|tuesday|wednesday|thursday|friday|saturday)';

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

const muteTimingSchema = z.object({
  ...named,
  intervals: z
    .array(
      z.object({
        times: z
          .array(
            z.object({ from: clock, to: clock }).refine(({ from, to }) => from < to, {
              path: ['to'],
              message: 'must be later than "from"; a night is two stretches, to 24:00 and from 00:00',
            })
          )
          .optional(),
        weekdays: z
          .array(z.string().regex(new RegExp(`^${WEEKDAY}(:${WEEKDAY})?$`), 'write saturday, or monday:friday'))
          .optional(),
        /** Without one, UTC. */
        location: z.string().refine(isTimeZone, 'write a time zone such as Europe/Berlin').optional(),
      })
    )
    .min(1, 'give at least one interval'),
  /** What is kept back meanwhile; without it all but what is critical. */
  severities: z
    .array(z.enum(SEVERITIES, { error: `must be one of ${SEVERITIES.join(', ')}` }))
    .min(1)
    .optional(),
  /** Whose alerts; without it everybody's. */
  teams: z.array(z.string().min(1)).min(1).optional(),
});
export type MuteTiming = z.infer<typeof muteTimingSchema>;

const positive = z.number('write a number').gt(0, 'must be above 0');
const share = positive.lt(1, 'must be below 1');
const duration = durationText.optional();
/** `0s` is no duration elsewhere; here it says: at once. */
const delay = z
  .string()
  .refine((text) => text === '0s' || parseDuration(text) !== undefined, 'write a duration such as 5m, or 0s')
  .optional();

/** From which value on an alert fires, and where one that fires is quiet again: the distance keeps it from flapping. */
const rising = (kind: z.ZodNumber) =>
  z
    .object({ alert: kind, recover: kind.optional() })
    .refine(({ alert, recover = alert }) => recover <= alert, {
      path: ['recover'],
      message: 'must not be above "alert"',
    })
    .optional();

export const alertThresholdsSchema = z.object({
  /** The share of features, weighed by importance, that have to have moved at once for a model to move as a whole. */
  dataset: rising(share),
  /** How much larger than in the reference the share of missing, impossible or unknown values may be. */
  quality: rising(share),
  /** The share of the usual number of predictions below which something is cut off. */
  volume: z
    .object({ alert: share, recover: positive.optional() })
    .refine(({ alert, recover = alert }) => recover >= alert, {
      path: ['recover'],
      message: 'must not be below "alert": this one falls',
    })
    .optional(),
  /** How many points of accuracy, or of a regression which share of its error, may be lost. */
  performance: rising(share),
  /** The share of outputs that may break a rule. */
  impossible: rising(share),
});
export type AlertThresholds = z.infer<typeof alertThresholdsSchema>;

/** What alerting needs beyond models and teams. Everything has a default but the contact points. */
export const alertingSchema = z.object({
  contactPoints: z.array(contactPointSchema).optional(),
  muteTimings: z.array(muteTimingSchema).optional(),
  /** The folder of the rules. */
  folder: z
    .string()
    .min(1, 'name the folder')
    .max(189, 'at most 189 characters')
    .refine((text) => text.trim() === text && !text.includes('/'), {
      error: 'no slash in it, and no blanks before or after: Grafana refuses such a folder of rules',
    })
    .optional(),
  /** `rules`: each rule names its contact point. `policies`: one tree of notification policies, in place of all others. */
  routing: z.enum(['rules', 'policies'], { error: 'must be rules or policies' }).optional(),
  /** `policies`: who gets what none of the routes takes; without it, who has the concern pipeline. */
  fallback: z.string().min(1).optional(),
  /** How often rules are evaluated; what reads days of a log is asked less often. */
  interval: duration,
  /** The stretch of time that drift, quality and impossible outputs are judged on. */
  window: duration,
  /** How long something must last before anybody is told. */
  for: delay,
  /** How long an alert goes on after it is over, so that one that comes back is the same one. */
  keepFiring: delay,
  groupWait: delay,
  groupInterval: duration,
  repeatInterval: duration,
  /** Where a page on each kind of alert stands; its id is added behind a #. */
  runbooks: z
    .string()
    .regex(/^https?:\/\/\S+$/, 'write a URL')
    .optional(),
  /** Put on every rule. */
  labels: z
    .record(z.string().regex(ENVIRONMENT_NAME, 'a label has letters, digits and _'), z.string().min(1))
    .optional(),
  thresholds: alertThresholdsSchema.optional(),
});
export type AlertingSettings = z.infer<typeof alertingSchema>;
