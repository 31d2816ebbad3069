import { featureWeights, type Answer, type DriftedShare } from '../../../engine';
import type { ComparisonOverTime } from '../compareOverTime';
import { judgeModel } from './judge';

/** The model as a whole in one window. */
export interface ModelWindow {
  readonly time: number;
  readonly judged: Answer<DriftedShare>;
  /** The features' PSI, weighed; null where a window has none. */
  readonly modelPsi: number | null;
}

export interface ModelSeries {
  readonly group: Readonly<Record<string, string>>;
  readonly windows: readonly ModelWindow[];
}

interface Point {
  readonly feature: string;
  readonly verdict: Parameters<typeof judgeModel>[0][number]['verdict'];
  readonly psi: number | null;
}

function weighedPsi(points: readonly Point[], importance: (feature: string) => number | undefined): number | null {
  const known = points.filter((point): point is Point & { psi: number } => point.psi !== null);
  const weights = featureWeights(
    known.map(({ feature }) => {
      const weight = importance(feature);
      return weight === undefined ? {} : { importance: weight };
    })
  );
  return weights.ok ? known.reduce((sum, { psi }, i) => sum + psi * (weights.value[i] ?? 0), 0) : null;
}

/** The verdicts of the features, window by window, as those of the model. PSI must be the first score asked for. */
export function modelOverTime(
  { series }: ComparisonOverTime,
  importance: (feature: string) => number | undefined
): readonly ModelSeries[] {
  const groups = new Map<string, { group: Readonly<Record<string, string>>; byTime: Map<number, Point[]> }>();
  for (const { feature, group, windows } of series) {
    const key = JSON.stringify(group);
    const entry = groups.get(key) ?? { group, byTime: new Map<number, Point[]>() };
    groups.set(key, entry);
    for (const { time, verdict, scores } of windows) {
      const points = entry.byTime.get(time) ?? [];
      points.push({ feature, verdict, psi: scores[0] ?? null });
      entry.byTime.set(time, points);
    }
  }
  return [...groups.values()].map(({ group, byTime }) => ({
    group,
    windows: [...byTime]
      .sort(([a], [b]) => a - b)
      .map(([time, points]) => ({
        time,
        judged: judgeModel(points, importance),
        modelPsi: weighedPsi(points, importance),
      })),
  }));
}
