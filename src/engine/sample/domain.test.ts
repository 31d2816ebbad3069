import { valueOf } from '../testing/pairs';
import { peerTable } from '../testing/peerTable';
import { expectSameP, expectWithin } from '../testing/scipyTables';
import { domainClassifier } from './domainClassifier';
import { mmd } from './mmd';

const peer = peerTable('scikit-learn/domain.json') as {
  permutations: number;
  cases: Array<{
    x: number[][];
    y: number[][];
    /** The area, its p-value, its interval unless the sides are wholly apart. */
    classifier: [number, number, number?, number?];
    /** The statistic, its p-value, the bandwidth. */
    mmd: [number, number, number];
  }>;
};

const halves = (): number => 0.5;

describe('200 random pairs of rows, one feature to three', () => {
  test("the domain classifier is scikit-learn's LogisticRegression, cross-validated: area, p-value and interval", () => {
    expect(peer.cases).toHaveLength(200);
    let intervals = 0;
    for (const { x, y, classifier } of peer.cases) {
      const found = valueOf(domainClassifier(x, y, { random: halves }));
      expectWithin(found.auc, classifier[0], 1e-9);
      expectSameP(found.pValue, classifier[1]);
      const [, , lower, upper] = classifier;
      if (lower !== undefined && upper !== undefined) {
        expectWithin(found.lower, lower, 1e-9);
        expectWithin(found.upper, upper, 1e-9);
        intervals++;
      }
    }
    expect(intervals).toBeGreaterThan(150);
  });

  test("MMD^2 is that of scikit-learn's rbf_kernel, and its p-value that of the same permutations", () => {
    for (const { x, y, mmd: expected } of peer.cases) {
      const found = valueOf(mmd(x, y, { random: halves, permutations: peer.permutations }));
      expectWithin(found.statistic, expected[0], 1e-9);
      expectSameP(found.pValue, expected[1]);
      expectWithin(found.bandwidth, expected[2], 1e-9);
    }
  });
});
