import { column } from './column';

const of = (values: readonly unknown[]) => {
  const one = column('x');
  values.forEach(one.add);
  return one.result();
};

describe('a column of training data', () => {
  it('of numbers becomes edges and counts that hold every value', () => {
    const result = of(Array.from({ length: 1000 }, (_, i) => String(i)));
    expect(result.is).toBe('feature');
    const { edges = [], counts = [] } = (result as { feature: { edges?: number[]; counts?: number[] } }).feature;
    expect(counts).toHaveLength(edges.length + 1);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
    expect(edges).toEqual([...edges].sort((a, b) => a - b));
  });

  it('holds every value, too, where there are more than are kept', () => {
    const result = of(Array.from({ length: 60_000 }, (_, i) => 1 + (i % 5000)));
    const { counts = [] } = (result as { feature: { counts?: number[] } }).feature;
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeCloseTo(60_000, 3);
    // Bins of about equally many values.
    expect(Math.max(...counts)).toBeLessThan(2 * (60_000 / counts.length));
  });

  it('of words becomes categories, the most frequent first, and what stands for nothing is missing', () => {
    expect(of(['DE', 'FR', 'DE', '', null, 'N/A'])).toEqual({
      is: 'feature',
      feature: { name: 'x', categories: { DE: 2, FR: 1 }, missing: 3 },
    });
  });

  it('of numbers with a rare word is one of numbers', () => {
    const result = of([...Array.from({ length: 500 }, (_, i) => i), 'error']);
    expect(result).toMatchObject({ is: 'feature', feature: { missing: 1 } });
    expect((result as { feature: object }).feature).toHaveProperty('edges');
  });

  it('that names each row is left out, and so is an empty one', () => {
    expect(of(Array.from({ length: 300 }, (_, i) => `id-${i}`))).toMatchObject({
      is: 'left_out',
      why: 'too_many_categories',
    });
    expect(of(['', null])).toMatchObject({ is: 'left_out', why: 'empty' });
  });
});
