import type { Sample } from '../../replay';
import { compare } from '../query/compare';
import { importances } from '../query/dataset/judge';
import { isShare, riseEvidence } from '../query/driftNumbers';
import type { QueryContext, QueryRequest } from '../query/request';
import { findModel } from '../query/resolveModel';
import { EVIDENCE_LABEL, EVIDENCE_NUMBERS } from '../../model';

const [PSI, P, REFERENCE, CURRENT, BINS, WARNING, DRIFT, IMPORTANCE, RISE] = EVIDENCE_NUMBERS;

/** A level that nothing reaches, and the size of a reference that is the truth, have no number. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/**
 * What the verdict on each feature rests on, as numbers by feature: from these the verdict at another threshold, or
 * another alpha, can be said without asking again. A feature without an answer has null for its PSI.
 */
export async function evidenceSamples(request: QueryRequest, context: QueryContext): Promise<readonly Sample[]> {
  const { query } = request;
  const scores = query.scores ?? [];
  if (scores.length > 0 && scores.every(isShare)) {
    return riseEvidence(await compare(request, context), scores).flatMap(({ labels, rise, p }) => [
      { labels: { ...labels, [EVIDENCE_LABEL]: RISE }, value: rise },
      { labels: { ...labels, [EVIDENCE_LABEL]: P }, value: p },
    ]);
  }
  const { rows } = await compare({ ...request, query: { ...query, scores: ['psi'] } }, context);
  const importance = importances(
    query.model === undefined ? undefined : findModel(query.model, context.instance.settings)
  );
  return rows.flatMap(({ feature, group, assessment }): readonly Sample[] => {
    const { psi, sizes, thresholds, pValue, decidedBy } = assessment;
    const weight = importance(feature);
    const of = (name: string, value: number | null): Sample => ({
      labels: { ...group, feature, [EVIDENCE_LABEL]: name },
      value,
    });
    const weighed = weight === undefined ? [] : [of(IMPORTANCE, weight)];
    if (!psi.ok || sizes?.bins === undefined || thresholds === null || decidedBy !== 'psi') {
      return [of(PSI, null), ...weighed];
    }
    return [
      of(PSI, psi.value.psi),
      of(P, pValue),
      of(REFERENCE, finite(sizes.reference)),
      of(CURRENT, sizes.current),
      of(BINS, sizes.bins),
      of(WARNING, finite(thresholds.warning)),
      of(DRIFT, finite(thresholds.drift)),
      ...weighed,
    ];
  });
}
