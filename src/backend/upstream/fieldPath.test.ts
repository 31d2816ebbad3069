import { dotted, formatFieldPath, jsonExpression, logfmtKey, parseFieldPath, valueAt } from './fieldPath';

describe('the path of a field', () => {
  it.each([
    ['amount', ['amount']],
    ['features.amount', ['features', 'amount']],
    ['features["card.type"]', ['features', 'card.type']],
    ['["a.b"].c', ['a.b', 'c']],
    ['scores[0].value', ['scores', '[0]', 'value']],
    ['größe.ü', ['größe', 'ü']],
    ['a-b.c d', ['a-b', 'c d']],
  ])('%s is read, and written as it was', (text, path) => {
    expect(parseFieldPath(text)).toEqual(path);
    expect(formatFieldPath(path)).toBe(text);
  });

  it.each(['', '.', '.a', 'a..b', 'a.', 'a["b', 'a[x]', '[]', '"', 'a"b'])('%j is refused, and says how', (text) => {
    expect(() => parseFieldPath(text)).toThrow(/such as features\.amount/);
  });

  it('is written for Loki so that no key can end its text', () => {
    expect(jsonExpression(['features', 'amount'])).toBe('features.amount');
    expect(jsonExpression(['features', 'card.type', '[2]', '0x'])).toBe('features["card.type"][2]["0x"]');
    expect(logfmtKey(['features', 'card-type'])).toBe('features_card_type');
    expect(logfmtKey(['0a'])).toBe('_0a');
  });

  it('leads to what stands there, and to nothing of the prototype', () => {
    const line = { features: { amount: 1, 'card.type': 'x', list: [{ v: 7 }], none: null } };
    expect(valueAt(line, ['features', 'amount'])).toBe(1);
    expect(valueAt(line, ['features', 'card.type'])).toBe('x');
    expect(valueAt(line, ['features', 'list', '[0]', 'v'])).toBe(7);
    expect(valueAt(line, ['features', 'none', 'deeper'])).toBeUndefined();
    expect(valueAt(line, ['features', 'toString'])).toBeUndefined();
    expect(valueAt(line, ['features', 'list', 'length'])).toBeUndefined();
    expect(dotted(['features', 'list', '[0]', 'v'])).toBe('features.list[0].v');
  });
});
