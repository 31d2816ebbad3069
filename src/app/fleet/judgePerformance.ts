import { PERFORMANCE_SUMMARY_FIELDS } from '../../model/performanceFrames';
import type { PerformanceLevels } from '../../model/performanceLevels';
import type { Answer } from '../ask/ask';
import { numberOf, rowsOf, textOf } from '../ask/table';
import type { Light } from './light';

/** The one metric that a line has room for: the first of these that the model has. */
const MAIN = [
  { id: 'f1', label: 'F1', better: 1 },
  { id: 'accuracy', label: 'Accuracy', better: 1 },
  { id: 'mae', label: 'MAE', better: -1 },
  { id: 'rmse', label: 'RMSE', better: -1 },
] as const;

/** As everywhere in Tidemark: what chance gives once in twenty times is not told. */
const ALPHA = 0.05;

/** Whether a change is more than the alert pack lets pass: of a score by how much it falls, of an error by its share. */
const isGrave = (change: number, reference: number, better: number, { score, error }: PerformanceLevels): boolean =>
  better > 0 ? -change > score.alert : change > error.alert * Math.abs(reference);

const short = (value: number): string => String(Number(value.toPrecision(3)));

/**
 * Whether a model performs worse than its reference: by its labels where they are complete, else by what its confidences
 * promise, which is never more than a warning.
 * @returns undefined where the answer holds no performance.
 */
export function judgePerformance(answer: Answer, levels: PerformanceLevels): Light | undefined {
  const rows = rowsOf(answer, 'summary', PERFORMANCE_SUMMARY_FIELDS);
  if (rows === undefined) {
    return undefined;
  }
  for (const { id, label, better } of MAIN) {
    const row = rows.find(({ metric }) => metric === id);
    if (row === undefined) {
      continue;
    }
    const [realised, reference, change, p] = [row.realised, row.reference, row.change, row.pValue].map(numberOf);
    if (realised !== null && realised !== undefined && typeof change === 'number' && typeof reference === 'number') {
      const worse = change * better < 0 && (p ?? 1) < ALPHA;
      const grave = worse && isGrave(change, reference, better, levels);
      const way = change < 0 ? 'below' : 'above';
      return {
        state: 'judged',
        verdict: grave ? 'drift' : worse ? 'warning' : 'ok',
        why: `${label} ${short(realised)}, ${short(Math.abs(change))} ${way} its reference${worse ? '' : ', not more than chance gives'}.`,
      };
    }
    const [estimated, lower, upper] = [row.estimated, row.estimatedLower, row.estimatedUpper].map(numberOf);
    if (typeof estimated === 'number' && typeof reference === 'number') {
      const edge = better > 0 ? upper : lower;
      const worse = typeof edge === 'number' && (reference - edge) * better > 0;
      return {
        state: 'judged',
        verdict: worse ? 'warning' : 'ok',
        why: `${label} estimated at ${short(estimated)}, reference ${short(reference)}; labels are not complete yet.`,
      };
    }
    if (realised !== null || estimated !== null) {
      return { state: 'judged', verdict: 'insufficient', why: `${label}: nothing to compare with yet.` };
    }
    return {
      state: 'judged',
      verdict: 'insufficient',
      why: textOf(row.reason) || `${label} has no value in this time.`,
    };
  }
  return rows.length === 0 ? undefined : { state: 'judged', verdict: 'insufficient', why: textOf(rows[0]?.reason) };
}
