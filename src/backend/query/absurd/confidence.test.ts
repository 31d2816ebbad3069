import { seeded } from '../../../engine/testing/random';
import { claimedConfidence, ConfidenceBuckets, confidenceLayout } from './confidence';

const THRESHOLDS = [0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 0.999, 1];

describe('buckets of confidence', () => {
  it('hold each confidence in just one, within its bounds, and split at the threshold', () => {
    const random = seeded(5);
    for (const threshold of THRESHOLDS) {
      const edges = [0, threshold, 1, threshold - 1e-12, 0.1, 0.2, 0.30000000000000004, 0.7, 0.9];
      for (const confidence of [...edges, ...Array.from({ length: 500 }, () => random())]) {
        const buckets = new ConfidenceBuckets(confidenceLayout(threshold));
        buckets.add(confidence, true);
        const filled = buckets.all().filter(({ count }) => count > 0);
        expect(filled).toHaveLength(1);
        const { lower = NaN, upper = NaN } = filled[0] ?? {};
        const isAlone = lower === upper && confidence === lower;
        expect(isAlone || (confidence > lower && confidence <= upper) || (lower === 0 && confidence === 0)).toBe(true);
        expect(buckets.confidentCounts.confident).toBe(confidence >= threshold ? 1 : 0);
        expect(buckets.confident().some(({ count }) => count > 0)).toBe(confidence >= threshold);
      }
    }
  });

  it('cover 0 to 1 without a gap, and are shown with all confident ones as one', () => {
    for (const threshold of THRESHOLDS) {
      const buckets = new ConfidenceBuckets(confidenceLayout(threshold));
      const random = seeded(6);
      let wrong = 0;
      for (let i = 0; i < 1000; i++) {
        const confidence = i % 10 === 0 ? threshold : random();
        const isRight = random() < 0.8;
        wrong += confidence >= threshold && !isRight ? 1 : 0;
        buckets.add(confidence, isRight);
      }
      const shown = buckets.shown();
      shown.slice(1).forEach(({ lower }, i) => expect(lower).toBe(shown[i]?.upper));
      expect([shown[0]?.lower, shown.at(-1)?.upper]).toEqual([0, 1]);
      expect(shown.at(-1)?.lower).toBe(threshold);
      expect(shown.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
      expect(buckets.labelled).toBe(1000);
      expect(buckets.confidentCounts.wrong).toBe(wrong);
    }
  });
});

describe('the confidence that was claimed', () => {
  it('is that of the line, else the probability of the prediction itself', () => {
    const probabilities = { fraud: 0.9, 1: 0.7 };
    expect(claimedConfidence({ confidence: 0.6, probabilities, prediction: 'fraud' })).toBe(0.6);
    expect(claimedConfidence({ confidence: undefined, probabilities, prediction: 'fraud' })).toBe(0.9);
    expect(claimedConfidence({ confidence: undefined, probabilities, prediction: 1 })).toBe(0.7);
    expect(claimedConfidence({ confidence: undefined, probabilities, prediction: 'toString' })).toBeUndefined();
    expect(claimedConfidence({ confidence: undefined, probabilities, prediction: undefined })).toBeUndefined();
  });

  it.each([97, -0.1, 1.0001, NaN, Infinity])('is none where the line says %p', (confidence) => {
    expect(claimedConfidence({ confidence, probabilities: undefined, prediction: 'fraud' })).toBeUndefined();
  });
});
