import { readWishes, writeWishes } from './address';
import { NO_WISHES } from './wishes';

describe('what is wished of the rules, in the address', () => {
  it('is read as it was written', () => {
    const wishes = { thresholds: { 'tidemark-fraud-drift': 0.3 }, for: 600, alpha: 0.01 };
    expect(readWishes(writeWishes(wishes))).toEqual(wishes);
  });

  it('is not there where nothing is wished', () => {
    expect(writeWishes(NO_WISHES)).toBeNull();
    expect(readWishes(null)).toEqual(NO_WISHES);
  });

  it.each(['', '{"thresholds"', '7', 'null', '{"thresholds":{"a":"much"},"for":"long"}', '{"thresholds":7}'])(
    'is nothing where the address was cut or written by hand: %s',
    (text) => {
      expect(readWishes(text)).toEqual(NO_WISHES);
    }
  );
});
