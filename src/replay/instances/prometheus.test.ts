import { MINUTE } from '../testing/rules';
import { PrometheusInstances, type PrometheusRule } from './prometheus';

const RULE: PrometheusRule = {
  alert: 'TidemarkVolume',
  labels: { team: 'data', drop: '' },
  interval: 60,
  for: 120,
  keepFiring: 120,
};

/** The state after each evaluation, a minute apart: true where the expression answers. */
function course(rule: Partial<PrometheusRule>, answers: readonly boolean[]): readonly string[] {
  const instances = new PrometheusInstances({ ...RULE, ...rule });
  return answers.map((is, i) => {
    const { transitions } = instances.step(i * MINUTE, is ? [{ labels: { model: 'fraud', drop: 'x' }, value: 1 }] : []);
    return transitions.map(({ to }) => to).join();
  });
}

const YES = true;
const NO = false;

describe('an alert of Prometheus', () => {
  it('is pending for as long as the rule says', () => {
    expect(course({}, [YES, YES, YES, YES])).toEqual(['pending', 'pending', 'firing', 'firing']);
  });

  it('is gone where it was pending, and begins anew', () => {
    expect(course({}, [YES, NO, YES, YES, YES])).toEqual(['pending', 'inactive', 'pending', 'pending', 'firing']);
  });

  it('fires at once where the rule does not wait', () => {
    expect(course({ for: 0, keepFiring: 0 }, [YES, NO])).toEqual(['firing', 'inactive']);
  });

  it('keeps firing for as long as the rule says, counted from the first evaluation without it', () => {
    expect(course({ for: 0 }, [YES, NO, NO, NO])).toEqual(['firing', 'firing', 'firing', 'inactive']);
    expect(course({ for: 0 }, [YES, NO, YES, NO, NO, NO])).toEqual([
      'firing',
      'firing',
      'firing',
      'firing',
      'firing',
      'inactive',
    ]);
  });

  it('has the labels of its rule and of the answer, and none that the rule sets to nothing', () => {
    const { sent } = new PrometheusInstances({ ...RULE, for: 0 }).step(0, [
      { labels: { __name__: 'up', model: 'fraud', drop: 'x' }, value: 1 },
    ]);
    expect(sent).toEqual([
      {
        at: 0,
        startsAt: 0,
        endsAt: 4 * MINUTE,
        labels: { alertname: 'TidemarkVolume', model: 'fraud', team: 'data' },
      },
    ]);
  });

  it('does nothing where two answers become one alert', () => {
    const instances = new PrometheusInstances({ ...RULE, for: 0 });
    const twice = [{ drop: 'a' }, { drop: 'b' }].map((labels) => ({ labels, value: 1 }));
    expect(instances.step(0, twice)).toEqual({ transitions: [], sent: [] });
  });

  // needsSending: LastSentAt + resendDelay must lie before now, so every other minute at an interval of a minute.
  it('is said again after more than a minute', () => {
    const instances = new PrometheusInstances({ ...RULE, for: 0 });
    const sent = [0, 1, 2, 3, 4].map((i) => instances.step(i * MINUTE, [{ labels: {}, value: 1 }]).sent.length);
    expect(sent).toEqual([1, 0, 1, 0, 1]);
  });
});
