import { MOST_CATEGORIES } from './categories';
import { FeatureFold, type FeatureRow } from './fold';

const row = (time: number, values: readonly unknown[], group: readonly string[] = []): FeatureRow => ({
  time,
  group,
  value: (place) => values[place],
});

const numeric = { feature: 'amount', path: 'amount', kind: 'numeric' } as const;
const category = { feature: 'country', path: 'country', kind: 'categorical' } as const;
const unknown = { feature: 'x', path: 'x' } as const;

describe('lines, taken in one by one', () => {
  it('become the values of numbers and the counts of categories, beside those that are missing', () => {
    const fold = new FeatureFold([numeric, category], [], false);
    fold.add(row(1, [1.5, 'DE']));
    fold.add(row(2, ['2', 'DE']));
    fold.add(row(3, [null, 7]));
    fold.add(row(4, [undefined, true]));
    fold.add(row(5, ['', '']));
    const [amount, country] = fold.observed();
    expect(amount?.observation).toEqual({ kind: 'samples', values: Float64Array.of(1.5, 2, NaN, NaN, NaN) });
    expect(country?.observation).toMatchObject({
      histogram: { categories: ['DE', '7', 'true'], counts: [2, 1, 1], missing: 1 },
    });
    expect(fold.notices()).toEqual([]);
  });

  it('leave out, count and show values that are not of their kind', () => {
    const fold = new FeatureFold([numeric, category], [], false);
    fold.add(row(1, ['lots', { a: 1 }]));
    fold.add(row(2, [true, ['x']]));
    fold.add(row(3, [3, 'DE']));
    expect(fold.notices()).toEqual([
      'amount: 2 values are not a number (such as "lots"), and left out.',
      'country: 2 values are neither a text nor a number (such as "{\\"a\\":1}"), and left out.',
    ]);
    expect(fold.observed()[0]?.observation).toEqual({ kind: 'samples', values: Float64Array.of(3) });
  });

  it('show of what kind a feature is that nobody has told of, the same in every group', () => {
    const fold = new FeatureFold([unknown], ['g'], false);
    fold.add(row(1, [null], ['a']));
    fold.add(row(2, [5], ['b']));
    fold.add(row(3, ['text'], ['a']));
    expect(fold.observed()).toEqual([
      { feature: 'x', group: { g: 'a' }, observation: { kind: 'samples', values: Float64Array.of(NaN) } },
      { feature: 'x', group: { g: 'b' }, observation: { kind: 'samples', values: Float64Array.of(5) } },
    ]);
    expect(fold.notices()[0]).toMatch(/one value is not a number \(such as "text"\)/);
  });

  it('tell nothing of a feature of which no line has a value', () => {
    const fold = new FeatureFold([unknown, numeric], [], false);
    fold.add(row(1, [null, 1]));
    expect(fold.observed().map(({ feature }) => feature)).toEqual(['amount']);
    expect(new FeatureFold([numeric], [], false).observed()).toEqual([]);
  });

  it('are no categories where there are too many of them', () => {
    const fold = new FeatureFold([category], [], false);
    for (let i = 0; i <= MOST_CATEGORIES; i++) {
      fold.add(row(i, [`id-${i}`]));
    }
    expect(fold.observed()[0]?.observation).toMatchObject({ kind: 'unusable', message: /more than 1,000/ });
  });

  it('are cut into windows that exclude their start and include their end', () => {
    const fold = new FeatureFold([numeric, category], [], true);
    for (let time = 0; time <= 60; time += 10) {
      fold.add(row(time, [time, time < 30 ? 'a' : 'b']));
    }
    const [amount, country] = fold.overTime({ from: 20, to: 60 }, 20, 20);
    expect(amount?.points.map(({ time, observation }) => [time, Object.values(observation)[1]])).toEqual([
      [20, Float64Array.of(10, 20)],
      [40, Float64Array.of(30, 40)],
      [60, Float64Array.of(50, 60)],
    ]);
    expect(country?.points.map(({ observation }) => observation)).toMatchObject([
      { histogram: { categories: ['a'], counts: [2] } },
      { histogram: { categories: ['b'], counts: [2] } },
      { histogram: { categories: ['b'], counts: [2] } },
    ]);
  });

  it('are in every window that overlaps, and in none before the first or after the last', () => {
    const fold = new FeatureFold([category], [], true);
    [5, 15, 25].forEach((time) => fold.add(row(time, [`at ${time}`])));
    const [country] = fold.overTime({ from: 0, to: 60 }, 30, 10);
    const seen = country?.points.map(({ time, observation }) => [
      time,
      observation.kind === 'histogram' && observation.histogram.kind === 'categorical'
        ? observation.histogram.categories.join()
        : '',
    ]);
    expect(seen).toEqual([
      [10, 'at 5'],
      [20, 'at 5,at 15'],
      [30, 'at 5,at 15,at 25'],
      [40, 'at 15,at 25'],
      [50, 'at 25'],
    ]);
  });

  it('that hold too many numbers keep how many there are of each size, and those that are missing', () => {
    const [few, many] = [new FeatureFold([numeric, category], [], false, 100), new FeatureFold([numeric], [], false)];
    for (let i = 0; i < 150; i++) {
      few.add(row(i, [i % 10 === 0 ? null : 1 + i / 100, 'DE']));
      many.add(row(i, [i % 10 === 0 ? null : 1 + i / 100]));
    }
    const [sketch, country] = few.observed();
    expect(sketch?.observation).toMatchObject({
      kind: 'native',
      native: { schema: 8, count: 150 },
      sketched: { values: 135, relativeError: expect.closeTo(0.00135, 4) },
    });
    expect(country?.observation).toMatchObject({ histogram: { counts: [150] } });
    expect(many.observed()[0]?.observation).toMatchObject({ kind: 'samples', values: { length: 150 } });
    expect(few.neverSeen()).toEqual([]);
  });

  it('keep their instants where they are cut into windows, however many there are', () => {
    const fold = new FeatureFold([numeric], [], true, 3);
    for (let time = 0; time <= 60; time += 10) {
      fold.add(row(time, [time]));
    }
    expect(fold.overTime({ from: 20, to: 60 }, 20, 20)[0]?.points).toHaveLength(3);
  });
});
