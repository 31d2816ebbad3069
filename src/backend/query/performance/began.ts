import { estimateChange, type Answer, type PerformanceEstimate } from '../../../engine';
import { CAUSE_LABELS, type PerformanceId, type PerformanceKind } from '../../../model';
import { instant } from '../since';
import { judged } from './completeness';
import type { Evidence } from './evidence';
import type { EvidenceWindow, MaterialGroup } from './material';
import { realised, wordsOf } from './metrics';
import type { Estimators, Measuring } from './report';

/** So unlikely by chance, over all places where the windows could have been parted. */
const CHANCE = 0.01;

/** A window, what it is worth, and how much that rests on. */
interface Worth {
  readonly window: EvidenceWindow;
  readonly value: number;
  readonly weight: number;
}

/** How many windows stand before the fall: where the windows behind are worse than those before by most. */
function parted(windows: readonly Worth[], lowerIsBetter: boolean): number {
  let [all, weights] = [0, 0];
  windows.forEach(({ value, weight }) => {
    all += value * weight;
    weights += weight;
  });
  let [before, weight, most, place] = [0, 0, 0, 0];
  for (let i = 1; i < windows.length; i++) {
    const last = windows[i - 1] as Worth;
    before += last.value * last.weight;
    weight += last.weight;
    const rest = weights - weight;
    const fall = before / weight - (all - before) / rest;
    const gain = ((lowerIsBetter ? -fall : fall) > 0 ? 1 : 0) * fall * fall * ((weight * rest) / weights);
    if (gain > most) {
      [most, place] = [gain, i];
    }
  }
  return place;
}

/**
 * Since when a metric is as low as it is: the windows are parted where what follows is worse by most, if that is more than
 * chance explains; else it began before all of them. One reading of the log tells it, and no reference is needed.
 */
export async function beganOf(
  group: MaterialGroup,
  estimators: Estimators,
  { lateness, costs, turn }: Measuring,
  id: PerformanceId,
  kind: PerformanceKind
): Promise<Readonly<Record<string, string>>> {
  const estimator = kind === 'estimated' ? estimators.of(group) : undefined;
  const worth = (evidence: Evidence): Answer<PerformanceEstimate> | undefined =>
    kind === 'realised' ? realised(id, evidence, costs) : estimator?.estimate(evidence).of(id);
  const { direction } = wordsOf(id);
  if (direction === 'neither') {
    return {};
  }
  const windows: Worth[] = [];
  for (const window of judged(group.blocks, lateness)) {
    await turn();
    const evidence = window.evidence();
    const weight = kind === 'realised' ? evidence.labelled : evidence.rows;
    const answer = weight > 0 && (kind === 'estimated' || window.completeness.complete) ? worth(evidence) : undefined;
    if (answer?.ok === true) {
      windows.push({ window, value: answer.value.value, weight });
    }
  }
  const [first] = windows;
  if (first === undefined) {
    return {};
  }
  // A window is known by its end.
  const place = parted(windows, direction === 'lower_is_better');
  const [before, after] = [windows.slice(0, place), windows.slice(place)].map((part) =>
    part.length === 0 ? undefined : worth(group.together(part.map(({ window }) => window)))
  );
  const change = before?.ok === true && after?.ok === true ? estimateChange(before.value, after.value) : undefined;
  const last = windows[place - 1];
  return {
    [CAUSE_LABELS.since]:
      last !== undefined && change?.ok === true && change.value.pValue * (windows.length - 1) < CHANCE
        ? `about ${instant(last.window.end)}`
        : `before ${instant(first.window.end)}`,
  };
}
