import type { Pack } from '../compile';
import { desiredOf, type DesiredPoint } from '../apply/desired';
import { isRecord, records, textOf, type Told } from '../apply/objects';
import { uidOf } from '../uid';

/** An expression of Terraform, which is written down as it is. */
class Expression {
  constructor(readonly text: string) {}
}

/** A block: its name, and what is in it. Members that are undefined are left out. */
interface Block {
  readonly block: string;
  readonly body: Body;
}
type Body = ReadonlyArray<readonly [name: string, value: unknown] | Block>;

/** Terraform replaces `${...}` and `%{...}` in texts; doubled, both are what they are. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/\$\{/g, '$$${').replace(/%\{/g, '%%{');
}

const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ');

/** A value in Terraform's own syntax. */
function written(value: unknown): string {
  if (value instanceof Expression) {
    return value.text;
  }
  if (typeof value === 'string') {
    return quoted(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(written).join(', ')}]`;
  }
  if (isRecord(value)) {
    const members = Object.entries(value).map(([name, member]) => `${quoted(name)} = ${written(member)}`);
    return members.length === 0 ? '{}' : `{\n${indent(members.join('\n'))}\n}`;
  }
  return JSON.stringify(value);
}

function bodyText(body: Body): string {
  return body
    .flatMap((one) => {
      if ('block' in one) {
        return [`${one.block} {\n${indent(bodyText(one.body))}\n}`];
      }
      const [name, value] = one;
      return value === undefined ? [] : [`${name} = ${written(value)}`];
    })
    .join('\n');
}

const resource = (type: string, name: string, body: Body): string =>
  `resource "${type}" "${name}" {\n${indent(bodyText(body))}\n}\n`;

/** Terraform's names have letters, digits, `_` and `-`, and begin with no digit. */
const resourceName = (...parts: readonly string[]): string => uidOf('tidemark', ...parts);

const reference = (type: string, name: string, member: string): Expression =>
  new Expression(`${type}.${name}.${member}`);

/** What Grafana calls the members of its receivers, and Terraform's provider otherwise. */
const RECEIVERS: Readonly<Record<string, string>> = { 'prometheus-alertmanager': 'alertmanager' };
const FIELDS: Readonly<Record<string, string>> = {
  singleEmail: 'single_email',
  integrationKey: 'integration_key',
  httpMethod: 'http_method',
  bottoken: 'token',
  chatid: 'chat_id',
  basicAuthUser: 'basic_auth_user',
  basicAuthPassword: 'basic_auth_password',
};

function contactPoint({ name, type, settings, secrets }: DesiredPoint): string {
  const plain = Object.entries(settings).map(([field, value]): readonly [string, unknown] =>
    field === 'addresses' && typeof value === 'string' ? [field, value.split(';')] : [FIELDS[field] ?? field, value]
  );
  const asked = secrets.map(({ field, variable }): readonly [string, unknown] => [
    FIELDS[field] ?? field,
    new Expression(`var.${variable}`),
  ]);
  return resource('grafana_contact_point', resourceName('to', name), [
    ['name', name],
    ['disable_provenance', true],
    { block: RECEIVERS[type] ?? type, body: [...asked, ...plain] },
  ]);
}

/** Secrets are Terraform's to ask for; an address that may be missing goes nowhere. */
function variables(points: readonly DesiredPoint[]): readonly string[] {
  const secrets = new Map(points.flatMap(({ secrets: all }) => all.map((one) => [one.variable, one] as const)));
  return [...secrets.values()].map(
    ({ variable, optional }) =>
      `variable "${variable}" {\n${indent(
        bodyText([
          ['type', new Expression('string')],
          ['sensitive', true],
          ['default', optional ? 'grafana://noop' : undefined],
        ])
      )}\n}\n`
  );
}

function muteTiming({ name, time_intervals }: { readonly name: string; readonly time_intervals: unknown }): string {
  return resource('grafana_mute_timing', resourceName('mute', name), [
    ['name', name],
    ['disable_provenance', true],
    ...records(time_intervals).map((interval) => ({
      block: 'intervals',
      body: [
        ...records(interval['times']).map((times) => ({
          block: 'times',
          body: [['start', times['start_time']] as const, ['end', times['end_time']] as const],
        })),
        ['weekdays', interval['weekdays']] as const,
        ['location', interval['location']] as const,
      ],
    })),
  ]);
}

/** How names become references, so that Terraform makes first what is needed first. */
interface Names {
  readonly contactPoint: (name: string) => unknown;
  readonly muteTiming: (name: string) => unknown;
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

function ruleBlock(rule: Told, names: Names): Block {
  const told = rule['notification_settings'];
  return {
    block: 'rule',
    body: [
      ['uid', rule['uid']],
      ['name', rule['title']],
      ['condition', rule['condition']],
      ['for', rule['for']],
      ['keep_firing_for', rule['keep_firing_for']],
      ['no_data_state', rule['noDataState']],
      ['exec_err_state', rule['execErrState']],
      ['labels', rule['labels']],
      ['annotations', rule['annotations']],
      ...(isRecord(told)
        ? [
            {
              block: 'notification_settings',
              body: [
                ['contact_point', names.contactPoint(textOf(told, 'receiver'))] as const,
                ['group_by', told['group_by']] as const,
                ['group_wait', told['group_wait']] as const,
                ['group_interval', told['group_interval']] as const,
                ['repeat_interval', told['repeat_interval']] as const,
                [
                  'mute_timings',
                  Array.isArray(told['mute_time_intervals'])
                    ? texts(told['mute_time_intervals']).map(names.muteTiming)
                    : undefined,
                ] as const,
              ],
            },
          ]
        : []),
      ...records(rule['data']).map((node) => {
        const range = isRecord(node['relativeTimeRange']) ? node['relativeTimeRange'] : { from: 0, to: 0 };
        const model = isRecord(node['model']) ? node['model'] : {};
        return {
          block: 'data',
          body: [
            ['ref_id', node['refId']] as const,
            ['datasource_uid', node['datasourceUid']] as const,
            // Grafana takes it from the model and tells it apart; unsaid here, every plan would have something to change.
            ['query_type', model['queryType']] as const,
            {
              block: 'relative_time_range',
              body: [['from', range['from']] as const, ['to', range['to']] as const],
            },
            ['model', new Expression(`jsonencode(${written(model)})`)] as const,
          ],
        };
      }),
    ],
  };
}

/** Routes of the policy tree, whose root Terraform owns whole. */
function policyBody(route: Told, names: Names): Body {
  return [
    ['contact_point', route['receiver'] === undefined ? undefined : names.contactPoint(textOf(route, 'receiver'))],
    ['group_by', route['group_by']],
    ['group_wait', route['group_wait']],
    ['group_interval', route['group_interval']],
    ['repeat_interval', route['repeat_interval']],
    [
      'mute_timings',
      route['mute_time_intervals'] === undefined
        ? undefined
        : texts(route['mute_time_intervals']).map(names.muteTiming),
    ],
    ...(Array.isArray(route['object_matchers']) ? route['object_matchers'] : []).map((matcher: unknown) => {
      const [label, match, value] = texts(matcher);
      return {
        block: 'matcher',
        body: [['label', label] as const, ['match', match] as const, ['value', value] as const],
      };
    }),
    ...records(route['routes']).map((one) => ({ block: 'policy', body: policyBody(one, names) })),
  ];
}

/** Which provider takes it: the alerts of a model share its name, so that they are one message, and older ones refuse that. */
const NEEDS = 'Needs version 4.6 or later of the provider grafana/grafana, and Grafana 12.4 or later.';

/**
 * Everything of a pack for Terraform's provider `grafana/grafana`. Secrets are variables. As in a file, a policy tree
 * is the whole tree of the organisation: the provider knows no branches.
 */
export function terraformText(pack: Pack, head: readonly string[] = []): string {
  const { folder, groups, contactPoints, muteTimings, template, branch } = desiredOf(pack);
  const ownPoints = new Set(contactPoints.map(({ name }) => name));
  const names: Names = {
    contactPoint: (name) =>
      ownPoints.has(name) ? reference('grafana_contact_point', resourceName('to', name), 'name') : name,
    muteTiming: (name) => reference('grafana_mute_timing', resourceName('mute', name), 'name'),
  };
  const place = resourceName('rules', folder);
  const { object_matchers: _, ...tree } = branch ?? {};
  return [
    `${[...head, NEEDS].map((line) => `# ${line}`).join('\n')}\n`,
    ...variables(contactPoints),
    resource('grafana_folder', place, [
      ['uid', place],
      ['title', folder],
    ]),
    resource('grafana_message_template', 'tidemark', [
      ['name', template.name],
      ['template', template.text],
      ['disable_provenance', true],
    ]),
    ...contactPoints.map(contactPoint),
    ...muteTimings.map(muteTiming),
    ...groups.map(({ name, interval, rules }) =>
      resource('grafana_rule_group', resourceName('group', name), [
        ['name', name],
        ['folder_uid', reference('grafana_folder', place, 'uid')],
        ['interval_seconds', interval],
        ['disable_provenance', true],
        ...rules.map((rule) => ruleBlock(rule, names)),
      ])
    ),
    ...(branch === undefined
      ? []
      : [
          resource('grafana_notification_policy', 'tidemark', [
            ...policyBody(tree, names),
            ['disable_provenance', true],
          ]),
        ]),
  ].join('\n');
}
