import { align, type AlignedPair, fromBinCounts, SCORE_IDS, scores, type ScoreDefinition } from '../../src/engine';
import { seeded } from '../../src/engine/testing/random';
import { median } from '../lib/measure';
import { gate, type Gate, LIMITS } from './limits';

const FEATURES = 1_000;
const BUCKETS = 20;
const ROUNDS = 100;
const WARM_UP = 40;
const HEAP_ROUNDS = 200;

export interface AllScoresBench {
  readonly what: string;
  readonly rounds: number;
  readonly medianMs: number;
  /** Of the process, the collector's threads among it: what others do on the machine does not count. */
  readonly medianCpuMs: number;
  readonly fastestMs: number;
  /** Of each score alone, over all features. */
  readonly scoresMs: Readonly<Record<string, number>>;
  readonly answers: number;
  /** What the heap holds after a collection, before and after many more rounds. */
  readonly heapMb: { readonly before: number; readonly after: number; readonly rounds: number };
  readonly gates: readonly Gate[];
}

function heapMb(): number {
  const collect = (globalThis as { Bun?: { gc: (force: boolean) => void }; gc?: () => void }).Bun;
  collect?.gc(true);
  return process.memoryUsage().heapUsed / 1e6;
}

function pairs(): readonly AlignedPair[] {
  const random = seeded(4);
  const edges = Array.from({ length: BUCKETS - 1 }, (_, i) => (i + 1) * 10);
  return Array.from({ length: FEATURES }, (_, feature) => {
    const draw = (middle: number) => {
      const counts = Array.from(
        { length: BUCKETS },
        (__, i) => 20_000 * Math.exp(-((i - middle) ** 2) / 18) * (0.9 + 0.2 * random()) + 1
      );
      const answer = fromBinCounts(edges, counts);
      if (!answer.ok) {
        throw new Error(answer.detail);
      }
      return { ...answer.value, missing: 100 + 50 * random() };
    };
    const pair = align(draw(9 + (feature % 5) / 5), draw(9 + (feature % 7) / 5));
    if (!pair.ok) {
      throw new Error(pair.detail);
    }
    return pair.value;
  });
}

/** Every score of the catalogue over a thousand features of twenty buckets: its time, and what it leaves on the heap. */
export function benchAllScores(): AllScoresBench {
  const all = pairs();
  const options = { range: [0, 200] } as const;
  const own: Record<string, number[]> = Object.fromEntries(SCORE_IDS.map((id) => [id, []]));
  let answers = 0;
  const round = (timed: boolean): void => {
    answers = 0;
    for (const id of SCORE_IDS) {
      const { compute }: ScoreDefinition = scores[id];
      const start = performance.now();
      for (const pair of all) {
        answers += compute(pair, options).ok ? 1 : 0;
      }
      if (timed) {
        own[id]?.push(performance.now() - start);
      }
    }
  };
  const times: number[] = [];
  const cpu: number[] = [];
  for (let i = 0; i < WARM_UP + ROUNDS; i++) {
    const start = performance.now();
    const used = process.cpuUsage();
    round(i >= WARM_UP);
    if (i >= WARM_UP) {
      times.push(performance.now() - start);
      const { user, system } = process.cpuUsage(used);
      cpu.push((user + system) / 1_000);
    }
  }
  const numeric = SCORE_IDS.filter((id) => {
    const { kinds }: ScoreDefinition = scores[id];
    return kinds.includes('numeric');
  });
  if (answers !== numeric.length * FEATURES) {
    throw new Error(`${answers} answers of ${numeric.length} scores for ${FEATURES} features`);
  }
  const before = heapMb();
  for (let i = 0; i < HEAP_ROUNDS; i++) {
    round(false);
  }
  const after = heapMb();
  const [medianMs, medianCpuMs] = [median(times), median(cpu)];
  return {
    what: `${SCORE_IDS.length} scores over ${FEATURES} features of ${BUCKETS} buckets, one core`,
    rounds: ROUNDS,
    medianMs,
    medianCpuMs,
    fastestMs: Math.min(...times),
    scoresMs: Object.fromEntries(Object.entries(own).map(([id, each]) => [id, median(each)])),
    answers,
    heapMb: { before, after, rounds: HEAP_ROUNDS },
    gates: [
      gate('all scores of 1,000 features of 20 buckets, in ms of one core', medianCpuMs, LIMITS.allScoresMs),
      gate(`MB that ${HEAP_ROUNDS} more rounds leave on the heap`, after - before, LIMITS.heapGrowthMb),
    ],
  };
}
