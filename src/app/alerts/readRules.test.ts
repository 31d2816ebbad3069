import { toLines, withInstances, type RulesResponse } from './readRules';

const answer = (...rules: Array<Record<string, unknown>>): RulesResponse =>
  ({ status: 'success', data: { groups: [{ name: 'g', file: 'Tidemark', rules }] } }) as RulesResponse;

const ours = new Set(['tidemark']);

describe('the rules of a Grafana', () => {
  it('are ours where they ask one of our data sources, or where we made them', () => {
    const lines = toLines(
      answer(
        { uid: '1', name: 'asks us', queriedDatasourceUIDs: ['tidemark'] },
        { uid: '2', name: 'made by us', labels: { __grafana_origin: 'plugin/tidemark-drift-app', team: 'risk' } },
        { uid: '3', name: 'of somebody else', queriedDatasourceUIDs: ['prometheus'], query: '[]' }
      ),
      ours
    );
    expect(lines.map(({ uid }) => uid)).toEqual(['1', '2']);
    expect(lines[1]?.labels).toEqual({ team: 'risk' });
  });

  it('stand with what fires first, and a state that nobody knows counts as none', () => {
    const of = (name: string, state: string) => ({ name, state, queriedDatasourceUIDs: ['tidemark'] });
    const lines = toLines(answer(of('a', 'inactive'), of('b', 'pending'), of('c', 'firing'), of('d', 'dancing')), ours);
    expect(lines.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'c firing',
      'b pending',
      'a inactive',
      'd inactive',
    ]);
  });

  it('tell how many of their instances fire, and nothing of an evaluation that never was', () => {
    const [line] = toLines(
      answer({
        name: 'a',
        state: 'firing',
        queriedDatasourceUIDs: ['tidemark'],
        lastEvaluation: '0001-01-01T00:00:00Z',
        alerts: [{ state: 'Alerting' }, { state: 'Normal' }, { state: 'Alerting' }],
      }),
      ours
    );
    expect(line).toMatchObject({ firing: 2 });
    expect(line).not.toHaveProperty('evaluated');
  });

  it('tell of each instance that is not normal what it is about, since when and why, and whom the rule tells', () => {
    const [line] = toLines(
      answer({
        name: 'Card fraud',
        state: 'firing',
        queriedDatasourceUIDs: ['tidemark'],
        labels: { model: 'fraud' },
        notificationSettings: { receiver: 'Data platform' },
        alerts: [
          { state: 'Normal', labels: { model: 'fraud', feature: 'age' } },
          {
            state: 'Alerting (NoData)',
            activeAt: '2026-11-26T04:51:00Z',
            labels: { alertname: 'Card fraud', __grafana_origin: 'x', model: 'fraud', feature: 'amount' },
            annotations: { summary: 'amount of Card fraud has drifted' },
          },
        ],
      }),
      ours
    );
    expect(line).toMatchObject({ receiver: 'Data platform', firing: 1 });
    expect(line?.instances).toEqual([
      {
        state: 'firing',
        labels: { feature: 'amount' },
        matchers: { alertname: 'Card fraud', model: 'fraud', feature: 'amount' },
        since: '2026-11-26T04:51:00Z',
        summary: 'amount of Card fraud has drifted',
      },
    ]);
  });

  it('are none where the answer has none', () => {
    expect(toLines({}, ours)).toEqual([]);
  });

  it('have the instances that were asked for apart, and none that Grafana did not tell', () => {
    const rule = (uid: string, more: Record<string, unknown> = {}) => ({
      uid,
      name: uid,
      state: 'firing',
      queriedDatasourceUIDs: ['tidemark'],
      ...more,
    });
    const all = answer(rule('1', { alerts: [] }), rule('2'));
    const notNormal = answer(rule('1', { alerts: [{ state: 'Alerting', labels: { feature: 'amount' } }] }));
    const lines = toLines(withInstances(all, notNormal), ours);
    expect(lines.map(({ uid, firing, instances }) => [uid, firing, instances.length])).toEqual([
      ['1', 1, 1],
      ['2', 0, 0],
    ]);
  });
});
