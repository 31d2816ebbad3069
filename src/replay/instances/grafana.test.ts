import type { ReplayRule } from '../../model';
import type { Answer } from '../expression/value';
import type { Labels } from '../labels';
import { GrafanaReplay } from '../replay';
import { MINUTE, RULE } from '../testing/rules';

/** What the only query answers at an evaluation: numbers by feature, nothing, or an error. */
type Given = Readonly<Record<string, number | null>> | 'nothing' | 'error';

function answer(given: Given): Answer {
  if (given === 'error') {
    return { ok: false, error: 'Prometheus does not answer' };
  }
  const samples = given === 'nothing' ? [] : Object.entries(given);
  return {
    ok: true,
    samples: samples.map(([feature, value]) => {
      const labels: Labels = feature === '' ? {} : { feature };
      return { labels, value };
    }),
  };
}

/** State and reason after each evaluation, a minute apart, of the instance of a feature. */
function course(rule: Partial<ReplayRule>, given: readonly Given[], feature = 'amount'): readonly string[] {
  const replay = new GrafanaReplay([{ ...RULE, ...rule }]);
  return given.map((one, i) => {
    const { transitions } = replay.evaluate('rule', i * MINUTE, { value: answer(one) });
    const own = transitions.find(({ labels }) => labels['feature'] === feature);
    return own === undefined ? '-' : own.reason === '' ? own.to : `${own.to} (${own.reason})`;
  });
}

const values = (...numbers: ReadonlyArray<number | null>): readonly Given[] => numbers.map((amount) => ({ amount }));

describe('an instance', () => {
  it('fires at once where the rule does not wait, and is over at once where it does not keep firing', () => {
    expect(course({}, values(1, 11, 12, 1))).toEqual(['Normal', 'Alerting', 'Alerting', 'Normal']);
  });

  it('waits as long as the rule says, counted from the first evaluation that said so', () => {
    expect(course({ for: 120 }, values(11, 11, 11, 11))).toEqual(['Pending', 'Pending', 'Alerting', 'Alerting']);
    expect(course({ for: 120 }, values(11, 11, 1, 11))).toEqual(['Pending', 'Pending', 'Normal', 'Pending']);
  });

  it('recovers for as long as the rule says, and fires again at once meanwhile', () => {
    expect(course({ for: 60, keepFiring: 120 }, values(11, 11, 1, 1, 11, 1, 1, 1))).toEqual([
      'Pending',
      'Alerting',
      'Recovering',
      'Recovering',
      'Alerting',
      'Recovering',
      'Recovering',
      'Normal',
    ]);
  });

  it('is over only below the recovery threshold, also while it waits', () => {
    expect(course({}, values(11, 7, 4.9, 7))).toEqual(['Alerting', 'Alerting', 'Normal', 'Normal']);
    expect(course({ for: 120 }, values(11, 7, 7))).toEqual(['Pending', 'Pending', 'Alerting']);
  });

  // AlertingResultsFromRuleState reads Alerting and Pending states with an empty reason, and no others.
  it('is held against the first threshold again while it recovers, and after it kept its last state', () => {
    expect(course({ keepFiring: 600 }, values(11, 4, 7))).toEqual(['Alerting', 'Recovering', 'Recovering']);
    expect(course({}, [{ amount: 11 }, 'nothing', { amount: 7 }])).toEqual([
      'Alerting',
      'Alerting (NoData, KeepLast)',
      'Normal',
    ]);
  });
});

describe('without data', () => {
  it('an instance keeps its last state, and what waits goes on waiting', () => {
    const given: readonly Given[] = [{ amount: 11 }, 'nothing', 'nothing', { amount: 11 }];
    expect(course({ for: 120 }, given)).toEqual([
      'Pending',
      'Pending (NoData, KeepLast)',
      'Alerting (NoData, KeepLast)',
      'Alerting',
    ]);
  });

  it('a null is no data', () => {
    expect(course({}, values(11, null))).toEqual(['Alerting', 'Alerting (NoData, KeepLast)']);
  });

  it('a rule that asks for it has a state of its own, with a name of its own', () => {
    const replay = new GrafanaReplay([{ ...RULE, noData: 'NoData' }]);
    const { sent, transitions } = replay.evaluate('rule', 0, { value: answer('nothing') });
    expect(transitions.map(({ to }) => to)).toEqual(['NoData']);
    expect(sent.map(({ labels }) => labels)).toEqual([
      {
        alertname: 'DatasourceNoData',
        rulename: 'Card fraud',
        grafana_folder: 'Tidemark',
        model: 'fraud',
        datasource_uid: 'tidemark',
        ref_id: 'value',
      },
    ]);
  });

  it('all instances fire where the rule says so', () => {
    expect(course({ noData: 'Alerting' }, [{ amount: 1 }, 'nothing'])).toEqual(['Normal', 'Alerting (NoData)']);
    expect(course({ noData: 'OK' }, [{ amount: 11 }, 'nothing'])).toEqual(['Alerting', 'Normal (NoData)']);
  });
});

describe('an error', () => {
  it('keeps the last state', () => {
    expect(course({}, [{ amount: 11 }, 'error', { amount: 1 }])).toEqual([
      'Alerting',
      'Alerting (Error, KeepLast)',
      'Normal',
    ]);
  });

  it('fires where the rule says so, as one instance where there was none', () => {
    const replay = new GrafanaReplay([{ ...RULE, onError: 'Alerting', for: 60 }]);
    const states = [0, 1].map(
      (minute) => replay.evaluate('rule', minute * MINUTE, { value: answer('error') }).transitions
    );
    expect(states.map((one) => one.map(({ to, labels }) => [to, labels['model']]))).toEqual([
      [['Pending', 'fraud']],
      [['Alerting', 'fraud']],
    ]);
  });
});

describe('an instance that is not answered any more', () => {
  it('stays for an evaluation, and is over after two', () => {
    const given: readonly Given[] = [{ amount: 11, age: 1 }, { age: 1 }, { age: 1 }, { age: 1 }];
    expect(course({}, given)).toEqual(['Alerting', 'Alerting', 'Normal (MissingSeries)', '-']);
  });

  it('is told to be over once', () => {
    const replay = new GrafanaReplay([RULE]);
    const given: readonly Given[] = [{ amount: 11, age: 1 }, { age: 1 }, { age: 1 }, { age: 1 }];
    const sent = given.map((one, i) =>
      replay.evaluate('rule', i * MINUTE, { value: answer(one) }).sent.map(({ at, endsAt }) => endsAt - at)
    );
    // Four intervals ahead while it fires, and now.
    expect(sent).toEqual([[4 * MINUTE], [4 * MINUTE], [0], []]);
  });
});

it('what is over is said again for a quarter of an hour, in case it was not heard', () => {
  const replay = new GrafanaReplay([RULE]);
  const sent = [11, ...Array.from({ length: 20 }, () => 1)].map(
    (amount, i) => replay.evaluate('rule', i * MINUTE, { value: answer({ amount }) }).sent.length
  );
  expect(sent.lastIndexOf(1)).toBe(16);
  expect(sent.slice(0, 17)).toEqual(sent.slice(0, 17).map(() => 1));
});
