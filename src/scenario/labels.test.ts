import { FRAUD } from './fraud/fraud';
import { knownAtOnce, labelDelays, LONGEST_LABEL_MS } from './labels';
import { HOUR, MINUTE } from './time';

const DELAYS = Array.from({ length: 40 }, (_, slot) => labelDelays('seed', FRAUD, slot)).flatMap((delayOf) =>
  Array.from({ length: 500 }, (_, row) => delayOf(row))
);
const came = DELAYS.filter((delay) => delay !== undefined);
const share = (test: (delay: number) => boolean): number => came.filter(test).length / DELAYS.length;

describe('labels', () => {
  it('never come for one in thirty or so, and otherwise within two days', () => {
    expect(came.length / DELAYS.length).toBeGreaterThan(0.96);
    expect(came.length / DELAYS.length).toBeLessThan(0.985);
    expect(Math.max(...came)).toBeLessThanOrEqual(LONGEST_LABEL_MS);
  });

  it('come within a minute or so where the customer was asked, and after hours for most', () => {
    expect(share((delay) => delay <= 90_000)).toBeCloseTo(0.12, 1);
    expect(share((delay) => delay > 90_000 && delay < 10 * MINUTE)).toBe(0);
    expect(came.toSorted((a, b) => a - b)[Math.floor(came.length / 2)]).toBeGreaterThan(3 * HOUR);
  });

  it('are known at once of exactly those that come within a minute or so', () => {
    const [delayOf, atOnce] = [labelDelays('seed', FRAUD, 3), knownAtOnce('seed', FRAUD, 3)];
    for (let row = 0; row < 500; row += 1) {
      expect(atOnce(row)).toBe((delayOf(row) ?? Infinity) <= 90_000);
    }
  });
});
