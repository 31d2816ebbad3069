import { numericBins } from './numericBins';

describe('numericBins', () => {
  test('cover all numbers, each once', () => {
    expect(numericBins([1, 2])).toEqual([
      { label: '≤ 1', lower: -Infinity, upper: 1 },
      { label: '1 – 2', lower: 1, upper: 2 },
      { label: '> 2', lower: 2, upper: Infinity },
    ]);
    expect(numericBins([])).toEqual([{ label: 'all', lower: -Infinity, upper: Infinity }]);
  });

  test('labels have six digits, and more where six would not tell neighbours apart', () => {
    expect(numericBins([0.1 + 0.2, 1]).map((bin) => bin.label)).toEqual(['≤ 0.3', '0.3 – 1', '> 1']);
    expect(numericBins([1000000.1, 1000000.2]).map((bin) => bin.label)[0]).toBe('≤ 1000000.1');
  });

  test('edges asked for before do not leak into others', () => {
    const edges = [1, 2];
    const bins = numericBins(edges);
    expect(numericBins([1, 2])).toBe(bins);
    edges[1] = 3;
    expect(numericBins(edges)[1]?.upper).toBe(3);
    expect(numericBins([1, 2])[1]?.upper).toBe(2);
  });
});
