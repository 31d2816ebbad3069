import type { DataFrame } from '@grafana/data';
import type { Verdict } from '../../engine';
import { DRIFT_TABLE_FIELDS, VERDICTS_BY_GRAVITY } from '../../model';

/** What one line of the page says of a model: how many features stand how, and the one to look at first. */
export interface DriftSummary {
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly features: number;
  /** The feature with the largest PSI among those with the gravest verdict; none where every feature is fine. */
  readonly worst?: { readonly feature: string; readonly verdict: Verdict; readonly reason: string };
}

const gravity = (verdict: Verdict) => VERDICTS_BY_GRAVITY.indexOf(verdict);

function isVerdict(value: unknown): value is Verdict {
  return VERDICTS_BY_GRAVITY.some((verdict) => verdict === value);
}

/**
 * Reads the table of a `drift` query.
 * @returns undefined where the frame is no such table.
 */
export function summarizeDrift(frame: DataFrame): DriftSummary | undefined {
  const values = (name: string) => frame.fields.find((field) => field.name === name)?.values;
  const features = values(DRIFT_TABLE_FIELDS.feature);
  const verdicts = values(DRIFT_TABLE_FIELDS.verdict);
  const reasons = values(DRIFT_TABLE_FIELDS.reason);
  const psi = values('psi');
  if (features === undefined || verdicts === undefined) {
    return undefined;
  }
  const rows = Array.from({ length: frame.length }, (_, row) => {
    const verdict: unknown = verdicts[row];
    return {
      feature: String(features[row]),
      // A verdict that we do not know is never read as fine.
      verdict: isVerdict(verdict) ? verdict : ('insufficient' as const),
      reason: String(reasons?.[row] ?? ''),
      psi: Number(psi?.[row] ?? 0),
    };
  });
  const counts: Record<Verdict, number> = { ok: 0, warning: 0, drift: 0, insufficient: 0 };
  for (const { verdict } of rows) {
    counts[verdict] += 1;
  }
  const [first] = rows
    .filter(({ verdict }) => verdict !== 'ok')
    .sort((a, b) => gravity(a.verdict) - gravity(b.verdict) || b.psi - a.psi);
  return {
    counts,
    features: rows.length,
    ...(first && { worst: { feature: first.feature, verdict: first.verdict, reason: first.reason } }),
  };
}
