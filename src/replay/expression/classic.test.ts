import { evaluateClassic, type ClassicPart } from './classic';
import { reduceClassic, reduceSeries } from './reduceSeries';
import type { Value } from './value';

const number = (value: number | null): Value => ({ kind: 'number', labels: { feature: String(value) }, value });
const part = (type: string, params: number[], operator: ClassicPart['operator'] = 'and'): ClassicPart =>
  ({ of: 'A', reducer: 'last', operator, evaluator: { type, params } }) as ClassicPart;
const said = (parts: readonly ClassicPart[], ...values: ReadonlyArray<readonly Value[]>) =>
  evaluateClassic(parts, (_, place) => values[place] ?? [])[0];

/** Expectations follow pkg/expr/classic/classic_test.go and pkg/expr/mathexp/reduce_test.go of Grafana 12.4. */
describe('classic conditions', () => {
  it('are one answer without labels: whether any value holds', () => {
    expect(said([part('gt', [1])], [number(0), number(2)])).toEqual({ kind: 'number', labels: {}, value: 1 });
    expect(said([part('gt', [3])], [number(0), number(2)])).toMatchObject({ value: 0 });
  });

  it('know nothing where no value is one, unless that is asked', () => {
    expect(said([part('gt', [1])], [number(null), { kind: 'no_data' }])).toMatchObject({ value: null });
    expect(said([part('gt', [1])], [number(null), number(0)])).toMatchObject({ value: 0 });
    expect(said([part('no_value', [])], [number(null)])).toMatchObject({ value: 1 });
    expect(said([part('no_value', [])], [])).toMatchObject({ value: 1 });
  });

  it('join by their operators, from the first on', () => {
    const [over, under] = [part('gt', [1]), part('lt', [1], 'or')];
    expect(said([over, under], [number(0)], [number(0)])).toMatchObject({ value: 1 });
    expect(said([over, part('lt', [1])], [number(0)], [number(0)])).toMatchObject({ value: 0 });
    // No data of one is no data of either, unless both are asked for.
    expect(said([over, under], [number(5)], [number(null)])).toMatchObject({ value: null });
    expect(said([over, part('lt', [1])], [number(5)], [number(null)])).toMatchObject({ value: 0 });
    expect(said([over, part('lt', [1], 'logic-or')], [number(5)], [number(null)])).toMatchObject({ value: 1 });
  });

  it('take the bounds of a range in either order', () => {
    expect(said([part('within_range', [5, 1])], [number(3)])).toMatchObject({ value: 1 });
    expect(said([part('outside_range', [5, 1])], [number(3)])).toMatchObject({ value: 0 });
  });

  it('leave out what is no number when they reduce a series', () => {
    const points = [1, NaN, null, 5, 3];
    expect(
      (['avg', 'sum', 'min', 'max', 'last', 'median', 'count', 'count_non_null'] as const).map((name) =>
        reduceClassic(name, points)
      )
    ).toEqual([3, 9, 1, 5, 3, 3, 5, 3]);
    expect(
      (['diff', 'diff_abs', 'percent_diff', 'percent_diff_abs'] as const).map((name) =>
        reduceClassic(name, [4, null, 1])
      )
    ).toEqual([-3, 3, -75, 75]);
    expect(reduceClassic('diff', [4, null])).toBe(0);
    expect(reduceClassic('avg', [null, NaN])).toBeNull();
    expect(reduceClassic('count', [])).toBeNull();
  });
});

describe('a reduced series', () => {
  const all = ['sum', 'mean', 'min', 'max', 'count', 'last', 'median'] as const;
  it('is no number where one of its values is none, unless such are left out or replaced', () => {
    const points = [2, null, 4];
    expect(all.map((name) => reduceSeries(name, { mode: 'strict' }, points))).toEqual([NaN, NaN, NaN, NaN, 3, 4, NaN]);
    expect(all.map((name) => reduceSeries(name, { mode: 'dropNN' }, points))).toEqual([6, 3, 2, 4, 2, 4, 3]);
    expect(all.map((name) => reduceSeries(name, { mode: 'replaceNN', replaceWithValue: 0 }, points))).toEqual([
      6, 2, 0, 4, 3, 4, 2,
    ]);
  });

  it('without a value is nothing, or what is to stand for it', () => {
    expect(all.map((name) => reduceSeries(name, { mode: 'dropNN' }, [null]))).toEqual([
      0,
      null,
      null,
      null,
      0,
      null,
      null,
    ]);
    expect(reduceSeries('mean', { mode: 'strict' }, [])).toBeNaN();
    expect(reduceSeries('last', { mode: 'strict' }, [1, null])).toBeNull();
    expect(reduceSeries('last', { mode: 'replaceNN', replaceWithValue: 7 }, [1, Infinity])).toBe(7);
  });
});
