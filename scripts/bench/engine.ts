import { align, assess, fromBinCounts, type ScoreId } from '../../src/engine';
import { median } from '../lib/measure';

const FEATURES = 200;
const BUCKETS = 20;
const ROUNDS = 200;
const WARM_UP = 50;
const SCORES: readonly ScoreId[] = ['psi', 'js', 'ks', 'wasserstein'];

export interface EngineBench {
  readonly what: string;
  readonly medianMs: number;
}

/** What the engine alone takes, from counts to verdicts. */
export function benchEngine(): EngineBench {
  const edges = Array.from({ length: BUCKETS - 1 }, (_, i) => (i + 1) * 10);
  const counts = (middle: number) =>
    Array.from({ length: BUCKETS }, (_, i) => 20_000 * Math.exp(-((i - middle) ** 2) / 18) + 1);
  const histogram = (middle: number) => {
    const answer = fromBinCounts(edges, counts(middle));
    if (!answer.ok) {
      throw new Error('the counts make no histogram');
    }
    return answer.value;
  };
  const sides = Array.from({ length: FEATURES }, (_, i) => ({
    key: `feature_${i}`,
    reference: histogram(9 + (i % 5) / 5),
    current: histogram(9 + (i % 7) / 5),
  }));
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const start = performance.now();
    const items = sides.map(({ key, reference, current }) => ({ key, pair: align(reference, current) }));
    const assessments = assess(items, { scores: SCORES });
    const took = performance.now() - start;
    if (assessments.length !== FEATURES || !assessments.every(({ psi }) => psi.ok)) {
      throw new Error('the engine did not assess every feature');
    }
    if (round >= WARM_UP) {
      times.push(took);
    }
  }
  return {
    what: `align and assess ${FEATURES} features of ${BUCKETS} bins with ${SCORES.join(', ')}`,
    medianMs: median(times),
  };
}
