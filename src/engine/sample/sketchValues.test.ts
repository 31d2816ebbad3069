import { type ExponentialHistogram } from '../distribution/nativeHistogram';
import { seeded } from '../testing/random';
import { valueOf } from '../testing/pairs';
import { collector } from './collector';
import { kolmogorovSmirnov } from './kolmogorovSmirnov';
import { sketchValues } from './sketchValues';
import { wassersteinDistance } from './transport';

function sketched(values: Float64Array): { histogram: ExponentialHistogram; relativeError: number } {
  const one = collector({ limit: 0 });
  one.add(values);
  const found = one.collected();
  if (found.kind !== 'sketch') {
    throw new Error('not a sketch');
  }
  return found;
}

describe('the values of a sketch', () => {
  test('are as many as were put in, each right to the error that it tells, of both signs and any size', () => {
    const random = seeded(7);
    const values = Float64Array.from({ length: 20_000 }, () => (random() - 0.3) * 10 ** (8 * random() - 4));
    values.fill(0, 100, 130);
    const { histogram, relativeError } = sketched(values);
    const found = sketchValues(histogram);
    values.sort();
    expect(found).toHaveLength(values.length);
    found.forEach((value, i) => {
      const truth = values[i] as number;
      if (Math.abs(value - truth) > relativeError * Math.abs(truth) * (1 + 1e-9)) {
        throw new Error(`${value} stands for ${truth}`);
      }
    });
  });

  test('give the exact scores of raw values to within that error', () => {
    const random = seeded(8);
    const draw = (shift: number): Float64Array =>
      Float64Array.from({ length: 5_000 }, () => 50 * random() + 20 + shift);
    const [x, y] = [draw(0), draw(3)];
    const [a, b] = [sketched(x), sketched(y)];
    const [ofA, ofB] = [sketchValues(a.histogram), sketchValues(b.histogram)];
    const moved = valueOf(wassersteinDistance(x, y)).distance;
    expect(Math.abs(valueOf(wassersteinDistance(ofA, ofB)).distance - moved)).toBeLessThan(2 * 75 * a.relativeError);
    const gap = valueOf(kolmogorovSmirnov(x, y)).statistic;
    expect(Math.abs(valueOf(kolmogorovSmirnov(ofA, ofB)).statistic - gap)).toBeLessThan(0.01);
  });

  test('at the ends of the doubles are numbers all the same', () => {
    const ends = Float64Array.of(-1.7e308, -5e-324, 5e-324, 1.7e308);
    expect([...sketchValues(sketched(ends).histogram)].every(Number.isFinite)).toBe(true);
  });
});
