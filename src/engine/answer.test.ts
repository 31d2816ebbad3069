import { answered, noAnswer } from './answer';

test('an answer without repairs says so with an empty list', () => {
  expect(answered(3)).toEqual({ ok: true, value: 3, repairs: [] });
});

test('no answer carries its reason and what to change', () => {
  expect(noAnswer('no_samples', 'Widen the reference.')).toEqual({
    ok: false,
    reason: 'no_samples',
    detail: 'Widen the reference.',
  });
});
