import { worstFeature } from './worstFeature';

describe('worstFeature', () => {
  test('is the largest effect, each in its own threshold', () => {
    const features = [
      { verdict: 'drift', effect: 0.5, drift: 0.25 },
      { verdict: 'warning', effect: 0.9, drift: 1 },
    ] as const;
    expect(worstFeature(features)).toBe(2);
    expect(worstFeature(features.slice(1))).toBe(0.9);
  });

  test('counts what chance explains, and what has no threshold, as nothing; and knows nothing where nothing is judged', () => {
    expect(worstFeature([{ verdict: 'ok', effect: 0.4, drift: 0.25 }])).toBe(0);
    expect(worstFeature([{ verdict: 'warning', effect: 0.4, drift: Infinity }])).toBe(0);
    expect(worstFeature([{ verdict: 'insufficient', effect: 4, drift: 0.25 }])).toBeNull();
    expect(worstFeature([])).toBeNull();
  });
});
