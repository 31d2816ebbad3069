import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { align, type Answer, freezeBins, fromSamples, scores } from '../../src/engine';
import { kolmogorovSmirnov } from '../../src/engine/sample/kolmogorovSmirnov';
import { wassersteinDistance } from '../../src/engine/sample/transport';
import { seeded } from '../../src/engine/testing/random';
import { median } from '../lib/measure';
import { gate, type Gate, LIMITS } from './limits';
import { NoPeers, pythonWithPeers, startPeer } from './python';

const ROWS = 1_000_000;
const FEATURES = 20;
const FEATURE_ROWS = 100_000;
/** What Sturges' rule, Evidently's own, gives for so many rows. */
const FEATURE_BINS = 18;

export interface PeerRatio {
  readonly what: string;
  readonly peer: string;
  readonly rounds: number;
  readonly ourMs: number;
  readonly peerMs: number;
  /** Ours over theirs. */
  readonly ratio: number;
}

export interface PeersBench {
  readonly versions: unknown;
  readonly ratios: readonly PeerRatio[];
  readonly gates: readonly Gate[];
}

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) {
    throw new Error(`the engine has no answer: ${answer.detail}`);
  }
  return answer.value;
}

/** Normal numbers (Box and Muller). */
function normals(random: () => number, count: number, mean: number): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    values[i] = mean + Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  }
  return values;
}

function near(ours: number, theirs: unknown, what: string): void {
  if (typeof theirs !== 'number' || !(Math.abs(ours - theirs) <= 1e-9 * Math.abs(theirs))) {
    throw new Error(`${what}: ${ours} here, ${String(theirs)} there: a ratio of different answers says nothing`);
  }
}

/** Counts are the same but for values on an edge: ours belong to the bin below, numpy's to the bin above. */
function alike(ours: readonly number[], theirs: unknown): void {
  const counts = theirs as readonly number[];
  const off = ours.reduce((all, count, i) => all + Math.abs(count - (counts[i] ?? 0)), 0);
  if (ours.length !== counts.length || off > 20) {
    throw new Error(`the histograms differ: ${ours.join(', ')} and ${counts.join(', ')}`);
  }
}

