import { firingsOf, withRunning, type StateChange } from './firings';

const change = (time: number, newState: string, feature = 'amount'): StateChange => ({
  alertId: 1,
  newState,
  time,
  tags: ['model:fraud', 'check:feature_drift', 'team:data', `feature:${feature}`],
});

describe('stretches of firing', () => {
  it('begin with alerting and end with normal, each instance by itself, in whichever order they are told', () => {
    const told = [change(30, 'Normal'), change(10, 'Alerting'), change(5, 'Pending'), change(20, 'Alerting', 'age')];
    expect(firingsOf(told)).toEqual([
      { model: 'fraud', check: 'feature_drift', what: 'age', from: 20 },
      { model: 'fraud', check: 'feature_drift', what: 'amount', from: 10, to: 30 },
    ]);
  });

  it('go on while an alert recovers, and through a state with a reason', () => {
    const told = [
      change(10, 'Alerting (NoData)'),
      change(20, 'Recovering'),
      change(30, 'Alerting'),
      change(40, 'Normal (Updated)'),
    ];
    expect(firingsOf(told)).toEqual([expect.objectContaining({ from: 10, to: 40 })]);
  });

  it('are none of what names no model, and of an end whose beginning is not known', () => {
    expect(firingsOf([{ newState: 'Alerting', time: 1, tags: ['a'] }, change(2, 'Normal'), {}])).toEqual([]);
  });

  it('are joined by what fires now and began before anything is remembered', () => {
    const remembered = firingsOf([change(10, 'Alerting')]);
    const amount = { model: 'fraud', check: 'feature_drift', what: 'amount', from: 9 };
    const age = { ...amount, what: 'age', from: 3 };
    expect(withRunning(remembered, [amount, age])).toEqual([...remembered, age]);
    // The rule of one that fires no more was removed.
    expect(withRunning(remembered, [])).toEqual([expect.objectContaining({ from: 10, to: 10 })]);
  });
});
