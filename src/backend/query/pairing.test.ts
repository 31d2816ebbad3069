import { freezeOn } from './pairing';
import { categorical, numeric } from './testing/tableUpstream';

describe('freezeOn', () => {
  const reference = numeric([10, 20, 30], [5, 10, 10, 5]);

  it('keeps the buckets of a histogram as they are', () => {
    const pair = freezeOn(reference)(numeric([10, 20, 30], [1, 2, 3, 4]));
    expect(pair).toMatchObject({ ok: true, value: { reference: [5, 10, 10, 5], current: [1, 2, 3, 4] }, repairs: [] });
  });

  it('merges buckets to the bins that the query asks for, on both sides alike', () => {
    const pair = freezeOn(reference, { strategy: 'quantile', bins: 2 })(numeric([10, 20, 30], [1, 2, 3, 4]));
    expect(pair).toMatchObject({ ok: true, value: { reference: [15, 15], current: [3, 7], estimated: false } });
  });

  it('cuts both sides at custom edges that neither has, and says that it interpolates', () => {
    const pair = freezeOn(reference, { strategy: 'custom', edges: [15] })(numeric([10, 20, 30], [0, 10, 0, 0]));
    expect(pair).toMatchObject({ ok: true, value: { reference: [10, 20], current: [5, 5] } });
    expect(pair.ok && pair.repairs.map(({ kind }) => kind)).toEqual(['interpolated', 'interpolated']);
  });

  it('freezes bins of raw samples on the reference, and counts the current ones in them', () => {
    const values = Array.from({ length: 100 }, (_, i) => i + 1);
    const pairing = freezeOn({ kind: 'samples', values });
    const pair = pairing({ kind: 'samples', values: [0, 0, 1000] });
    expect(pair.ok && pair.value.reference).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 10]);
    expect(pair.ok && pair.value.current).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('counts raw samples in the bins of a stored histogram', () => {
    const pair = freezeOn(reference)({ kind: 'samples', values: [10, 11, 99] });
    expect(pair.ok && pair.value.current).toEqual([1, 1, 0, 1]);
  });

  it('has an empty current side where nothing was seen, so that the reference can still be shown', () => {
    const pair = freezeOn(reference)(undefined);
    expect(pair.ok && [pair.value.reference, pair.value.current]).toEqual([
      [5, 10, 10, 5],
      [0, 0, 0, 0],
    ]);
  });

  it('has no missing values either where nothing was seen', () => {
    const pair = freezeOn({ kind: 'samples', values: [1, 2, 3, NaN] })(undefined);
    expect(pair.ok && pair.value.missing).toEqual({ reference: 1, current: 0 });
  });

  it('has an empty reference side where there is none, so that the current one can still be shown', () => {
    const pair = freezeOn(undefined)(categorical({ DE: 3 }));
    expect(pair.ok && [pair.value.reference, pair.value.current]).toEqual([[0], [3]]);
    expect(freezeOn(undefined)({ kind: 'samples', values: [1] })).toMatchObject({ reason: 'empty_reference' });
    expect(freezeOn(undefined)(undefined)).toMatchObject({ reason: 'empty_current' });
  });

  it('says of what cannot be used on which side it stands', () => {
    const broken = { kind: 'unusable', message: 'there is no +Inf bucket.' } as const;
    expect(freezeOn(broken)(reference)).toMatchObject({ detail: 'Reference: there is no +Inf bucket.' });
    expect(freezeOn(reference)(broken)).toMatchObject({ detail: 'Current window: there is no +Inf bucket.' });
    expect(freezeOn(undefined)(broken)).toMatchObject({ detail: 'Current window: there is no +Inf bucket.' });
  });

  it('does not compare numbers with categories', () => {
    expect(freezeOn(reference)(categorical({ DE: 3 }))).toMatchObject({ reason: 'kind_mismatch' });
    expect(freezeOn(categorical({ DE: 3 }))({ kind: 'samples', values: [1] })).toMatchObject({
      reason: 'kind_mismatch',
    });
  });

  it('cannot keep the buckets of raw samples, which have none', () => {
    const pairing = freezeOn({ kind: 'samples', values: [1, 2] }, { strategy: 'buckets' });
    expect(pairing({ kind: 'samples', values: [1] })).toMatchObject({ reason: 'needs_histogram' });
  });

  it('keeps what was repaired on both sides', () => {
    const repaired = (drop: number) =>
      ({
        kind: 'histogram',
        histogram: { kind: 'numeric', edges: [1, 2], counts: [1, 1, 1] },
        repairs: [{ kind: 'forced_monotone', buckets: 1, largestDrop: drop }],
      }) as const;
    const pair = freezeOn(repaired(1))(repaired(2));
    expect(pair.ok && pair.repairs).toEqual([
      { kind: 'forced_monotone', buckets: 1, largestDrop: 1 },
      { kind: 'forced_monotone', buckets: 1, largestDrop: 2 },
    ]);
  });
});
