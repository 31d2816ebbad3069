import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { seeded } from '../testing/random';
import { benjaminiHochberg } from './benjaminiHochberg';

describe('benjaminiHochberg', () => {
  test('Benjamini & Hochberg 1995: rejects 4 of 15, where Bonferroni rejects 3', () => {
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ];
    const adjusted = benjaminiHochberg(p);
    [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857].forEach((expected, i) =>
      expect(adjusted[i]).toBeCloseTo(expected, 6)
    );
    expect(adjusted.filter((one) => one <= 0.05)).toHaveLength(4);
    expect(p.filter((one) => one * p.length <= 0.05)).toHaveLength(3);
  });

  test('agrees with scipy.stats.false_discovery_control, ties included', () => {
    for (const { p, adjusted } of scipy.falseDiscovery) {
      benjaminiHochberg(p).forEach((one, i) => expectClose(one, adjusted[i] as number));
    }
  });

  test('does not depend on the order asked in', () => {
    const random = seeded(6);
    const p = Array.from({ length: 50 }, () => random() ** 3);
    const turned = benjaminiHochberg([...p].reverse()).reverse();
    expect(turned).toEqual(benjaminiHochberg(p));
  });

  test('one test stays as it is; adjusted p-values are never smaller and never above 1', () => {
    expect(benjaminiHochberg([0.03])).toEqual([0.03]);
    const p = [0.2, 0.9, 0.04, 1, 0];
    benjaminiHochberg(p).forEach((one, i) => {
      expect(one).toBeGreaterThanOrEqual(p[i] as number);
      expect(one).toBeLessThanOrEqual(1);
    });
  });

  test('what was not tested stays null and does not count', () => {
    expect(benjaminiHochberg([null, 0.01, null, 0.02])).toEqual([null, 0.02, null, 0.02]);
    expect(benjaminiHochberg([null])).toEqual([null]);
    expect(benjaminiHochberg([])).toEqual([]);
  });

  test.each([NaN, -0.1, 1.1, Infinity])("a p-value of %p is a programmer's error", (p) => {
    expect(() => benjaminiHochberg([0.5, p])).toThrow(RangeError);
  });
});
