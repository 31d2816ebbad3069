import { readRoutingTree, routesOf } from './tree';

/** After the example of Alertmanager's documentation (`doc/examples/simple.yml`). */
const CONFIG = {
  route: {
    receiver: 'team-X-mails',
    group_by: ['alertname', 'cluster'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '3h',
    routes: [
      {
        matchers: ['service=~"foo1|foo2|baz"'],
        receiver: 'team-X-mails',
        mute_time_intervals: ['nights'],
        routes: [{ matchers: ['{severity="critical", env!="test"}'], receiver: 'team-X-pager' }],
      },
      { match: { service: 'files' }, receiver: 'team-Y-mails', continue: true },
      { match_re: { service: 'files|database' }, receiver: 'team-DB', group_by: ['alertname', 'database'] },
    ],
  },
  time_intervals: [{ name: 'nights', time_intervals: [{ times: [{ start_time: '20:00', end_time: '24:00' }] }] }],
  inhibit_rules: [
    {
      source_matchers: ['severity="critical"'],
      target_matchers: ['severity=~"warning|info"', 'check=~".+"'],
      equal: ['alertname'],
    },
    { source_matchers: ['severity=~"crit.*"'], target_matchers: ['severity="warning"'] },
  ],
};

describe('who is told, by a configuration of Alertmanager', () => {
  const tree = readRoutingTree(CONFIG);
  const told = (labels: Record<string, string>) =>
    tree.ok ? routesOf(tree.root, labels).map(({ receiver }) => receiver) : [];

  it('is the deepest node that takes the labels, and the next one where a node goes on', () => {
    expect(told({ service: 'foo1', severity: 'critical' })).toEqual(['team-X-pager']);
    expect(told({ service: 'foo1', severity: 'critical', env: 'test' })).toEqual(['team-X-mails']);
    expect(told({ service: 'files' })).toEqual(['team-Y-mails', 'team-DB']);
    // A pattern holds for the whole value.
    expect(told({ service: 'foo12' })).toEqual(['team-X-mails']);
    expect(told({})).toEqual(['team-X-mails']);
  });

  it('keeps times of its own, and hands the rest down', () => {
    const [pager, mails] = tree.ok
      ? [...routesOf(tree.root, { service: 'baz', severity: 'critical' }), ...routesOf(tree.root, { service: 'baz' })]
      : [];
    expect(pager).toMatchObject({
      groupBy: ['alertname', 'cluster'],
      groupWait: 30,
      groupInterval: 300,
      repeatInterval: 10_800,
    });
    expect(pager?.muted).toBeUndefined();
    expect(mails?.muted).toEqual([{ times: [{ start_time: '20:00', end_time: '24:00' }] }]);
    expect(pager?.key).not.toBe(mails?.key);
  });

  it('knows what keeps what quiet, and says which of it cannot be looked at', () => {
    expect(tree).toMatchObject({
      inhibitions: [
        { source: { severity: ['critical'] }, target: { severity: ['warning', 'info'] }, equal: ['alertname'] },
      ],
      notes: [expect.stringMatching(/no plain values/)],
    });
  });

  it.each([
    [{}, /no "route"/],
    [{ route: { receiver: 'a', routes: [{ matchers: ['no matcher'] }] } }, /"no matcher" cannot be read/],
    [{ route: { receiver: 'a', routes: [{ match_re: { a: '(' } }] } }, /pattern "\(" cannot be read/],
  ])('says of %j what is wrong', (config, message) => {
    expect(readRoutingTree(config)).toMatchObject({ ok: false, message: expect.stringMatching(message) });
  });
});
