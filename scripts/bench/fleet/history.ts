import { histogramSeries, type MetricFamily, type MetricSeries } from '../../lib/openMetrics';

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** As far as the page looks back: ten days, and for each what it is compared with, a week before. */
const DAYS = 18;
/** Seconds between samples: of the last day and the day that it is held against, and of those that are a cell of a heatmap. */
const STEP = HOUR / 2;
const COARSE_STEP = 2 * HOUR;

const NUMERIC = 6;
const EDGES = [10, 20, 30, 40, 50, 60, 70];
const CALM = [5, 10, 20, 30, 20, 10, 4, 1];
const MOVED = [2, 5, 10, 20, 30, 20, 9, 4];
const CATEGORICAL = 2;
const CATEGORIES = { web: 50, app: 30, phone: 15, shop: 5 };
/** Observations a second, of each feature. */
const RATE = 0.5;
/** Every so many models, one feature has drifted since half a day. */
const DRIFTS_EVERY = 10;

export const modelId = (place: number): string => `model_${String(place).padStart(3, '0')}`;

/** Instants in seconds at which the counters are known, up to `until`. */
function instantsOf(now: number, until: number): readonly number[] {
  const stretch = (from: number, to: number, step: number): readonly number[] =>
    Array.from({ length: Math.max(0, Math.floor((to - from) / step)) }, (_, i) => from + i * step);
  const end = Math.ceil(until / STEP) * STEP + STEP;
  const lastDays = Math.floor((now - 1.2 * DAY) / COARSE_STEP) * COARSE_STEP;
  const begin = lastDays - DAYS * DAY;
  return [...stretch(begin, lastDays, COARSE_STEP), ...stretch(lastDays, end, STEP)];
}

/** The counters of a fleet, as its services would have told a Prometheus them. Instants in seconds. */
export function fleetHistory(models: number, now: number, until: number): readonly MetricFamily[] {
  const instants = instantsOf(now, until);
  const begin = instants[0] ?? now;
  const changed = now - DAY / 2;
  const grow = (before: number, after = before): MetricSeries['points'] =>
    instants.map((at) => [
      at,
      Math.round(before * (Math.min(at, changed) - begin) + after * Math.max(0, at - changed)),
    ]);
  const histograms: MetricSeries[] = [];
  const categories: MetricSeries[] = [];
  const info: MetricSeries[] = [];
  const sum = CALM.reduce((all, count) => all + count, 0);
  for (let place = 0; place < models; place++) {
    const labels = { model: modelId(place), version: '1', role: 'live' };
    for (let i = 0; i < NUMERIC; i++) {
      const moved = i === 0 && place % DRIFTS_EVERY === 0;
      const below = (counts: readonly number[]) =>
        histogramSeries({ ...labels, feature: `number_${i}` }, EDGES, counts, (total) => [[0, total]]);
      const after = below(moved ? MOVED : CALM);
      below(CALM).forEach(({ labels: own, points }, bucket) => {
        const rates = [points, after[bucket]?.points].map((each) => (RATE * (each?.[0]?.[1] ?? 0)) / sum);
        histograms.push({ labels: own, points: grow(rates[0] ?? 0, rates[1]) });
      });
    }
    for (let i = 0; i < CATEGORICAL; i++) {
      for (const [category, share] of Object.entries(CATEGORIES)) {
        categories.push({
          labels: { ...labels, feature: `category_${i}`, category },
          points: grow((RATE * share) / sum),
        });
      }
    }
    info.push({ labels: { ...labels, stage: 'deployed' }, points: instants.map((at) => [at, 1]) });
  }
  return [
    { name: 'model_feature', type: 'histogram', series: histograms },
    { name: 'model_feature_category_total', type: 'counter', series: categories },
    { name: 'model_info', type: 'gauge', series: info },
  ];
}
