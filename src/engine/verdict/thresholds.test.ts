import { scores } from '../score/catalogue';
import { resolveThresholds } from './thresholds';

describe('resolveThresholds', () => {
  test('are the usual ones where nobody says otherwise, or none', () => {
    expect(resolveThresholds(scores.psi, [undefined])).toEqual({ warning: 0.1, drift: 0.25 });
    expect(resolveThresholds(scores.ks, [{}])).toBeNull();
  });

  test('the first override that has a level gives it', () => {
    const own = { psi: { drift: 0.5 } };
    const all = { psi: { warning: 0.2, drift: 0.3 } };
    expect(resolveThresholds(scores.psi, [own, all])).toEqual({ warning: 0.2, drift: 0.5 });
  });

  test('a drift level below the usual warning takes the warning with it', () => {
    expect(resolveThresholds(scores.psi, [{ psi: { drift: 0.05 } }])).toEqual({ warning: 0.05, drift: 0.05 });
  });

  test('where there are no usual ones, a single level is enough', () => {
    expect(resolveThresholds(scores.ks, [{ ks: { drift: 0.2 } }])).toEqual({ warning: 0.2, drift: 0.2 });
    expect(resolveThresholds(scores.ks, [{ ks: { warning: 0.2 } }])).toEqual({ warning: 0.2, drift: Infinity });
  });

  test.each([NaN, -1])("a threshold of %p is a programmer's error", (level) => {
    expect(() => resolveThresholds(scores.psi, [{ psi: { drift: level } }])).toThrow(RangeError);
    expect(() => resolveThresholds(scores.psi, [{ psi: { drift: 1 } }, { psi: { warning: level } }])).toThrow(
      RangeError
    );
  });
});
