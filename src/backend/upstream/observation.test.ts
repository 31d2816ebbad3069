import { categorical, numeric } from '../query/testing/tableUpstream';
import { nativeResolution, observedNative, sawSomething } from './observation';

const native = (buckets: ReadonlyArray<[number, string, string, string]>, count = '5') =>
  observedNative({ count, buckets });

describe('sawSomething', () => {
  it('is false for a histogram of zeros, classic or native, and for no samples', () => {
    expect(sawSomething(numeric([1], [0, 0]))).toBe(false);
    expect(sawSomething(native([], '0'))).toBe(false);
    expect(sawSomething({ kind: 'samples', values: [] })).toBe(false);
  });

  it('is true for counts, samples, and for what cannot be used', () => {
    expect(sawSomething(numeric([1], [0, 0.5]))).toBe(true);
    expect(sawSomething(native([[0, '1', '2', '5']]))).toBe(true);
    expect(sawSomething({ kind: 'samples', values: [0] })).toBe(true);
    expect(sawSomething({ kind: 'unusable', message: '' })).toBe(true);
  });
});

describe('a native histogram', () => {
  it('that cannot be read is said, and leaves its neighbours whole', () => {
    expect(native([[0, '2', '1', '5']])).toMatchObject({ kind: 'unusable', message: expect.stringMatching(/2 to 1/) });
  });

  it('tells how closely its values are known: by the coarsest schema of all', () => {
    const coarse = native([[0, '1', '2', '5']]);
    const fine = native([[0, '1', '1.0905077326652577', '5']]);
    expect(nativeResolution([fine, coarse, numeric([1], [2, 3])])).toBe(
      'Native histograms: each value is known to 33.3 % of its size (schema 0).'
    );
    expect(nativeResolution([fine])).toContain('4.33 % of its size (schema 3)');
  });

  it('of custom bounds has no such measure, and what is no native histogram neither', () => {
    expect(nativeResolution([native([[0, '1', '1.7', '5']])])).toBeUndefined();
    expect(nativeResolution([categorical({ DE: 1 })])).toBeUndefined();
  });
});
