import { reasonOf, valueOf } from '../testing/pairs';
import { seeded, wholeNumber } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { accuracyBounds, completeWindows, labelCompleteness } from './labelCompleteness';

const delays = [
  { seconds: 3600, share: 0.5 },
  { seconds: 86_400, share: 1 },
];

describe('labelCompleteness', () => {
  test('a window is complete once enough of its predictions have a label', () => {
    const windows = [
      { end: 100, predictions: 100, labelled: 95 },
      { end: 200, predictions: 100, labelled: 94 },
    ];
    const [first, second] = valueOf(labelCompleteness(windows, 1000));
    expect([first?.complete, second?.complete]).toEqual([true, false]);
    expect(second?.reason).toBe('Only 94 % of its predictions have a label: 95 % are wanted, wait.');
    expect(valueOf(completeWindows(windows, 1000)).map(({ end }) => end)).toEqual([100]);
  });

  test('where labels never come for all, a window is complete once those that come have come', () => {
    const window = { end: 0, predictions: 100, labelled: 30 };
    const at = (now: number): boolean | undefined => valueOf(labelCompleteness([window], now, { delays }))[0]?.complete;
    expect(at(3600)).toBe(false);
    expect(at(70_000)).toBe(false);
    expect(at(86_400)).toBe(true);
    expectWithin(valueOf(labelCompleteness([window], 1800, { delays }))[0]?.expected ?? NaN, 0.25, 1e-12);
    expectWithin(valueOf(labelCompleteness([window], 45_000, { delays }))[0]?.expected ?? NaN, 0.75, 1e-12);
  });

  test('a window that has not ended, or without predictions, is never complete', () => {
    const windows = [
      { end: 10, predictions: 5, labelled: 5 },
      { end: 1, predictions: 0, labelled: 0 },
    ];
    expect(valueOf(labelCompleteness(windows, 5)).map(({ complete }) => complete)).toEqual([false, false]);
    expect(reasonOf(completeWindows(windows, 5))).toBe('no_labels');
  });

  test('what cannot be says so', () => {
    expect(reasonOf(labelCompleteness([{ end: 1, predictions: 1, labelled: 2 }], 2))).toBe('invalid_count');
    expect(reasonOf(labelCompleteness([], 2, { delays: [...delays].reverse() }))).toBe('invalid_edges');
    expect(() => labelCompleteness([], 2, { complete: 2 })).toThrow('share of 2');
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        expectHonest(labelCompleteness([{ end: a, predictions: b, labelled: 1 }], a));
        expectHonest(
          labelCompleteness([{ end: 1, predictions: 2, labelled: 1 }], 9, { delays: [{ seconds: a, share: b }] })
        );
        expectHonest(accuracyBounds({ predictions: a, labelled: b, right: 1 }));
      }
    }
  });
});

test('whatever the missing labels say, the accuracy lies within its bounds', () => {
  const random = seeded(61);
  for (let k = 0; k < 2000; k++) {
    const predictions = wholeNumber(random, 1, 100);
    const labelled = wholeNumber(random, 0, predictions);
    const right = wholeNumber(random, 0, labelled);
    const later = wholeNumber(random, 0, predictions - labelled);
    const { lower, upper } = valueOf(accuracyBounds({ predictions, labelled, right }));
    const accuracy = (right + later) / predictions;
    expect(lower).toBeLessThanOrEqual(accuracy + 1e-12);
    expect(upper).toBeGreaterThanOrEqual(accuracy - 1e-12);
  }
  expect(reasonOf(accuracyBounds({ predictions: 5, labelled: 6, right: 1 }))).toBe('invalid_count');
});
