import { decide, VERDICTS, type Evidence } from './verdict';

const evidence: Evidence = {
  score: { label: 'PSI', direction: 'higher_is_more_drift' },
  value: 0.4,
  effect: 0.38,
  thresholds: { warning: 0.1, drift: 0.25 },
  pAdjusted: 0.001,
  alpha: 0.05,
  detectable: { label: 'PSI', value: 0.0338, threshold: 0.25 },
  sizes: { reference: 1000, current: 1000, bins: 10 },
};

describe('decide', () => {
  test.each<[string, Partial<Evidence>, string, string]>([
    [
      'drift: above the drift threshold and significant',
      {},
      'drift',
      'PSI 0.4, 0.38 of it beyond noise, is above the drift threshold 0.25 and more than chance gives (adjusted p 0.001).',
    ],
    [
      'warning: above the warning threshold and significant',
      { value: 0.2, effect: 0.2 },
      'warning',
      'PSI 0.2 is above the warning threshold 0.1 and more than chance gives (adjusted p 0.001).',
    ],
    [
      'drift: a p too small to print is a bound, never zero, and noise too small to see is not split off',
      { value: 0.4, effect: 0.39999, pAdjusted: 0 },
      'drift',
      'PSI 0.4 is above the drift threshold 0.25 and more than chance gives (adjusted p below 0.0001).',
    ],
    [
      'ok: next to nothing is said without its leading zeros',
      { value: 0.0000561, effect: 0, pAdjusted: 0.9 },
      'ok',
      'PSI below 0.001 is within what chance gives (adjusted p 0.9, above 0.05).',
    ],
    [
      'ok: real, and too small to matter',
      { value: 0.07, effect: 0.05 },
      'ok',
      'PSI 0.07, 0.05 of it beyond noise, is more than chance gives (adjusted p 0.001) but not above the warning threshold 0.1.',
    ],
    [
      'ok: nothing beyond noise',
      { value: 0.02, effect: 0.002, pAdjusted: 0.4 },
      'ok',
      'PSI 0.02 is within what chance gives (adjusted p 0.4, above 0.05).',
    ],
    [
      'ok: large, and not significant among so many',
      { value: 0.3, effect: 0.3, pAdjusted: 0.2 },
      'ok',
      'PSI 0.3, though above the drift threshold 0.25, is within what chance gives (adjusted p 0.2, above 0.05).',
    ],
    [
      'insufficient: nothing below the threshold could be seen',
      {
        detectable: { label: 'PSI', value: 0.603, threshold: 0.25 },
        sizes: { reference: 100, current: 100, bins: 20 },
      },
      'insufficient',
      'Too little data: with 100 reference and 100 current observations in 20 bins, PSI below 0.603 cannot be told from noise, and the threshold is 0.25 (measured: PSI 0.4).',
    ],
    [
      'insufficient: there is no test',
      { pAdjusted: null, sizes: { reference: Infinity, current: 3, bins: 1 } },
      'insufficient',
      'Too little data: a fixed reference and 3 current observations in 1 bin allow no test of PSI 0.4.',
    ],
  ])('%s', (_, change, verdict, reason) => {
    expect(decide({ ...evidence, ...change })).toEqual({ verdict, reason });
  });

  test('a value on a threshold is not above it; a p on alpha is significant', () => {
    expect(decide({ ...evidence, value: 0.25, effect: 0.25 }).verdict).toBe('warning');
    expect(decide({ ...evidence, value: 0.1, effect: 0.1 }).verdict).toBe('ok');
    expect(decide({ ...evidence, pAdjusted: 0.05 }).verdict).toBe('drift');
  });

  test('every verdict is one of the list', () => {
    expect(VERDICTS).toEqual(['ok', 'warning', 'drift', 'insufficient']);
  });
});
