import { MINUTE, RULE } from './testing/rules';
import { GrafanaReplay } from './replay';

const feed = (replay: GrafanaReplay, minute: number, value: number): void => {
  const labels = { feature: 'amount' };
  replay.evaluate('rule', minute * MINUTE, { value: { ok: true, samples: [{ labels, value }] } });
};

describe('a replay', () => {
  it('says when a rule fired, for how long, how far it went, and who was told how often', () => {
    const replay = new GrafanaReplay([{ ...RULE, for: 120, keepFiring: 300 }]);
    for (let minute = 0; minute <= 60; minute++) {
      feed(replay, minute, minute >= 10 && minute < 30 ? minute : 0);
    }
    const { firings, notifications } = replay.result(60 * MINUTE);
    expect(firings).toEqual([
      {
        uid: 'rule',
        labels: { alertname: 'Card fraud', grafana_folder: 'Tidemark', model: 'fraud', feature: 'amount' },
        // It has to be above 10, and 10 is not.
        since: 11 * MINUTE,
        from: 13 * MINUTE,
        recovering: 30 * MINUTE,
        to: 35 * MINUTE,
        peak: 29,
        reason: '',
      },
    ]);
    expect(notifications.map(({ at, kind, receiver }) => [at / MINUTE, kind, receiver])).toEqual([
      [14, 'firing', 'risk chat'],
      [39, 'resolved', 'risk chat'],
    ]);
  });

  it('has no end for what still fires', () => {
    const replay = new GrafanaReplay([RULE]);
    feed(replay, 0, 11);
    expect(replay.result(0).firings).toMatchObject([{ from: 0, to: undefined }]);
  });

  it('leaves out what only waited', () => {
    const replay = new GrafanaReplay([{ ...RULE, for: 600 }]);
    [11, 11, 0].forEach((value, minute) => feed(replay, minute, value));
    expect(replay.result(10 * MINUTE)).toEqual({ firings: [], notifications: [] });
  });

  it('says of a rule that it cannot replay it, and why', () => {
    const nodes = [{ refId: 'fires', datasourceUid: '__expr__', model: { type: 'sql' } }];
    expect(new GrafanaReplay([{ ...RULE, nodes }]).problems).toEqual([
      'rule: fires: an expression of the type "sql" cannot be replayed: there is math, reduce, threshold, classic_conditions',
    ]);
    const [problem] = new GrafanaReplay([{ ...RULE, condition: 'else' }]).problems;
    expect(problem).toBe('rule: its condition is "else", which it does not have');
  });
});
