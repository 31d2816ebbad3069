import { type AddressText, type ContactPoint, type Inhibition } from '../../model';
import { checks } from '../checks';
import type { Pack } from '../compile';
import { seconds } from '../duration';
import { isOfAll, mutedAlike, timeIntervals } from '../muting';
import { INHIBITIONS } from '../replayRules';

type Entry = Readonly<Record<string, unknown>>;

export interface AlertmanagerConfig {
  readonly config: Entry;
  /** Labels of an alert, and who must be told of it: for `amtool config routes test`. */
  readonly routes: ReadonlyArray<{ readonly labels: Readonly<Record<string, string>>; readonly receiver: string }>;
  readonly notes: readonly string[];
}

export interface AlertmanagerOptions {
  /** What a secret is; Alertmanager itself reads no variables of the environment. Empty where it is not set. */
  readonly secret: (name: string) => string;
  /** Where mail is handed over. */
  readonly smarthost: string;
  /** A file with the message templates, as Alertmanager finds it. */
  readonly templates: string;
}

const shown = (template: string): string => `{{ template "tidemark.${template}" . }}`;

function webhook(point: Extract<ContactPoint, { type: 'webhook' }>, secret: AlertmanagerOptions['secret']): Entry {
  const url = typeof point.url === 'string' ? point.url : secret(point.url.env);
  if (url === '' || url.startsWith('grafana:')) {
    // To nowhere.
    return {};
  }
  const authorization =
    point.token === undefined
      ? {}
      : { http_config: { authorization: { type: 'Bearer', credentials: secret(point.token.env) } } };
  return { webhook_configs: [{ send_resolved: true, url, ...authorization }] };
}

/** What Alertmanager calls each kind of contact point; undefined where it has none. */
function receiverOf(point: ContactPoint, { secret }: AlertmanagerOptions): Entry | undefined {
  const resolved = { send_resolved: true };
  const title = shown('title');
  const of = ({ env }: Exclude<AddressText, string>): string => secret(env);
  switch (point.type) {
    case 'slack':
    case 'mattermost': {
      const body = shown(point.type === 'slack' ? 'slack' : 'markdown');
      return { slack_configs: [{ ...resolved, api_url: of(point.url), title, text: body }] };
    }
    case 'email': {
      const headers = { Subject: title };
      return {
        email_configs: [{ ...resolved, to: point.addresses.join(', '), headers, html: '', text: shown('text') }],
      };
    }
    case 'teams':
      return { msteams_configs: [{ ...resolved, webhook_url: of(point.url), title, text: shown('markdown') }] };
    case 'pagerduty':
      return {
        pagerduty_configs: [
          {
            ...resolved,
            routing_key: of(point.integrationKey),
            severity: shown('severity'),
            description: shown('line'),
            component: '{{ .CommonLabels.model }}',
            class: '{{ .CommonLabels.concern }}',
            group: '{{ .CommonLabels.team }}',
          },
        ],
      };
    case 'webhook':
      return webhook(point, secret);
    case 'discord':
      return { discord_configs: [{ ...resolved, webhook_url: of(point.url), title, message: shown('markdown') }] };
    case 'telegram':
      return {
        telegram_configs: [
          {
            ...resolved,
            bot_token: of(point.botToken),
            chat_id: Number(point.chatId),
            parse_mode: '',
            message: shown('message'),
          },
        ],
      };
    case 'googlechat':
    case 'alertmanager':
    case 'existing':
      return undefined;
  }
}

const NOBODY = 'nobody';
/** Every alert of ours has this label; others that Alertmanager gets are none of our business. */
const OURS = 'check=~".+"';

/** What is muted at times of a team: all of its route, or severities in routes below it. */
function mutedRoutes({ settings }: Pack, team: string): Entry {
  const parts = mutedAlike(settings, team);
  const [first] = parts;
  if (first === undefined) {
    return {};
  }
  return isOfAll(first)
    ? { mute_time_intervals: first.timings }
    : {
        routes: parts.map(({ severities, timings }) => ({
          matchers: matchersOf({ severity: severities }),
          mute_time_intervals: timings,
        })),
      };
}

function matchersOf(labels: Inhibition['source']): readonly string[] {
  return Object.entries(labels).map(([name, values]) =>
    values.length === 1 ? `${name}=${JSON.stringify(values[0])}` : `${name}=~${JSON.stringify(values.join('|'))}`
  );
}

function inhibitRule({ source, target, equal }: Inhibition): Entry {
  return {
    source_matchers: matchersOf(source),
    target_matchers: [...matchersOf(target), ...('check' in target ? [] : [OURS])],
    equal,
  };
}

/**
 * An Alertmanager that tells the same people of the same alerts, where rules are Prometheus' or Loki's. It can do one thing
 * that Grafana's own cannot: keep quiet what another alert explains.
 */
export function alertmanagerConfig(pack: Pack, options: AlertmanagerOptions): AlertmanagerConfig {
  const { options: timing, settings, teams } = pack;
  const used = new Set(teams.map(({ contactPoint }) => contactPoint));
  const points = (settings.alerting?.contactPoints ?? [])
    .filter(({ name }) => used.has(name))
    .map((point) => ({ point, receiver: receiverOf(point, options) }));
  const mails = points.some(({ point }) => point.type === 'email');
  const timings = settings.alerting?.muteTimings ?? [];
  const global = { smtp_smarthost: options.smarthost, smtp_from: 'tidemark@localhost', smtp_require_tls: false };
  return {
    config: {
      ...(mails ? { global } : {}),
      templates: [options.templates],
      route: {
        receiver: NOBODY,
        group_by: ['model'],
        group_wait: seconds(timing.groupWait),
        group_interval: seconds(timing.groupInterval),
        repeat_interval: seconds(timing.repeatInterval),
        routes: teams.map((team) => ({
          receiver: team.contactPoint ?? NOBODY,
          matchers: [`team=${JSON.stringify(team.id)}`, OURS],
          ...mutedRoutes(pack, team.id),
        })),
      },
      inhibit_rules: INHIBITIONS.map(inhibitRule),
      ...(timings.length === 0
        ? {}
        : { time_intervals: timings.map((one) => ({ name: one.name, time_intervals: timeIntervals(one) })) }),
      receivers: [{ name: NOBODY }, ...points.map(({ point, receiver }) => ({ name: point.name, ...receiver }))],
    },
    routes: pack.rules.map(({ check, model, team }) => {
      const { concern, severity } = checks[check];
      return {
        labels: { team: team.id, model: model.id, concern, severity, check },
        receiver: team.contactPoint ?? '',
      };
    }),
    notes: points
      .filter(({ receiver }) => receiver === undefined)
      .map(
        ({ point }) =>
          `Alertmanager has no receiver of the type ${point.type}: ${JSON.stringify(point.name)} is told nothing.`
      ),
  };
}
