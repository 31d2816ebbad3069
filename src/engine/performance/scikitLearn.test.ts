import { brierDecomposition } from '../output/brierDecomposition';
import { calibrationBuckets } from '../output/calibrationBuckets';
import { valueOf } from '../testing/pairs';
import { peerTable } from '../testing/peerTable';
import { expectWithin } from '../testing/within';
import { businessValue } from './businessValue';
import { CBPE_METRIC_IDS, cbpeFromRows, type CbpeMetricId } from './cbpe';
import { confusion } from './confusion';
import { estimatedLoss, lossBuckets } from './estimatedLoss';

interface Interval {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

const peer = peerTable('scikit-learn/estimates.json') as {
  estimated: Array<{
    reference: number[];
    labels: number[];
    buckets: number;
    current: number[];
    expected: Record<CbpeMetricId, number>;
  }>;
  losses: Array<Interval & { edges: number[]; by: number[]; losses: number[]; now: number[]; covered: number }>;
  worths: Array<Interval & { counts: number[][]; worth: number[][] }>;
  brier: Array<{
    scores: number[];
    labels: number[];
    buckets: number;
    reliability: number;
    resolution: number;
    uncertainty: number;
    within: number;
    brier: number;
  }>;
};

test('there are 200 of each', () => {
  expect([peer.estimated, peer.losses, peer.worths, peer.brier].map((cases) => cases.length)).toEqual(
    new Array(4).fill(200)
  );
});

test.each(CBPE_METRIC_IDS)('%s without labels is what scikit-learn makes of calibrated weights', (id) => {
  for (const set of peer.estimated) {
    const reference = valueOf(calibrationBuckets(Float64Array.from(set.reference), set.labels, set.buckets));
    const estimate = valueOf(cbpeFromRows(reference, Float64Array.from(set.current), { metrics: [id] }));
    expectWithin(estimate.metrics[0] && valueOf(estimate.metrics[0].estimate).value, set.expected[id], 1e-9, 1e-9);
  }
});

test('the loss without labels, its interval and what of it is covered are what NumPy says', () => {
  for (const { edges, by, losses, now, value, lower, upper, covered } of peer.losses) {
    const reference = valueOf(lossBuckets(Float64Array.from(by), Float64Array.from(losses), edges));
    const current = valueOf(lossBuckets(Float64Array.from(now), Float64Array.from(now), edges));
    const answer = valueOf(
      estimatedLoss(
        reference,
        current.map(({ count }) => count)
      )
    );
    expectWithin(answer.loss.value, value);
    expectWithin(answer.loss.lower, lower);
    expectWithin(answer.loss.upper, upper);
    expectWithin(answer.covered, covered, 1e-9, 1e-12);
  }
});

test('the business value is the mean of what each row is worth, with the interval of a mean', () => {
  for (const { counts, worth, value, lower, upper } of peer.worths) {
    const cells = counts.flatMap((row, i) =>
      row.map((count, j) => ({ label: String(i), prediction: String(j), count }))
    );
    const values = Object.fromEntries(worth.map((row, i) => [String(i), Object.fromEntries(row.entries())]));
    const answer = valueOf(businessValue(valueOf(confusion(cells)), values));
    expectWithin(answer.value, value, 1e-9, 1e-9);
    expectWithin(answer.lower, lower, 1e-9, 1e-9);
    expectWithin(answer.upper, upper, 1e-9, 1e-9);
  }
});

test("Brier's parts are variances within and between buckets", () => {
  for (const { scores, labels, buckets, ...expected } of peer.brier) {
    const parts = valueOf(brierDecomposition(valueOf(calibrationBuckets(Float64Array.from(scores), labels, buckets))));
    for (const [part, value] of Object.entries(expected)) {
      expectWithin(parts[part as keyof typeof expected] ?? NaN, value, 1e-9, 1e-12);
    }
  }
});
