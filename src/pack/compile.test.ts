import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseQuery, type Settings } from '../model';
import { alertmanagerConfig } from './alertmanager/config';
import { CHECK_IDS } from './checks';
import { compilePack, type Pack } from './compile';
import { alertingFile } from './grafana/file';
import type { GrafanaRule } from './grafana/rules';
import { SETTINGS, withAlerting } from './testing/settings';
import { yamlText } from './text';

function packOf(settings: Settings, uid = 'tidemark'): Pack {
  const packed = compilePack(settings, uid);
  if (!packed.ok) {
    throw new Error(packed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  }
  return packed.pack;
}

const fileOf = (settings: Settings) => alertingFile(packOf(settings));

function rulesOf(settings: Settings, model = 'fraud'): ReadonlyMap<string, GrafanaRule> {
  const rules = fileOf(settings).groups.flatMap((group) => group.rules);
  return new Map(
    rules.filter(({ labels }) => labels['model'] === model).map((rule) => [rule.labels['check'] ?? '', rule])
  );
}

const queriesOf = (rule: GrafanaRule | undefined) =>
  (rule?.data ?? []).filter(({ datasourceUid }) => datasourceUid !== '__expr__');

describe('a pack of alert rules', () => {
  test('watches everything that there is to watch of a model with a log, jobs and rules', () => {
    expect([...rulesOf(SETTINGS).keys()].sort()).toEqual([...CHECK_IDS].sort());
  });

  test('leaves out what cannot be told: numbers are never quite their labels, and metrics know no jobs', () => {
    const eta = [...rulesOf(SETTINGS, 'eta').keys()];
    expect(eta.filter((check) => /^(burn|impossible|job)/.test(check))).toEqual([]);
    const { loki: _, ...metricsAlone } = SETTINGS;
    expect([...rulesOf(metricsAlone).keys()].sort()).toEqual([
      'dataset_drift',
      'feature_drift',
      'quality',
      'unreadable',
      'volume',
    ]);
    expect(packOf(metricsAlone).notes.join()).toContain('has no log');
  });

  test('says of a volume that is told by counters what else it may be than fewer predictions', () => {
    const { loki: _, ...metricsAlone } = SETTINGS;
    const said = (settings: Settings) => rulesOf(settings).get('volume')?.annotations['description'];
    expect(said(SETTINGS)).toContain('its log is cut off');
    expect(said(metricsAlone)).toContain('its counters are no longer read');
  });

  test('asks only what the data source takes, in the form for rules', () => {
    const queries = [...rulesOf(SETTINGS).values(), ...rulesOf(SETTINGS, 'eta').values()].flatMap(queriesOf);
    expect(queries.length).toBeGreaterThan(30);
    for (const { model, datasourceUid } of queries) {
      expect(parseQuery(model)).toMatchObject({ ok: true, value: { format: 'alert' } });
      expect(datasourceUid).toBe('tidemark');
    }
  });

  test('has conditions that name what they rest on', () => {
    for (const rule of rulesOf(SETTINGS).values()) {
      const refs = new Set(rule.data.map(({ refId }) => refId));
      expect(refs.has(rule.condition)).toBe(true);
      const named = rule.data.flatMap(({ model: { expression } }) =>
        typeof expression === 'string' ? [...expression.matchAll(/\$(\w+)/g)].map(([, ref]) => ref ?? '') : []
      );
      expect(named.filter((ref) => !refs.has(ref))).toEqual([]);
      // What a message says is of the rule's own numbers.
      const told = [...`${rule.annotations['summary']}${rule.annotations['description']}`.matchAll(/\$values\.(\w+)/g)];
      expect(told.filter(([, ref]) => !refs.has(ref ?? ''))).toEqual([]);
    }
  });

  test('tells each concern to its team, with labels for who filters', () => {
    const rules = rulesOf(SETTINGS);
    expect(rules.get('feature_drift')).toMatchObject({
      labels: { model: 'fraud', owner: 'risk', team: 'data', concern: 'data', severity: 'warning' },
      notification_settings: { receiver: 'data pager', group_by: ['grafana_folder', 'alertname', 'model'] },
    });
    expect(rules.get('burn_fast')).toMatchObject({
      labels: { team: 'risk', concern: 'output', severity: 'critical' },
      notification_settings: { receiver: 'risk chat' },
    });
  });

  test('has one name for all rules of a model, by which Grafana makes one notification of what fires', () => {
    const titles = [...rulesOf(SETTINGS).values()].filter(({ labels }) => labels['check'] !== 'unreadable');
    expect(new Set(titles.map(({ title }) => title))).toEqual(new Set(['Card fraud']));
  });

  test('keeps quiet where there is too little to compare, and says so where nothing can be asked', () => {
    const rules = rulesOf(SETTINGS);
    const silent = [...rules].filter(([check]) => check !== 'unreadable' && check !== 'job_late');
    for (const [, rule] of silent) {
      expect([rule.noDataState, rule.execErrState]).toEqual(['KeepLast', 'KeepLast']);
    }
    expect(rules.get('unreadable')).toMatchObject({ execErrState: 'Alerting' });
  });

  test('lets a broken job explain drift, and a shift of the whole model its features', () => {
    const expressions = (check: string) =>
      (rulesOf(SETTINGS).get(check)?.data ?? []).map(({ model: { expression } }) => expression).join('; ');
    for (const check of ['feature_drift', 'dataset_drift', 'quality']) {
      expect(expressions(check)).toContain('$broken == 0');
    }
    // The one is quiet just where the other fires: more than half has moved, and one feature has drifted.
    expect(expressions('feature_drift')).toContain('($moved <= 0.5) || ($worst <= 1)');
    expect(expressions('dataset_drift')).toContain('(($moved) + ($worst * 0.5) - abs(($moved) - ($worst * 0.5))) / 2');
  });

  test('stays while drift may be on its way from one side of the reference to the other, unless the settings say how long', () => {
    const keeps = (settings: Settings) =>
      Object.fromEntries([...rulesOf(settings)].map(([check, { keepFiringFor }]) => [check, keepFiringFor]));
    expect(keeps(SETTINGS)).toMatchObject({ feature_drift: '3h', dataset_drift: '3h', quality: '3h', volume: '15m' });
    expect(new Set(Object.values(keeps(withAlerting({ keepFiring: '20m' }))))).toEqual(new Set(['20m']));
  });

  test('does not tell of new categories what drift tells, unless some features are not watched for drift', () => {
    const asked = (settings: Settings) =>
      queriesOf(rulesOf(settings).get('quality')).map(({ model: { metrics } }) => metrics);
    expect(asked(SETTINGS)).toContainEqual(['unexplained']);
    const [fraud, ...others] = SETTINGS.models ?? [];
    const apart = {
      id: 'fraud',
      ...fraud,
      features: [{ name: 'amount', kind: 'numeric' as const, thresholds: { psi: 0.5 } }],
    };
    expect(asked({ ...SETTINGS, models: [apart, ...others] })).toContainEqual(['effect']);
  });

  test('is quiet again only well below where it fires, in both directions', () => {
    const condition = (check: string) => rulesOf(SETTINGS).get(check)?.data.at(-1)?.model['conditions'];
    expect(condition('feature_drift')).toEqual([
      { evaluator: { type: 'gt', params: [0.25] }, unloadEvaluator: { type: 'lt', params: [0.2] } },
    ]);
    expect(condition('volume')).toEqual([
      { evaluator: { type: 'lt', params: [0.3] }, unloadEvaluator: { type: 'gt', params: [0.5] } },
    ]);
  });

  test('compares performance with a stretch that does not overlap, where the reference of the model lies', () => {
    const [now, before] = queriesOf(rulesOf(SETTINGS).get('realised')).map((query) => query.relativeTimeRange);
    // A day, and one and a half times the two days that labels take; three days earlier it would touch itself.
    expect(now).toEqual({ from: 4 * 86_400, to: 0 });
    expect(before).toEqual({ from: 8 * 86_400, to: 4 * 86_400 });
  });

  test('says of every rule in words of what it is, and since when', () => {
    const without = ['job_failed', 'job_late', 'job_empty', 'unreadable'];
    for (const [check, { annotations, data }] of [...rulesOf(SETTINGS), ...rulesOf(SETTINGS, 'eta')]) {
      expect([check, annotations['summary']]).toEqual([check, expect.stringMatching(/Card fraud|eta/)]);
      // Of jobs, their last runs; of what cannot be read, nothing can be said but in its message.
      if (!without.includes(check)) {
        expect([check, annotations['description']]).toEqual([
          check,
          expect.stringContaining('{{ with $values.cause.Labels.since }}'),
        ]);
        expect([check, data.filter(({ refId }) => refId === 'cause').length]).toEqual([check, 1]);
      }
    }
  });

  test('escapes what people have named: braces would be run, and a dollar sign replaced', () => {
    const model = { id: '$HOME', title: 'a {{ b', owner: 'logistics' };
    const rule = rulesOf({ ...SETTINGS, models: [model] }, '$$HOME').get('feature_drift');
    expect(rule?.annotations['summary']).toContain('of a {{ "{{" }} b has drifted');
  });

  test('mutes what may wait, for the teams that are meant', () => {
    const nights = { name: 'nights', intervals: [{ times: [{ from: '20:00', to: '24:00' }] }], teams: ['data'] };
    const rules = rulesOf(withAlerting({ muteTimings: [nights] }));
    const muted = [...rules].filter(([, rule]) => rule.notification_settings?.mute_time_intervals !== undefined);
    expect(muted.map(([check]) => check).sort()).toEqual(['feature_drift', 'job_failed', 'quality']);
  });

  test('is one route of a team where all of it is muted alike, and else two: what is muted, and what is not', () => {
    const nights = { name: 'nights', intervals: [{ times: [{ from: '20:00', to: '24:00' }] }], teams: ['data'] };
    const holiday = { ...nights, name: 'holiday', severities: ['critical', 'warning', 'info'] as const };
    const told = (timings: ReadonlyArray<typeof nights & { severities?: typeof holiday.severities }>) => {
      const settings = withAlerting({
        routing: 'policies',
        muteTimings: timings.map((one) => ({ ...one, severities: [...(one.severities ?? ['warning', 'info'])] })),
      });
      const { config } = alertmanagerConfig(packOf(settings), { secret: () => '', smarthost: '', templates: '' });
      const { routes = [] } = config['route'] as { routes?: readonly object[] };
      return [fileOf(settings).policies?.[0]?.routes?.at(-1), routes.at(-1)];
    };
    expect(told([holiday])).toMatchObject([{ mute_time_intervals: ['holiday'] }, { mute_time_intervals: ['holiday'] }]);
    expect(told([holiday]).filter((route) => route !== undefined && 'routes' in route)).toEqual([]);
    const [grafana, alertmanager] = told([nights]);
    expect(grafana).toMatchObject({
      routes: [{ object_matchers: [['severity', '=~', 'warning|info']], mute_time_intervals: ['nights'] }],
    });
    expect(alertmanager).toMatchObject({
      routes: [{ matchers: ['severity=~"warning|info"'], mute_time_intervals: ['nights'] }],
    });
  });

  test('is told by a tree of policies where that is asked for, and by no rule then', () => {
    const file = fileOf(withAlerting({ routing: 'policies', fallback: 'logistics mail' }));
    expect(file.policies).toMatchObject([
      {
        receiver: 'logistics mail',
        group_by: ['model'],
        routes: [
          { receiver: 'risk chat', object_matchers: [['team', '=', 'risk']] },
          { receiver: 'logistics mail', object_matchers: [['team', '=', 'logistics']] },
          { receiver: 'data pager', object_matchers: [['team', '=', 'data']] },
        ],
      },
    ]);
    expect(file.groups.flatMap(({ rules }) => rules).filter((rule) => rule.notification_settings)).toEqual([]);
  });

  test('is the same text every time, with the same uids whatever else is added or taken away', () => {
    expect(yamlText(fileOf(SETTINGS))).toBe(yamlText(fileOf(structuredClone(SETTINGS))));
    const uids = (settings: Settings) => fileOf(settings).groups.flatMap(({ rules }) => rules.map(({ uid }) => uid));
    const one = { ...SETTINGS, models: SETTINGS.models?.slice(0, 1) ?? [] };
    expect(uids(SETTINGS)).toEqual(expect.arrayContaining(uids(one)));
    expect(new Set(uids(SETTINGS)).size).toBe(uids(SETTINGS).length);
  });

  test('of another data source has uids of its own', () => {
    const uids = (uid: string) => packOf(SETTINGS, uid).rules.map((rule) => rule.uid);
    expect(uids('other').filter((uid) => uids('tidemark').includes(uid))).toEqual([]);
  });
});

describe('the file of a pack', () => {
  test('deletes what an earlier file made and this one does not, and goes on deleting it', () => {
    const before = fileOf(withAlerting({ muteTimings: [{ name: 'nights', intervals: [{ weekdays: ['sunday'] }] }] }));
    const fewer = {
      ...SETTINGS,
      models: SETTINGS.models?.slice(0, 1) ?? [],
      teams: (SETTINGS.teams ?? []).filter(({ id }) => id !== 'logistics'),
    };
    const after = alertingFile(packOf(fewer), before);
    expect(after.deleteRules?.map(({ uid }) => uid)).toContain('tidemark-eta-feature_drift');
    expect(after.deleteRules?.every(({ uid }) => uid.startsWith('tidemark-eta-'))).toBe(true);
    expect(after.deleteContactPoints).toHaveLength(1);
    expect(after.deleteMuteTimes).toEqual([{ orgId: 1, name: 'nights' }]);
    expect(alertingFile(packOf(fewer), after)).toEqual(after);
  });

  test('deletes nothing that has come back', () => {
    const fewer = { ...SETTINGS, models: SETTINGS.models?.slice(0, 1) ?? [] };
    const without = alertingFile(packOf(fewer), fileOf(SETTINGS));
    expect(alertingFile(packOf(SETTINGS), without)).toEqual(fileOf(SETTINGS));
  });

  test('names secrets and holds none, whatever the kind of contact point', () => {
    const env = { env: 'SECRET' };
    const names = ['slack', 'mattermost', 'teams', 'googlechat', 'discord'] as const;
    const settings = withAlerting({
      contactPoints: [
        ...names.map((type) => ({ name: type, type, url: env })),
        { name: 'email', type: 'email', addresses: ['a@example.com', 'b@example.com'] },
        { name: 'pagerduty', type: 'pagerduty', integrationKey: env },
        { name: 'webhook', type: 'webhook', url: { ...env, optional: true }, token: env },
        { name: 'telegram', type: 'telegram', botToken: env, chatId: '-1001' },
        { name: 'alertmanager', type: 'alertmanager', url: 'http://am:9093', user: 'tidemark', password: env },
      ],
    });
    const points = (settings.alerting?.contactPoints ?? []).map(({ name }) => name);
    const files = points.map((contactPoint) =>
      fileOf({
        ...settings,
        teams: [
          { id: 'risk', contactPoint },
          { id: 'logistics', contactPoint },
        ],
      })
    );
    const receivers = files.map((file) => file.contactPoints?.[0]?.receivers[0]);
    expect(receivers.map((receiver) => receiver?.type)).toEqual([
      ...['slack', 'slack', 'teams', 'googlechat', 'discord', 'email', 'pagerduty', 'webhook', 'telegram'],
      'prometheus-alertmanager',
    ]);
    expect(
      receivers.map((receiver) =>
        Object.values(receiver?.settings ?? {}).find((value) => String(value).includes('SECRET'))
      )
    ).toEqual([
      ...['$SECRET', '$SECRET', '$SECRET', '$SECRET', '$SECRET', undefined, '$SECRET'],
      '{{ or "$SECRET" "grafana://noop" }}',
      '$SECRET',
      '$SECRET',
    ]);
    expect(receivers[5]?.settings['addresses']).toBe('a@example.com;b@example.com');
  });

  test('has no contact point that nobody uses, and none that Grafana has already', () => {
    const settings = withAlerting({
      contactPoints: [
        { name: 'risk chat', type: 'existing' },
        { name: 'logistics mail', type: 'email', addresses: ['a@example.com'] },
        { name: 'data pager', type: 'existing' },
        { name: 'unused', type: 'email', addresses: ['a@example.com'] },
      ],
    });
    expect(fileOf(settings).contactPoints?.map(({ name }) => name)).toEqual(['logistics mail']);
  });
});

test('every check has its paragraph in docs/alerting.md, where links to runbooks lead', () => {
  const page = readFileSync(join(__dirname, '../../docs/alerting.md'), 'utf8');
  expect(CHECK_IDS.filter((id) => !page.includes(`\n### ${id}\n`))).toEqual([]);
});
