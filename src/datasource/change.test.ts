import { change, orNone, textOrNone } from './change';

describe('change', () => {
  it('takes a member away where undefined is given, so that the stored JSON does not hold it', () => {
    const before: { model?: string; window?: string } = { model: 'fraud', window: '1h' };
    expect(Object.keys(change(before, { model: undefined }))).toEqual(['window']);
    expect(before).toEqual({ model: 'fraud', window: '1h' });
  });

  it('reads an empty list and a blank text as not given', () => {
    expect(orNone([])).toBeUndefined();
    expect(orNone(['a'])).toEqual(['a']);
    expect(textOrNone('  ')).toBeUndefined();
    expect(textOrNone(' 7d ')).toBe('7d');
  });
});
