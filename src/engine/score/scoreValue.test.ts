import { reasonOf, valueOf } from '../testing/pairs';
import { finiteScore } from './scoreValue';

test('only finite numbers leave a score', () => {
  expect(valueOf(finiteScore({ value: 1, lower: 0, upper: 2, pValue: 0.5 })).value).toBe(1);
  for (const broken of [
    { value: NaN },
    { value: Infinity },
    { value: 1, lower: NaN },
    { value: 1, upper: Infinity },
    { value: 1, pValue: NaN },
  ]) {
    expect(reasonOf(finiteScore(broken))).toBe('overflow');
  }
});
