import { labelsKey } from '../labels';
import { evaluateMath } from './math';
import { parseMath } from './parse';
import { NO_DATA, type Value } from './value';

const number = (value: number | null, labels: Record<string, string> = {}): Value => ({
  kind: 'number',
  labels,
  value,
});

function compute(text: string, variables: Record<string, readonly Value[]> = {}): readonly Value[] {
  const read = parseMath(text);
  if (!read.ok) {
    throw new Error(read.message);
  }
  return evaluateMath(read.expression, new Map(Object.entries(variables)));
}

const scalar = (text: string): number | null => {
  const [only] = compute(text);
  return only?.kind === 'scalar' ? only.value : NaN;
};

describe('an expression without variables', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['7 - 2 - 1', 4],
    // A minus binds more tightly than a power, and powers are read from the left: the grammar in parse.go.
    ['-2 ** 2', 4],
    ['2 ** 3 ** 2', 64],
    ['-7 % 3', -1],
    ['1 < 2 && 2 < 1 || 3', 1],
    ['!0', 1],
    ['!5', 0],
    ['round(-2.5)', -3],
    ['ceil(1.2) + floor(1.8)', 3],
    ['abs(-.5e1)', 5],
    ['log(1)', 0],
    ['is_nan(nan())', 1],
    ['is_inf(infn())', 1],
    ['is_number(inf())', 0],
    ['is_null(null())', 1],
    // A null is NaN to most functions: perFloat in funcs.go.
    ['is_nan(abs(null()))', 1],
    ['null() + 1', null],
    // What decides already does not look at the other side: binaryOp in exp.go.
    ['1 || nan()', 1],
    ['0 && nan()', 0],
    ['1 ** inf()', 1],
  ])('%s is %p', (text, value) => {
    expect(scalar(text)).toBe(value);
  });

  it.each([
    ['1 +', 'unexpected the end'],
    ['foo(1)', 'no function foo'],
    ['(1', '")" is expected'],
    ['1 ? 2', 'unexpected "? 2"'],
    ['1 2', 'unexpected 2'],
    ['', 'unexpected the end'],
  ])('%p is refused: %s', (text, message) => {
    expect(parseMath(text)).toEqual({ ok: false, message: expect.stringContaining(message) });
  });
});

describe('values of two sides', () => {
  const a = { model: 'fraud', feature: 'amount' };
  const b = { model: 'fraud', feature: 'age' };

  it('are joined where their labels are the same, and dropped otherwise', () => {
    const found = compute('$A - $B', {
      A: [number(5, a), number(7, b)],
      B: [number(1, b), number(2, { x: 'y', z: '' })],
    });
    expect(found).toEqual([number(6, b)]);
  });

  it('are joined where those of one are among those of the other, which then has them', () => {
    expect(compute('$A * ${B}', { A: [number(5, a), number(7, b)], B: [number(2, { model: 'fraud' })] })).toEqual([
      number(10, a),
      number(14, b),
    ]);
  });

  it('lose their labels where there is one on either side and they have nothing in common', () => {
    expect(compute('$A * $B', { A: [number(5, a)], B: [number(2, { model: 'eta', z: 'z' })] })).toEqual([number(10)]);
  });

  it('are joined with anything where one has no labels, as the silencer of features is', () => {
    const found = compute('$psi * (($drifted > 0) * ($share >= 0))', {
      psi: [number(0.3, a), number(0.1, b)],
      drifted: [number(1, { model: 'fraud', metric: 'drifted_features' })],
      share: [number(0.2, { model: 'fraud', metric: 'weighted_share' })],
    });
    expect(found).toEqual([number(0.3, a), number(0.1, b)]);
  });

  it('are no data where one of them is and there is but one of it', () => {
    expect(compute('$A * $B', { A: [number(5, a), number(6, b)], B: [NO_DATA] })).toEqual([NO_DATA]);
  });

  it('are null where one of them is', () => {
    expect(compute('$A * 2', { A: [number(null, a)] })).toEqual([number(null, a)]);
  });
});

it('whatever the order of labels and values, the same pairs are found', () => {
  const one = [number(1, { a: '1', b: '2' }), number(2, { a: '2', b: '2' })];
  const other = [number(10, { b: '2', a: '2' }), number(20, { b: '2', a: '1' })];
  const byKey = (values: readonly Value[]) =>
    Object.fromEntries(
      values.map((value) => [
        value.kind === 'number' ? labelsKey(value.labels) : '',
        value.kind === 'number' ? value.value : null,
      ])
    );
  const forth = byKey(compute('$A + $B', { A: one, B: other }));
  expect(byKey(compute('$B + $A', { A: [...one].reverse(), B: [...other].reverse() }))).toEqual(forth);
  expect(Object.values(forth).sort()).toEqual([12, 21]);
});
