import type { AddressText, ContactPoint, VariableText } from '../../model';
import { withoutVariables } from '../template';
import { uidOf } from '../uid';

export interface GrafanaContactPoint {
  readonly orgId: number;
  readonly name: string;
  readonly receivers: ReadonlyArray<{
    readonly uid: string;
    readonly type: string;
    readonly settings: Readonly<Record<string, unknown>>;
    readonly disableResolveMessage: boolean;
  }>;
}

/** Grafana's webhook that goes nowhere. */
export const NOWHERE = 'grafana://noop';

/** How the settings of a contact point are written, where a file and the API differ. */
export interface Writing {
  /** What a variable of the environment holds: its name, or what a person has typed in its place. */
  readonly variable: (variable: VariableText) => string;
  /** An address that may be missing, and goes nowhere then. */
  readonly optional: (variable: VariableText) => string;
  /** Any other text. */
  readonly text: (text: string) => string;
}

const name = ({ env }: VariableText): string => `$${env}`;

/** For `provisioning/alerting`, whose `$NAME` Grafana replaces at its start. */
const IN_A_FILE: Writing = {
  variable: name,
  // Grafana refuses an empty address at its start; a template is only read when something is sent.
  optional: (variable) => `{{ or "${name(variable)}" "${NOWHERE}" }}`,
  text: withoutVariables,
};

const shown = (template: string): string => `{{ template "${template}" . }}`;
const TITLE = shown('tidemark.title');

function address(text: AddressText, writing: Writing): string {
  if (typeof text === 'string') {
    return writing.text(text);
  }
  return text.optional === true ? writing.optional(text) : writing.variable(text);
}

interface Receiver {
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What Grafana calls each, with the text that reads well there. */
function receiverOf(point: ContactPoint, writing: Writing): Receiver {
  switch (point.type) {
    case 'slack':
      return {
        type: 'slack',
        settings: { url: writing.variable(point.url), title: TITLE, text: shown('tidemark.slack') },
      };
    case 'mattermost':
      // Grafana has no type of its own for it. Its incoming webhooks take Slack's messages, with other links and bold.
      return {
        type: 'slack',
        settings: { url: writing.variable(point.url), title: TITLE, text: shown('tidemark.markdown') },
      };
    case 'email':
      return {
        type: 'email',
        settings: {
          addresses: point.addresses.map(writing.text).join(';'),
          singleEmail: true,
          subject: TITLE,
          message: shown('tidemark.text'),
        },
      };
    case 'teams':
      return {
        type: 'teams',
        settings: { url: writing.variable(point.url), title: TITLE, message: shown('tidemark.markdown') },
      };
    case 'pagerduty':
      return {
        type: 'pagerduty',
        settings: {
          integrationKey: writing.variable(point.integrationKey),
          severity: shown('tidemark.severity'),
          class: '{{ .CommonLabels.concern }}',
          component: '{{ .CommonLabels.model }}',
          group: '{{ .CommonLabels.team }}',
          summary: shown('tidemark.line'),
          details: { alerts: shown('tidemark.text') },
        },
      };
    case 'webhook':
      return {
        type: 'webhook',
        settings: {
          url: address(point.url, writing),
          httpMethod: 'POST',
          ...(point.token === undefined
            ? {}
            : { authorization_scheme: 'Bearer', authorization_credentials: writing.variable(point.token) }),
          title: TITLE,
          message: shown('tidemark.text'),
        },
      };
    case 'googlechat':
      return {
        type: 'googlechat',
        settings: { url: writing.variable(point.url), title: TITLE, message: shown('tidemark.text') },
      };
    case 'discord':
      return {
        type: 'discord',
        settings: { url: writing.variable(point.url), title: TITLE, message: shown('tidemark.markdown') },
      };
    case 'telegram':
      return {
        type: 'telegram',
        settings: {
          bottoken: writing.variable(point.botToken),
          chatid: writing.text(point.chatId),
          // Its markup has characters that stand in the names of metrics; one that is not closed loses the message.
          parse_mode: 'None',
          message: shown('tidemark.message'),
        },
      };
    case 'alertmanager':
      return {
        type: 'prometheus-alertmanager',
        settings: {
          url: address(point.url, writing),
          ...(point.user === undefined ? {} : { basicAuthUser: writing.text(point.user) }),
          ...(point.password === undefined ? {} : { basicAuthPassword: writing.variable(point.password) }),
        },
      };
    case 'existing':
      return { type: 'existing', settings: {} };
  }
}

/** The contact points that Grafana is to have; those that it has already are left alone. */
export function contactPointsOf(points: readonly ContactPoint[], writing = IN_A_FILE): readonly GrafanaContactPoint[] {
  return points
    .filter(({ type }) => type !== 'existing')
    .map((point) => ({
      orgId: 1,
      name: point.name,
      receivers: [
        { uid: uidOf('tidemark', 'to', point.name), ...receiverOf(point, writing), disableResolveMessage: false },
      ],
    }));
}
