import { costsText, readCosts } from './costsText';

const costs = { fraud: { fraud: 100, legit: -500 }, legit: { fraud: -10.5 } };

describe('what predictions are worth, as lines', () => {
  it('is read as it is written', () => {
    expect(costsText(costs)).toBe('fraud, fraud, 100\nfraud, legit, -500\nlegit, fraud, -10.5');
    expect(readCosts(costsText(costs))).toEqual({ ok: true, costs });
  });

  it('takes blanks and empty lines as they come, and nothing for no costs', () => {
    expect(readCosts('\n  a ,b,  1e3 \n\n')).toEqual({ ok: true, costs: { a: { b: 1000 } } });
    expect(readCosts(' \n')).toEqual({ ok: true, costs: undefined });
    expect(costsText(undefined)).toBe('');
  });

  it.each([
    'fraud, legit',
    'fraud, legit, much',
    'fraud, legit, 1, 2',
    ', legit, 1',
    'fraud, legit,',
    'a, b, Infinity',
  ])('says what is wrong with "%s"', (line) => {
    expect(readCosts(`a, b, 1\n${line}`)).toEqual({
      ok: false,
      fault: expect.stringContaining(`not “${line.trim()}”`),
    });
  });
});
