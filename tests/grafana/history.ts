import { evenGrowth, histogramSeries, type MetricFamily } from '../../scripts/lib/openMetrics';

/**
 * Table 1 of Yurdakul & Naranjo (2020), whose scores are known: version 6 of a model sees the reference's counts and
 * version 7 the current ones, both growing evenly for two days.
 */
export const REFERENCE_COUNTS = [253, 302, 204, 134, 72, 26, 8];
export const CURRENT_COUNTS = [177, 262, 285, 158, 88, 25, 6];
export const KNOWN = { psi: 0.067693, js: 0.110254, hellinger: 0.09189, total_variation: 0.120059, ks: 0.116994 };

const EDGES = [10, 20, 30, 40, 50, 60];
const STEP_SECONDS = 60;

export function knownHistory(now: number): readonly MetricFamily[] {
  const to = Math.floor(now / 1000 / STEP_SECONDS) * STEP_SECONDS;
  const from = to - 2 * 86_400;
  // A thousand times the table's counts: what grows in an hour is still in the table's proportions.
  const grow = (total: number) => evenGrowth(from, to, STEP_SECONDS, total * 1000);
  const version = (name: string, counts: readonly number[]) =>
    histogramSeries({ model: 'fraud', role: 'live', version: name, feature: 'amount' }, EDGES, counts, grow);
  return [
    {
      name: 'model_feature',
      type: 'histogram',
      series: [...version('6', REFERENCE_COUNTS), ...version('7', CURRENT_COUNTS)],
    },
  ];
}
