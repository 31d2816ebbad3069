import type { AddressText, ContactPoint } from '../../model';
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
const NOWHERE = 'grafana://noop';

const shown = (template: string): string => `{{ template "${template}" . }}`;
const TITLE = shown('tidemark.title');

const variable = ({ env }: { readonly env: string }): string => `$${env}`;

/** Grafana refuses an empty address at its start; a template is only read when something is sent. */
function address(text: AddressText): string {
  if (typeof text === 'string') {
    return withoutVariables(text);
  }
  return text.optional === true ? `{{ or "${variable(text)}" "${NOWHERE}" }}` : variable(text);
}

interface Receiver {
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What Grafana calls each, with the text that reads well there. */
function receiverOf(point: ContactPoint): Receiver {
  switch (point.type) {
    case 'slack':
      return {
        type: 'slack',
        settings: { url: variable(point.url), title: TITLE, text: shown('tidemark.slack') },
      };
    case 'mattermost':
      // Grafana has no type of its own for it. Its incoming webhooks take Slack's messages, with other links and bold.
      return {
        type: 'slack',
        settings: { url: variable(point.url), title: TITLE, text: shown('tidemark.markdown') },
      };
    case 'email':
      return {
        type: 'email',
        settings: {
          addresses: point.addresses.map(withoutVariables).join(';'),
          singleEmail: true,
          subject: TITLE,
          message: shown('tidemark.text'),
        },
      };
    case 'teams':
      return {
        type: 'teams',
        settings: { url: variable(point.url), title: TITLE, message: shown('tidemark.markdown') },
      };
    case 'pagerduty':
      return {
        type: 'pagerduty',
        settings: {
          integrationKey: variable(point.integrationKey),
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
          url: address(point.url),
          httpMethod: 'POST',
          ...(point.token === undefined
            ? {}
            : { authorization_scheme: 'Bearer', authorization_credentials: variable(point.token) }),
          title: TITLE,
          message: shown('tidemark.text'),
        },
      };
    case 'googlechat':
      return {
        type: 'googlechat',
        settings: { url: variable(point.url), title: TITLE, message: shown('tidemark.text') },
      };
    case 'discord':
      return {
        type: 'discord',
        settings: { url: variable(point.url), title: TITLE, message: shown('tidemark.markdown') },
      };
    case 'telegram':
      return {
        type: 'telegram',
        settings: {
          bottoken: variable(point.botToken),
          chatid: withoutVariables(point.chatId),
          // Its markup has characters that stand in the names of metrics; one that is not closed loses the message.
          parse_mode: 'None',
          message: shown('tidemark.message'),
        },
      };
    case 'alertmanager':
      return {
        type: 'prometheus-alertmanager',
        settings: {
          url: address(point.url),
          ...(point.user === undefined ? {} : { basicAuthUser: withoutVariables(point.user) }),
          ...(point.password === undefined ? {} : { basicAuthPassword: variable(point.password) }),
        },
      };
    case 'existing':
      return { type: 'existing', settings: {} };
  }
}

/** The contact points that Grafana is to have; those that it has already are left alone. */
export function contactPointsOf(points: readonly ContactPoint[]): readonly GrafanaContactPoint[] {
  return points
    .filter(({ type }) => type !== 'existing')
    .map((point) => ({
      orgId: 1,
      name: point.name,
      receivers: [{ uid: uidOf('tidemark', 'to', point.name), ...receiverOf(point), disableResolveMessage: false }],
    }));
}
