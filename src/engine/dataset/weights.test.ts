import { HOSTILE_NUMBERS } from '../testing/within';
import { reasonOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { featureWeights } from './weights';

describe('featureWeights', () => {
  test('are the proportions of the importances, the mean of them where one is missing, and equal where all are', () => {
    expect(valueOf(featureWeights([{ importance: 3 }, { importance: 1 }]))).toEqual([0.75, 0.25]);
    expect(valueOf(featureWeights([{ importance: 2 }, {}]))).toEqual([0.5, 0.5]);
    expect(valueOf(featureWeights([{}, {}, {}, {}]))).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(valueOf(featureWeights([{ importance: 0 }, { importance: 0 }]))).toEqual([0.5, 0.5]);
    expect(valueOf(featureWeights([{ importance: 0 }, { importance: 7 }]))).toEqual([0, 1]);
  });

  test('add up to 1 and do not depend on the unit, however large or small', () => {
    const random = seeded(51);
    for (let k = 0; k < 2_000; k++) {
      const scale = 10 ** (random() * 600 - 300);
      const importances = Array.from({ length: 1 + Math.floor(random() * 20) }, () => random());
      const plain = valueOf(featureWeights(importances.map((importance) => ({ importance }))));
      const scaled = valueOf(featureWeights(importances.map((importance) => ({ importance: importance * scale }))));
      expect(Math.abs(plain.reduce((all, one) => all + one, 0) - 1)).toBeLessThan(1e-14);
      plain.forEach((weight, i) => expect(Math.abs(weight - (scaled[i] as number))).toBeLessThan(1e-13));
    }
    expect(valueOf(featureWeights([{ importance: 1e308 }, { importance: 1e308 }]))).toEqual([0.5, 0.5]);
  });

  test('are not made of what is no weight, nor of nothing', () => {
    expect(reasonOf(featureWeights([]))).toBe('no_features');
    for (const importance of HOSTILE_NUMBERS.filter((one) => !(one >= 0 && one < Infinity))) {
      expect(reasonOf(featureWeights([{ importance: 1 }, { importance }]))).toBe('invalid_weight');
    }
  });
});
