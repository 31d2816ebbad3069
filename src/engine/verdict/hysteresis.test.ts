import { steady, steadyVerdicts, UNSETTLED } from './hysteresis';
import { type Verdict, VERDICTS } from './verdict';
import { seeded, wholeNumber } from '../testing/random';

const of = (letters: string): Verdict[] =>
  [...letters].map((letter) => ({ o: 'ok', w: 'warning', d: 'drift', i: 'insufficient' })[letter] as Verdict);
const run = (letters: string, options?: Parameters<typeof steadyVerdicts>[1]): string =>
  steadyVerdicts(of(letters), options)
    .map((verdict) => verdict[0])
    .join('');

describe('steadyVerdicts', () => {
  test.each([
    ['one bad window raises nothing', 'oodoo', 'ooooo'],
    ['two in a row do', 'oodd', 'oood'],
    ['to the level that both reached', 'oodw', 'ooow'],
    ['one good window clears nothing', 'ddodd', 'ddddd'],
    ['three in a row do', 'ddooo', 'ddddo'],
    ['to the worst of them', 'ddowo', 'ddddw'],
    ['flapping is calm', 'odododod', 'oooooooo'],
    ['the first window that says anything settles it', 'iid', 'iid'],
    ['a window without data neither raises nor clears, and forgets nothing', 'oodid', 'ooood'],
  ])('%s: %s', (_, given, expected) => {
    expect(run(given)).toBe(expected);
  });

  test('with one window each it follows every verdict', () => {
    expect(run('odowd', { raiseAfter: 1, clearAfter: 1 })).toBe('odowd');
  });

  test('never changes more often than the verdicts themselves, whatever they are', () => {
    const random = seeded(13);
    const changes = (list: readonly Verdict[]): number => list.filter((one, i) => i > 0 && one !== list[i - 1]).length;
    for (let k = 0; k < 500; k++) {
      const given = Array.from({ length: 40 }, () => VERDICTS[wholeNumber(random, 0, 2)] as Verdict);
      expect(changes(steadyVerdicts(given))).toBeLessThanOrEqual(changes(given));
    }
  });

  test('no windows to wait for are a mistake', () => {
    expect(() => steady(UNSETTLED, 'ok', { raiseAfter: 0 })).toThrow(RangeError);
  });
});