/** The engine against its peers on the same numbers, in turns; or null, said loudly, where the peers cannot run. */
export async function benchPeers(say: (line: string) => void): Promise<PeersBench | null> {
  let python: string;
  try {
    python = pythonWithPeers(say);
  } catch (error) {
    if (error instanceof NoPeers) {
      say(`SKIPPED: the comparison with numpy, SciPy and Evidently: ${error.message}`);
      say('It needs Python 3 with venv, and a package index that pip can reach.');
      return null;
    }
    throw error;
  }
  const random = seeded(20261123);
  const reference = normals(random, ROWS, 0);
  const current = normals(random, ROWS, 0.01);
  const sides = [0, 0.2].map((shift) =>
    Array.from({ length: FEATURES }, (_, i) => normals(random, FEATURE_ROWS, (shift * i) / FEATURES))
  ) as [Float64Array[], Float64Array[]];

  const folder = mkdtempSync(join(tmpdir(), 'tidemark-peers-'));
  mkdirSync(folder, { recursive: true });
  const write = (name: string, columns: readonly Float64Array[]): void =>
    writeFileSync(join(folder, name), Buffer.concat(columns.map((one) => Buffer.from(one.buffer))));
  write('reference.f64', [reference]);
  write('current.f64', [current]);
  write('features-reference.f64', sides[0]);
  write('features-current.f64', sides[1]);
  const peer = startPeer(python, folder, FEATURES);
  try {
    const { result: versions } = await peer.run('versions');

    const edges = valueOf(freezeBins({ strategy: 'equal_width', bins: 10 }, reference));
    const bin = (): readonly number[] => valueOf(fromSamples(reference, edges)).counts;
    const psiOfFeatures = (): readonly number[] =>
      sides[0].map((before, i) => {
        const bins = valueOf(freezeBins({ strategy: 'equal_width', bins: FEATURE_BINS }, before));
        const counted = valueOf(fromSamples(before, bins));
        const pair = valueOf(align(counted, valueOf(fromSamples(sides[1][i] as Float64Array, bins))));
        return valueOf(scores.psi.compute(pair)).value;
      });

    const compare = async (
      what: string,
      theirs: string,
      job: string,
      rounds: number,
      warmUp: number,
      ours: () => unknown,
      check: (mine: unknown, other: unknown) => void
    ): Promise<PeerRatio> => {
      say(`${what} ...`);
      const mine: number[] = [];
      const other: number[] = [];
      for (let round = 0; round < warmUp + rounds; round++) {
        const start = performance.now();
        const value = ours();
        const took = performance.now() - start;
        const { ms, result } = await peer.run(job);
        check(value, result);
        if (round >= warmUp) {
          mine.push(took);
          other.push(ms);
        }
      }
      const [ourMs, peerMs] = [median(mine), median(other)];
      return { what, peer: theirs, rounds, ourMs, peerMs, ratio: ourMs / peerMs };
    };

    const histogram = await compare(
      `${ROWS} samples binned on ten equal bins`,
      'numpy.histogram with a number of bins and a range, its fast path',
      'histogram',
      21,
      12,
      bin,
      (mine, other) => alike(mine as readonly number[], other)
    );
    const histogramEdges = await compare(
      `${ROWS} samples binned on ten bins whose edges are given`,
      'numpy.histogram with edges',
      'histogram_edges',
      11,
      2,
      bin,
      (mine, other) => alike(mine as readonly number[], other)
    );
    const ks = await compare(
      `Kolmogorov-Smirnov of two samples of ${ROWS} rows, its p-value among it`,
      'scipy.stats.ks_2samp, asymptotic',
      'ks',
      5,
      2,
      () => valueOf(kolmogorovSmirnov(reference, current)).statistic,
      (mine, other) => near(mine as number, other, 'KS')
    );
    const wasserstein = await compare(
      `Wasserstein distance of two samples of ${ROWS} rows`,
      'scipy.stats.wasserstein_distance',
      'wasserstein',
      5,
      2,
      () => valueOf(wassersteinDistance(reference, current)).distance,
      (mine, other) => near(mine as number, other, 'Wasserstein')
    );
    const psi = await compare(
      `PSI of ${FEATURES} features of ${FEATURE_ROWS} rows a side, from raw values`,
      "Evidently's Report([DataDriftPreset(method='psi')]).run, from data frames that are at hand",
      'psi',
      5,
      1,
      psiOfFeatures,
      (mine, other) => {
        const values = mine as readonly number[];
        // Evidently's outer bins are closed and what lies beyond is dropped, so the values are near and not the same.
        if (!Array.isArray(other) || other.length !== values.length) {
          throw new Error(`Evidently gave ${String(other)} for ${values.length} features`);
        }
        values.forEach((value, i) => {
          if (!(Math.abs(value - Number(other[i])) <= 0.05 * value + 0.002)) {
            throw new Error(`PSI of feature ${i}: ${value} here, ${String(other[i])} there`);
          }
        });
      }
    );
    return {
      versions,
      ratios: [histogram, histogramEdges, ks, wasserstein, psi],
      gates: [
        gate('binning against numpy (equal bins)', histogram.ratio, LIMITS.binningRatio),
        gate('binning against numpy (edges given)', histogramEdges.ratio, LIMITS.binningRatio),
        gate('KS against SciPy', ks.ratio, LIMITS.ksRatio),
        gate('Wasserstein against SciPy', wasserstein.ratio, LIMITS.wassersteinRatio),
        gate("PSI of features against Evidently's report", psi.ratio, LIMITS.evidentlyRatio),
      ],
    };
  } finally {
    await peer.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
