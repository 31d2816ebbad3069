import type { DistributionMeta, FeatureSummary } from '../../../model/frames';

/** A feature for a frame, from counts; everything else follows from them unless it is given. */
export interface Fabricated {
  readonly feature: string;
  /** One less than counts: the outer bins are open. Without edges: categories. */
  readonly edges?: readonly number[];
  readonly categories?: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly verdict?: FeatureSummary['verdict'];
  readonly reason?: string;
  readonly scores?: FeatureSummary['scores'];
  readonly repairs?: readonly string[];
  readonly unseen?: FeatureSummary['unseen'] & {};
  readonly group?: Readonly<Record<string, string>>;
}

export interface FabricatedRow {
  feature: string;
  bin: string;
  lower: number | null;
  upper: number | null;
  reference: number | null;
  current: number | null;
  reference_count: number;
  current_count: number;
  contribution: number | null;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** PSI's terms, after half a count went to every bin where one is empty. */
function terms(reference: readonly number[], current: readonly number[]): number[] | undefined {
  if (total(reference) === 0 || total(current) === 0) {
    return undefined;
  }
  const add = [...reference, ...current].includes(0) ? 0.5 : 0;
  const n = total(reference) + add * reference.length;
  const m = total(current) + add * current.length;
  return reference.map((count, index) => {
    const p = (count + add) / n;
    const q = ((current[index] ?? 0) + add) / m;
    return (q - p) * Math.log(q / p);
  });
}

export function fabricateRows(fabricated: Fabricated): FabricatedRow[] {
  const { feature, edges, categories, reference, current } = fabricated;
  const [n, m] = [total(reference), total(current)];
  const psi = terms(reference, current);
  return reference.map((count, index) => {
    const lower = edges?.[index - 1] ?? null;
    const upper = edges?.[index] ?? null;
    return {
      feature,
      bin: categories?.[index] ?? `${lower ?? '-Inf'} to ${upper ?? '+Inf'}`,
      lower,
      upper,
      reference: n > 0 ? count / n : null,
      current: m > 0 ? (current[index] ?? 0) / m : null,
      reference_count: count,
      current_count: current[index] ?? 0,
      contribution: psi?.[index] ?? null,
    };
  });
}

export function fabricateSummary(fabricated: Fabricated): FeatureSummary {
  const { feature, group = {}, edges, reference, current, repairs = [], reason } = fabricated;
  const psi = terms(reference, current);
  const value = psi === undefined ? null : total(psi);
  const verdict =
    fabricated.verdict ?? (value === null ? 'insufficient' : value > 0.25 ? 'drift' : value > 0.1 ? 'warning' : 'ok');
  return {
    feature,
    group,
    kind: edges === undefined ? 'categorical' : 'numeric',
    verdict,
    reason: reason ?? `PSI is ${value?.toFixed(3) ?? 'not known'}.`,
    scores: fabricated.scores ?? [
      value === null
        ? { id: 'psi', value: null, why: 'The current window holds no values of this feature.' }
        : { id: 'psi', value },
    ],
    pValue: value === null ? null : 0.00002,
    pAdjusted: value === null ? null : 0.0004,
    referenceCount: total(reference),
    currentCount: total(current),
    repairs,
    ...(fabricated.unseen === undefined ? {} : { unseen: fabricated.unseen }),
  };
}

/** The columns of a `distribution` frame, less those of groups. */
export const COLUMNS = [
  ['feature', 'string'],
  ['bin', 'string'],
  ['lower', 'number'],
  ['upper', 'number'],
  ['reference', 'number'],
  ['current', 'number'],
  ['reference_count', 'number'],
  ['current_count', 'number'],
  ['contribution', 'number'],
] as const;

/** What a `distribution` frame says of its features beside their bins. */
export const fabricateMeta = (features: readonly Fabricated[]): DistributionMeta => ({
  kind: 'distribution',
  features: features.map(fabricateSummary),
  referenceText: '7 days earlier',
});

/** Repeatable noise; the same seed gives the same numbers on every machine. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/** Features of every kind, as many as asked for: some drift, some do not, one has too little data. */
export function fabricateMany(count: number): Fabricated[] {
  const random = noise(count);
  const bell = (bins: number, centre: number, width: number, size: number) =>
    Array.from({ length: bins }, (_, bin) =>
      Math.round(size * (Math.exp(-(((bin - centre) / width) ** 2)) + 0.02 * random()))
    );
  return Array.from({ length: count }, (_, index): Fabricated => {
    const shift = [3, 0, 0.1, 1, 0.05, 2][index % 6] ?? 0;
    if (index % 5 === 1) {
      const categories = ['DE', 'FR', 'IN', 'US', 'United Kingdom of Great Britain', 'Brazil'].slice(
        0,
        4 + (index % 3)
      );
      return {
        feature: `country_${index}`,
        categories: [...categories, '(unseen)'],
        reference: [...categories.map((_, place) => Math.round(4000 / (place + 1))), 0],
        current: [
          ...categories.map((_, place) => Math.round(400 / (place + 1) + shift * place * 60)),
          index % 2 === 1 ? 120 : 0,
        ],
        repairs: ['Smoothed: 1 bin is empty on one side, so 0.5 was added to every bin of both sides.'],
      };
    }
    const bins = [10, 14, 8, 24, 60][index % 5] ?? 10;
    const step = [1, 10, 0.25, 250, 5][index % 5] ?? 1;
    const insufficient = index % 7 === 6;
    return {
      feature: index === 0 ? 'amount' : `${['age', 'latency', 'score', 'balance'][index % 4]}_${index}`,
      edges: Array.from({ length: bins - 1 }, (_, edge) => Math.round(step * (edge + 1) ** 1.4 * 100) / 100),
      reference: bell(bins, bins / 2.5, bins / 5, 4000),
      current: bell(bins, bins / 2.5 + (shift * bins) / 12, bins / 5, insufficient ? 4 : 300),
      scores: [
        { id: 'psi', value: 0.05 + shift * 0.21 },
        { id: 'js', value: 0.1 + shift * 0.1 },
        { id: 'ks', value: 0.08 + shift * 0.09, lower: 0.08 + shift * 0.09, upper: 0.2 + shift * 0.09 },
        { id: 'wasserstein', value: 0.02 + shift * 0.3 },
      ],
      ...(insufficient
        ? {
            verdict: 'insufficient' as const,
            reason:
              'With 31 values now, a PSI below 0.42 cannot be told from noise, and the threshold is 0.25: widen the window.',
          }
        : {}),
    };
  });
}

const HOUR_MS = 3_600_000;
const LAST_WINDOW = Date.UTC(2026, 10, 23, 12);

/** The columns of an `over_time` frame. */
export const TIME_COLUMNS = [
  ['time', 'time'],
  ['feature', 'string'],
  ['bin', 'string'],
  ['lower', 'number'],
  ['upper', 'number'],
  ['reference', 'number'],
  ['current', 'number'],
  ['current_count', 'number'],
] as const;

/** What an `over_time` frame says of itself. */
export const TIME_META = { kind: 'distribution_over_time', windowMs: HOUR_MS, referenceText: '7 days earlier' };

/** The rows of an `over_time` frame: what was as the reference becomes the current side from the middle on; one window is empty. */
export function fabricateTimeRows(features: readonly Fabricated[], { windows = 24, empty = 3 } = {}) {
  return Array.from({ length: windows }, (_, window) => {
    const moved = Math.min(1, Math.max(0, (2 * window) / windows - 0.8));
    return features.flatMap((feature) => {
      const part = (counts: readonly number[], index: number) => (counts[index] ?? 0) / (total(counts) || 1);
      return fabricateRows(feature).map(({ bin, lower, upper, reference }, index) => {
        const share = (1 - moved) * part(feature.reference, index) + moved * part(feature.current, index);
        const size = window === empty ? 0 : 400;
        return {
          time: LAST_WINDOW - (windows - 1 - window) * HOUR_MS,
          feature: feature.feature,
          bin,
          lower,
          upper,
          reference,
          current: size > 0 ? share : null,
          current_count: Math.round(size * share),
        };
      });
    });
  }).flat();
}
