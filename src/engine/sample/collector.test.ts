import { alignNative } from '../distribution/alignNative';
import { type ExponentialHistogram, nativeBound } from '../distribution/nativeHistogram';
import { ks } from '../score/ks';
import { nativeFixture } from '../testing/native';
import { valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { collector } from './collector';
import { kolmogorovSmirnov } from './kolmogorovSmirnov';

const draw = (random: () => number, size: number, shift = 0): Float64Array =>
  Float64Array.from({ length: size }, () => (random() + random() + random() - 1 + shift) * 100);

function sketchOf(values: ArrayLike<number>, options = {}): ExponentialHistogram {
  const one = collector({ limit: 0, ...options });
  one.add(values);
  const found = one.collected();
  if (found.kind !== 'sketch') {
    throw new Error('not a sketch');
  }
  return found.histogram;
}

describe('collector', () => {
  test('keeps the values while there are few, and their counts beyond', () => {
    const one = collector({ limit: 3 });
    one.add([3, -1, 0]);
    expect(one.collected()).toEqual({ kind: 'samples', values: Float64Array.of(3, -1, 0), repairs: [] });
    one.add([8, NaN]);
    const found = one.collected();
    expect(found).toMatchObject({
      kind: 'sketch',
      histogram: { count: 4, zeroCount: 1, schema: 8 },
      repairs: [
        { kind: 'not_finite_left_out', values: 1 },
        { kind: 'sketched', values: 4 },
      ],
    });
  });

  test('puts each value into the bucket that holds it, bounds and the ends of the doubles among them', () => {
    {
      const schema = 8;
      const values = [1, 2, 1024, nativeBound(77, schema), nativeBound(-1234, schema), 5e-324, 1.7e308, Math.PI];
      for (const value of values) {
        const [[index] = [NaN]] = sketchOf([value]).positive;
        expect(value).toBeLessThanOrEqual(nativeBound(index, schema));
        expect(value).toBeGreaterThan(nativeBound(index - 1, schema));
      }
    }
  });

  test('the doubles next to a bound, on either side, are put into the bucket that holds them, over all magnitudes', () => {
    const view = new DataView(new ArrayBuffer(8));
    const beside = (value: number, steps: bigint): number => {
      view.setFloat64(0, value);
      view.setBigInt64(0, view.getBigInt64(0) + steps);
      return view.getFloat64(0);
    };
    let held = 0;
    for (let at = -274_000; at <= 262_000; at += 97) {
      const bound = nativeBound(at, 8);
      for (const steps of bound > 1e-323 && bound < Infinity ? [-2n, -1n, 0n, 1n, 2n] : []) {
        const value = beside(bound, steps);
        const [[index] = [NaN]] = sketchOf([value]).positive;
        if (!(value <= nativeBound(index, 8) && value > nativeBound(index - 1, 8))) {
          throw new Error(`${value} is not in bucket ${index}`);
        }
        held++;
      }
    }
    expect(held).toBeGreaterThan(25_000);
  });

  test('of 200 sets of values is the histogram that mpmath counts of them, to 60 digits', () => {
    expect(nativeFixture.sketches).toHaveLength(200);
    for (const { values, histogram } of nativeFixture.sketches) {
      expect(sketchOf(values)).toEqual(histogram);
    }
  });

  test('sketches of parts add up to the sketch of the whole, in whatever order', () => {
    const random = seeded(41);
    const parts = [draw(random, 400), draw(random, 300, 5), draw(random, 500, -3)];
    const whole = sketchOf(parts.flatMap((part) => [...part]));
    for (const order of [
      [0, 1, 2],
      [2, 0, 1],
    ]) {
      // prettier-ignore
      const all = collector({ limit: 0 });
      for (const i of order) {
        const part = collector({ limit: i === 0 ? 1000 : 0 });
        part.add(parts[i] as Float64Array);
        all.merge(part);
      }
      expect(all.collected()).toMatchObject({ histogram: whole });
    }
  });

  test('stays within its buckets on any range, by merging neighbours, and loses nothing', () => {
    const random = seeded(42);
    const wide = Float64Array.from({ length: 20_000 }, () => (random() - 0.5) * 10 ** (600 * random() - 300));
    const sketch = sketchOf(wide, { buckets: 300 });
    expect(sketch.positive.length + sketch.negative.length).toBeLessThanOrEqual(300);
    expect(sketch.schema).toBeLessThan(8);
    const held = [...sketch.positive, ...sketch.negative].reduce((all, [, count]) => all + count, sketch.zeroCount);
    expect(held).toBe(20_000);
  });

  test('KS of two sketches bounds the KS of the values, and closely', () => {
    const random = seeded(43);
    const [x, y] = [draw(random, 5000), draw(random, 4000, 0.2)];
    const exact = valueOf(kolmogorovSmirnov(x, y)).statistic;
    const score = valueOf(ks(valueOf(alignNative(sketchOf(x), sketchOf(y), { mostBuckets: 4096 }))));
    expect(score.lower as number).toBeLessThanOrEqual(exact + 1e-12);
    expect(score.upper as number).toBeGreaterThanOrEqual(exact - 1e-12);
    expect((score.upper as number) - (score.lower as number)).toBeLessThan(0.02);
  });
});
