import type { Settings } from '../../../src/model';
import type { MetricFamily, MetricSeries } from '../../lib/openMetrics';

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** As much as an evaluation looks at, and what is left of it where a minute passes between the two. */
const WINDOW = 6 * HOUR;
const STEP = 600;

const NUMERIC = 16;
const CATEGORICAL = 4;
const BUCKETS = 10;
const CATEGORIES = ['web', 'app', 'phone', 'shop', 'other'];
/** Observations a second, of each feature. */
const RATE = 2;
/** Every so many models, one feature has drifted: that rule names its cause at every evaluation. */
const DRIFTS_EVERY = 20;
/** Features with a threshold of their own, each with another one: that many rules more. */
const OWN_THRESHOLDS = [0.15, 0.18, 0.3, 0.4, 0.5];

export const idOf = (place: number): string => `model_${String(place).padStart(3, '0')}`;

const numeric = Array.from({ length: NUMERIC }, (_, i) => `number_${String(i).padStart(2, '0')}`);
const categorical = Array.from({ length: CATEGORICAL }, (_, i) => `category_${i}`);

/** Instants in seconds at which the counters are known: around the windows that rules look at, and the day before. */
function instantsOf(now: number, until: number, wholeDay: boolean): readonly number[] {
  const before = wholeDay ? DAY + WINDOW : WINDOW + HOUR;
  const stretch = (from: number, to: number): readonly number[] =>
    Array.from({ length: Math.floor((to - from) / STEP) + 1 }, (_, i) => from + i * STEP);
  const last = Math.ceil(until / STEP) * STEP;
  const first = Math.floor((now - before) / STEP) * STEP;
  return [...stretch(first - 7 * DAY, last - 7 * DAY), ...stretch(first, last)];
}

/** Shares of buckets at or below each bound: a hump, which a drift moves by one bucket. */
const below = (bucket: number, middle: number): number =>
  bucket === BUCKETS - 1 ? 1 : 1 / (1 + Math.exp(-(bucket - middle)));

/**
 * The counters of many models, as their services would have told Prometheus them: for a week ago and for today, up to
 * `until`, so that rules have something new to read for as long as they are watched. Instants in seconds.
 */
export function manyModels(models: number, now: number, until: number): readonly MetricFamily[] {
  const histograms: MetricSeries[] = [];
  const categories: MetricSeries[] = [];
  const missing: MetricSeries[] = [];
  const predictions: MetricSeries[] = [];
  for (let place = 0; place < models; place++) {
    const drifts = place % DRIFTS_EVERY === 0;
    const instants = instantsOf(now, until, drifts);
    const begin = instants[0] ?? now;
    const changed = now - DAY / 2;
    /** A counter of so many a second before the change, and after it. */
    const grow = (before: number, after = before): MetricSeries['points'] =>
      instants.map((at) => [
        at,
        Math.round(before * (Math.min(at, changed) - begin) + after * Math.max(0, at - changed)),
      ]);
    const labels = { model: idOf(place), version: '1', role: 'live' };
    const labelsOf = (feature: string) => ({ ...labels, feature });
    predictions.push({ labels, points: grow(RATE) });
    for (const [i, feature] of numeric.entries()) {
      const middle = 3 + ((place + i) % 3);
      const moved = drifts && i === 0 ? middle + 1.5 : middle;
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        const le = bucket === BUCKETS - 1 ? '+Inf' : String((bucket + 1) * 10);
        histograms.push({
          labels: { ...labelsOf(feature), le },
          points: grow(RATE * below(bucket, middle), RATE * below(bucket, moved)),
        });
      }
    }
    for (const feature of categorical) {
      for (const [i, category] of CATEGORIES.entries()) {
        categories.push({ labels: { ...labelsOf(feature), category }, points: grow((RATE * (i + 1)) / 15) });
      }
    }
    for (const feature of [...numeric, ...categorical]) {
      missing.push({ labels: labelsOf(feature), points: grow(RATE / 100) });
    }
  }
  return [
    { name: 'model_feature', type: 'histogram', series: histograms },
    { name: 'model_feature_category_total', type: 'counter', series: categories },
    { name: 'model_feature_missing_total', type: 'counter', series: missing },
    { name: 'model_predictions_total', type: 'counter', series: predictions },
  ];
}

/** Those of features and of the model as a whole, quality, volume, and whether it can be read at all. */
export const RULES_OF_A_MODEL = OWN_THRESHOLDS.length + 5;

/** Settings of which the pack makes ten rules a model, all of them evaluated every minute. */
export function settingsOf(models: number, prometheusUrl: string): Settings {
  return {
    prometheus: { url: prometheusUrl },
    models: Array.from({ length: models }, (_, place) => ({
      id: idOf(place),
      owner: 'team',
      features: [
        ...numeric.map((name, i) => ({
          name,
          kind: 'numeric' as const,
          ...(OWN_THRESHOLDS[i - 1] === undefined ? {} : { thresholds: { psi: OWN_THRESHOLDS[i - 1] ?? 0 } }),
        })),
        ...categorical.map((name) => ({ name, kind: 'categorical' as const })),
      ],
    })),
    teams: [{ id: 'team', contactPoint: 'team', concerns: ['data', 'model', 'output', 'pipeline'] }],
    alerting: { contactPoints: [{ name: 'team', type: 'webhook', url: 'grafana://noop' }] },
  };
}
