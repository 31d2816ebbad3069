import type { CustomHistogram, ExponentialHistogram } from '../../engine';
import type { Observation } from '../upstream/upstream';
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

describe('freezeOn, native histograms', () => {
  const exponential = (
    schema: number,
    positive: ReadonlyArray<readonly [number, number]>,
    more: Partial<ExponentialHistogram> = {}
  ): Observation => {
    const zeroCount = more.zeroCount ?? 0;
    const count = positive.reduce((all, [, held]) => all + held, zeroCount);
    return {
      kind: 'native',
      native: { kind: 'exponential', schema, zeroThreshold: 0, zeroCount, positive, negative: [], count, ...more },
    };
  };
  const custom = (bounds: readonly number[], counts: readonly number[]): Observation => ({
    kind: 'native',
    native: {
      kind: 'custom',
      bounds,
      counts,
      count: counts.reduce((a, b) => a + b),
      sparse: true,
    } satisfies CustomHistogram,
  });
  /** Buckets 1 to 64 of schema 3: eight octaves, eight buckets each. */
  const fine = (held: (index: number) => number): Observation =>
    exponential(
      3,
      Array.from({ length: 64 }, (_, i) => [i + 1, held(i + 1)] as const)
    );
  const edgesOf = (pair: ReturnType<ReturnType<typeof freezeOn>>): number[] | false =>
    pair.ok && pair.value.kind === 'numeric' && pair.value.bins.slice(1).map(({ lower }) => lower);

  it('merge thin buckets until twenty are populated at most, and say how closely values are told apart then', () => {
    const pair = freezeOn(fine(() => 10))(fine((index) => index));
    // Schema 1: two buckets an octave, of four fine ones each.
    expect(edgesOf(pair)).toHaveLength(17);
    expect(pair.ok && pair.value.reference.slice(1, -1)).toEqual(new Array(16).fill(40));
    expect(pair.ok && pair.value.current[1]).toBe(1 + 2 + 3 + 4);
    expect(pair.ok && pair.value.estimated).toBe(false);
    expect(pair.ok && pair.repairs).toEqual([
      { kind: 'native_schema_reduced', from: 3, to: 1, relativeError: expect.closeTo(0.1716, 4) },
    ]);
  });

  it('are frozen on the reference: what lies beyond its buckets falls into the outer bins, whatever comes', () => {
    const pairing = freezeOn(exponential(0, [[1, 5], [2, 5]])); // prettier-ignore
    const [calm, wild] = [exponential(0, [[1, 4]]), exponential(0, [[-3, 1], [2, 1], [9, 7]])].map(pairing); // prettier-ignore
    expect(edgesOf(calm as never)).toEqual(edgesOf(wild as never));
    expect(wild).toMatchObject({ ok: true, value: { reference: [0, 5, 5, 0], current: [1, 0, 1, 7] } });
  });

  it('are cut exactly at the bins that the query asks for, where those are bounds of theirs', () => {
    const pair = freezeOn(
      fine(() => 10),
      { strategy: 'quantile', bins: 4 }
    )(fine((index) => index));
    expect(pair.ok && pair.value.reference).toEqual([160, 160, 160, 160]);
    expect(pair.ok && pair.value.estimated).toBe(false);
    expect(pair.ok && pair.repairs).toEqual([]);
    expect(
      edgesOf(
        freezeOn(
          fine(() => 1),
          { strategy: 'buckets' }
        )(fine(() => 1))
      )
    ).toHaveLength(65);
  });

  it('are interpolated at custom edges, with the bound of the error said for both sides', () => {
    const side = exponential(-1, [[1, 8]]);
    const pair = freezeOn(side, { strategy: 'custom', edges: [2, 4] })(side);
    expect(pair).toMatchObject({ ok: true, value: { reference: [4, 4, 0], current: [4, 4, 0] } });
    expect(pair.ok && pair.repairs).toEqual(
      new Array(2).fill({ kind: 'interpolated_native', shared: 1, bounds: 2, error: 0.5 })
    );
    expect(freezeOn(side, { strategy: 'custom', edges: [4, 2] })(side)).toMatchObject({ reason: 'invalid_edges' });
  });

  it('meet classic buckets and stored profiles on the bounds of those, from either side', () => {
    const classic = numeric([2, 4, 8], [1, 2, 3, 4]);
    const native = exponential(
      3,
      Array.from({ length: 32 }, (_, i) => [i + 1, 1] as const)
    );
    const there = freezeOn(classic)(native);
    expect(there).toMatchObject({ ok: true, value: { reference: [1, 2, 3, 4], current: [8, 8, 8, 8] } });
    const back = freezeOn(native)(classic);
    expect(back).toMatchObject({ ok: true, value: { reference: [8, 8, 8, 8], current: [1, 2, 3, 4] } });
    const quantile = freezeOn(classic, { strategy: 'quantile', bins: 2 })(native);
    expect(quantile).toMatchObject({ ok: true, value: { reference: [6, 4], current: [24, 8] } });
  });

  it('of custom bounds meet on bounds that only one side populates, for an empty bucket is exact anywhere', () => {
    const pair = freezeOn(custom([5, 15, 30], [0, 6, 4, 0]))(custom([15, 30, 45], [0, 1, 9, 0]));
    expect(pair.ok && pair.value.reference.reduce((a, b) => a + b)).toBe(10);
    expect(pair.ok && pair.value.current.reduce((a, b) => a + b)).toBe(10);
    expect(pair.ok && edgesOf(pair)).toEqual([5, 15, 30, 45]);
  });

  it('count raw samples in their bins, and have an empty side where nothing was seen', () => {
    const pairing = freezeOn(exponential(0, [[1, 5], [2, 5]])); // prettier-ignore
    expect(pairing({ kind: 'samples', values: [1.5, 3, 99] })).toMatchObject({
      ok: true,
      value: { current: [0, 1, 1, 1] },
    });
    expect(pairing(undefined)).toMatchObject({ ok: true, value: { reference: [0, 5, 5, 0], current: [0, 0, 0, 0] } });
    expect(freezeOn(undefined)(exponential(0, [[1, 5]]))).toMatchObject({
      ok: true,
      value: { reference: [0, 0, 0], current: [0, 5, 0] },
    });
  });

  it('that were NaN are missing, on both sides', () => {
    const side = (missing: number): Observation => exponential(0, [[1, 5]], { count: 5 + missing });
    const pair = freezeOn(side(1))(side(3));
    expect(pair.ok && pair.value.missing).toEqual({ reference: 1, current: 3 });
  });

  it('are not compared with categories, and say why where nothing can be read', () => {
    expect(freezeOn(categorical({ DE: 3 }))(exponential(0, [[1, 5]]))).toMatchObject({
      reason: 'kind_mismatch',
      detail: expect.stringContaining('a native histogram'),
    });
    expect(freezeOn(exponential(0, []))(exponential(0, [[1, 5]]))).toMatchObject({ reason: 'no_buckets' });
    expect(freezeOn(exponential(99, [[1, 5]]))(exponential(0, [[1, 5]]))).toMatchObject({ reason: 'invalid_schema' });
  });
});
