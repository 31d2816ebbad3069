import { FieldType, toDataFrame } from '@grafana/data';
import { isDistributionFrame, missingFields, readFrames } from './readFrames';
import { fabricateFrame, type Fabricated } from './testing/fabricate';

const amount: Fabricated = { feature: 'amount', edges: [10, 20], reference: [1, 2, 1], current: [2, 1, 1] };
const country: Fabricated = { feature: 'country', categories: ['DE', 'FR'], reference: [3, 1], current: [1, 3] };

describe('readFrames', () => {
  it('reads the rows and the summary of each feature, in the order of the frame', () => {
    const { features, referenceText, foreign } = readFrames([fabricateFrame([country, amount])]);
    expect(features.map(({ feature, rows, summary }) => [feature, rows.length, summary?.kind])).toEqual([
      ['country', 2, 'categorical'],
      ['amount', 3, 'numeric'],
    ]);
    expect(features[1]?.rows[1]).toMatchObject({ lower: 10, upper: 20, reference: 0.5, current: 0.25 });
    expect([referenceText, foreign]).toEqual(['7 days earlier', []]);
  });

  it('keeps apart the groups of one feature, and gives each its own summary', () => {
    const grouped = ['DE', 'FR'].map((value, index) => ({
      ...amount,
      group: { country: value },
      verdict: index === 0 ? ('drift' as const) : ('ok' as const),
    }));
    expect(
      readFrames([fabricateFrame(grouped)]).features.map(({ group, summary }) => [group, summary?.verdict])
    ).toEqual([
      [{ country: 'DE' }, 'drift'],
      [{ country: 'FR' }, 'ok'],
    ]);
  });

  it('finds the summary of a group whatever the order of its labels', () => {
    const frame = fabricateFrame([{ ...amount, group: { a: '1', b: '2' } }]);
    const custom = frame.meta?.custom as { features: Array<{ group: Record<string, string> }> };
    const [summary] = custom.features;
    if (summary !== undefined) {
      summary.group = { b: '2', a: '1' };
    }
    expect(readFrames([frame]).features).toHaveLength(1);
  });

  it('keeps a feature that has a summary and no rows: its reason is all there is to show', () => {
    const frame = fabricateFrame([amount]);
    const custom = frame.meta?.custom as { features: unknown[] };
    custom.features.push({ ...(custom.features[0] as object), feature: 'gone', verdict: 'insufficient' });
    expect(readFrames([frame]).features.map(({ feature, rows }) => [feature, rows.length])).toEqual([
      ['amount', 3],
      ['gone', 0],
    ]);
  });

  it('reads numbers that a CSV left as text, and takes an infinite bound as an open one', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'feature', type: FieldType.string, values: ['x', 'x'] },
        { name: 'bin', type: FieldType.string, values: ['a', 'b'] },
        { name: 'lower', type: FieldType.number, values: [-Infinity, '1'] },
        { name: 'upper', type: FieldType.number, values: ['1', Infinity] },
        { name: 'reference', type: FieldType.string, values: ['0.25', '0.75'] },
        { name: 'current', type: FieldType.string, values: ['', 'n/a'] },
      ],
    });
    const [feature] = readFrames([frame]).features;
    expect(feature?.rows.map(({ lower, upper, reference, current }) => [lower, upper, reference, current])).toEqual([
      [null, 1, 0.25, null],
      [1, null, 0.75, null],
    ]);
    expect(feature?.group).toEqual({});
  });

  it.each([
    ['no custom part', undefined],
    ['a custom part of another kind', 'text'],
    ['features that are no list', { features: 3 }],
    ['summaries that are none', { features: [null, 3, { feature: 'amount' }, { feature: 'amount', kind: 'x' }] }],
  ])('survives %s in the meta', (_, custom) => {
    const frame = { ...fabricateFrame([amount]), meta: { custom: custom as Record<string, unknown> } };
    expect(readFrames([frame]).features).toEqual([expect.objectContaining({ feature: 'amount', summary: undefined })]);
  });

  it('never lets NaN through, from a field or from a summary', () => {
    const frame = fabricateFrame([{ ...amount, scores: [{ id: 'psi', value: Number.NaN, upper: Number.NaN }] }]);
    frame.fields.find(({ name }) => name === 'contribution')!.values[0] = Number.NaN;
    const [feature] = readFrames([frame]).features;
    expect(feature?.rows[0]?.contribution).toBeNull();
    expect(feature?.summary?.scores).toEqual([{ id: 'psi', value: null }]);
  });

  it('sets aside frames that hold rows and no distribution, and passes over empty ones', () => {
    const other = toDataFrame({ name: 'up', fields: [{ name: 'Value', type: FieldType.number, values: [1] }] });
    const empty = toDataFrame({ fields: [] });
    const { features, foreign } = readFrames([other, empty, fabricateFrame([amount])]);
    expect(features).toHaveLength(1);
    expect(foreign).toEqual([{ name: 'up', missing: ['feature', 'bin', 'reference', 'current'] }]);
  });

  it('keeps apart the same feature of two queries', () => {
    const refIds = readFrames([fabricateFrame([amount]), fabricateFrame([amount], { refId: 'B' })]).features.map(
      ({ refId }) => refId
    );
    expect(refIds).toEqual(['A', 'B']);
  });
});

describe('missingFields', () => {
  const frame = (...names: string[]) =>
    toDataFrame({ fields: names.map((name) => ({ name, type: FieldType.number, values: [] })) });

  it.each([
    ['all of them', ['feature', 'bin', 'reference', 'current'], []],
    ['counts in place of proportions', ['feature', 'bin', 'reference_count', 'current_count'], []],
    ['no current side', ['feature', 'bin', 'reference', 'reference_count'], ['current']],
    ['names in another case', ['Feature', 'bin', 'reference', 'current'], ['feature']],
    ['a drift table', ['feature', 'psi', 'verdict'], ['bin', 'reference', 'current']],
  ])('with %s', (_, names, missing) => {
    expect(missingFields(frame(...names))).toEqual(missing);
    expect(isDistributionFrame(frame(...names))).toBe(missing.length === 0);
  });
});
