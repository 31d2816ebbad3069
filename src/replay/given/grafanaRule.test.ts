import { rulesOfFile, rulesOfRuler } from './grafanaRule';

/** As Grafana 12.4.0 answers `GET /api/ruler/grafana/api/v1/rules`, shortened. */
const asked = (refId: string, model: object, datasourceUid = 'tidemark') => ({
  refId,
  queryType: '',
  relativeTimeRange: datasourceUid === '__expr__' ? { from: 0, to: 0 } : { from: 3600, to: 0 },
  datasourceUid,
  model: { refId, intervalMs: 60_000, maxDataPoints: 43_200, ...model },
});
const threshold = (of: string) =>
  asked(
    'C',
    { type: 'threshold', expression: of, conditions: [{ evaluator: { type: 'gt', params: [0.3] } }] },
    '__expr__'
  );
const rulerOf = (data: readonly object[], more: object = {}, about: object = {}) => ({
  'My folder': [
    {
      name: 'mine',
      interval: '2m',
      rules: [
        {
          expr: '',
          for: '5m',
          keep_firing_for: '1m30s',
          labels: { team: 'risk' },
          ...about,
          grafana_alert: {
            uid: 'abc',
            title: 'Amounts have moved',
            condition: 'C',
            data,
            no_data_state: 'OK',
            exec_err_state: 'Error',
            is_paused: false,
            ...more,
          },
        },
      ],
    },
  ],
});
const PSI = asked('A', { queryType: 'drift', model: 'fraud', scores: ['psi'], format: 'alert' });

describe('a rule that somebody made in Grafana', () => {
  it('is read as Grafana evaluates it, with who is told', () => {
    const [given] = rulesOfRuler(
      rulerOf([PSI, threshold('A')], {
        notification_settings: {
          receiver: 'chat',
          group_by: ['feature'],
          group_wait: '10s',
          mute_time_intervals: ['nights'],
        },
      }),
      'tidemark',
      { timings: [{ name: 'nights', time_intervals: [{ weekdays: ['saturday'] }] }] }
    );
    expect(given).toMatchObject({
      ok: true,
      uid: 'abc',
      folder: 'My folder',
      rule: {
        title: 'Amounts have moved',
        folder: 'My folder',
        interval: 120,
        for: 300,
        keepFiring: 90,
        noData: 'OK',
        onError: 'Error',
        condition: 'C',
        nodes: [
          { refId: 'A', relativeTimeRange: { from: 3600, to: 0 } },
          { refId: 'C', datasourceUid: '__expr__' },
        ],
        route: {
          receiver: 'chat',
          groupBy: ['grafana_folder', 'alertname', 'feature'],
          groupWait: 10,
          // As the root policy has it unless somebody changes that.
          groupInterval: 300,
          repeatInterval: 14_400,
          muted: [{ weekdays: ['saturday'] }],
        },
      },
    });
  });

  it('is told to whom the policies name for its labels', () => {
    const policies = {
      receiver: 'all',
      group_by: ['grafana_folder'],
      routes: [{ receiver: 'risk chat', object_matchers: [['team', '=~', 'risk|fraud']], group_wait: '1m' }],
    };
    const [given] = rulesOfRuler(rulerOf([PSI, threshold('A')]), 'tidemark', { policies });
    expect(given).toMatchObject({
      rule: { route: { receiver: 'risk chat', groupBy: ['grafana_folder'], groupWait: 60, groupInterval: 300 } },
    });
    const [unknown] = rulesOfRuler(rulerOf([PSI, threshold('A')]), 'tidemark');
    expect(unknown).toMatchObject({ rule: { route: { receiver: 'the policies' } } });
  });

  it('may reduce a series, and hold several against each other in classic conditions', () => {
    const series = asked('A', { queryType: 'drift_over_time', model: 'fraud', window: '1h' });
    const reduce = asked(
      'B',
      { type: 'reduce', expression: 'A', reducer: 'max', settings: { mode: 'dropNN' } },
      '__expr__'
    );
    expect(rulesOfRuler(rulerOf([series, reduce, threshold('B')]), 'tidemark')).toMatchObject([{ ok: true }]);
    const classic = asked(
      'C',
      {
        type: 'classic_conditions',
        conditions: [
          {
            evaluator: { type: 'gt', params: [3] },
            query: { params: ['A'] },
            reducer: { type: 'avg' },
            operator: { type: 'and' },
          },
        ],
      },
      '__expr__'
    );
    expect(rulesOfRuler(rulerOf([series, classic]), 'tidemark')).toMatchObject([{ ok: true }]);
  });

  it.each([
    [
      'asks another data source, too',
      [PSI, asked('B', {}, 'prom'), asked('C', { type: 'math', expression: '$A + $B' }, '__expr__')],
      {},
      /B asks the data source "prom"/,
    ],
    [
      'resamples',
      [PSI, asked('C', { type: 'resample', expression: 'A' }, '__expr__')],
      {},
      /C: an expression of the type "resample" cannot be replayed/,
    ],
    [
      'computes with a series',
      [asked('A', { queryType: 'drift_over_time' }), asked('C', { type: 'math', expression: '$A * 2' }, '__expr__')],
      {},
      /C: A is a series over time/,
    ],
    [
      'asks for a table',
      [asked('A', { queryType: 'drift', format: 'table' }), threshold('A')],
      {},
      /A: it asks for a table/,
    ],
    ['records', [PSI, threshold('A')], { record: { metric: 'x', from: 'A' } }, /it records/],
  ])('cannot be replayed where it %s, which is said', (_, data, more, reason) => {
    expect(rulesOfRuler(rulerOf(data, more), 'tidemark')).toMatchObject([
      { ok: false, title: 'Amounts have moved', reason: expect.stringMatching(reason) },
    ]);
  });

  it('is left out where it asks something else, and where there is no answer at all', () => {
    expect(rulesOfRuler(rulerOf([PSI, threshold('A')]), 'other')).toEqual([]);
    expect(rulesOfRuler(undefined, 'tidemark')).toEqual([]);
  });

  it('is read from a file of the provisioning as well, in which Grafana has other defaults', () => {
    const rule = {
      uid: 'abc',
      title: 'Mine',
      condition: 'C',
      data: [PSI, threshold('A')],
      for: '1h',
      keepFiringFor: '5m',
    };
    expect(
      rulesOfFile({ groups: [{ folder: 'F', name: 'g', interval: '1m', rules: [rule] }] }, 'tidemark')
    ).toMatchObject([
      { ok: true, rule: { for: 3600, keepFiring: 300, noData: 'NoData', onError: 'Alerting', folder: 'F' } },
    ]);
  });
});
