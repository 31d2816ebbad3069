import { DATASET_MULTIVARIATE_FIELDS } from '../../../model';
import type { Multivariate } from '../../query/dataset/multivariate';
import { COUNT_CONFIG, P_VALUE_CONFIG, VERDICT_CONFIG } from '../fieldConfig';
import type { Frame, Notice } from '../frame';
import { metaOf } from '../meta';
import { repairNotices, warnings } from '../notices';
import { numbers, TABLE, texts } from './parts';

export function multivariateFrame(
  { correlations, reconstruction, domain, rows: count }: Multivariate,
  notices: readonly Notice[],
  executed: string
): Frame {
  const F = DATASET_MULTIVARIATE_FIELDS;
  const pairs = (correlations.ok ? correlations.value.pairs : []).map((pair) => ({
    what: `${pair.a} with ${pair.b}`,
    reference: pair.reference,
    current: pair.current,
    effect: pair.q,
    pAdjusted: pair.pAdjusted,
    verdict: pair.verdict,
    rows: pair.currentRows,
  }));
  const rebuilt = reconstruction.ok
    ? [
        {
          what: 'all together (reconstruction error)',
          reference: reconstruction.value.reference,
          current: reconstruction.value.current,
          effect: reconstruction.value.effect,
          pAdjusted: reconstruction.value.pValue,
          verdict: reconstruction.value.verdict,
          rows: reconstruction.value.rows.current,
        },
      ]
    : [];
  const told = domain.ok
    ? [
        {
          what: 'all together (domain classifier)',
          // What it has where the two sides cannot be told apart.
          reference: 0.5,
          current: domain.value.auc,
          effect: domain.value.auc - 0.5,
          pAdjusted: domain.value.pValue,
          verdict: domain.value.verdict,
          rows: domain.value.m,
        },
      ]
    : [];
  const all = [...rebuilt, ...told, ...pairs.sort((a, b) => Math.abs(b.effect ?? 0) - Math.abs(a.effect ?? 0))];
  const said = [
    ...(correlations.ok ? [] : [correlations.detail]),
    ...(reconstruction.ok ? [] : [reconstruction.detail]),
    // All three want the same rows; that there are none is said once.
    ...(domain.ok || (!reconstruction.ok && reconstruction.reason === domain.reason) ? [] : [domain.detail]),
  ];
  return {
    name: 'multivariate',
    fields: [
      texts(
        F.what,
        all.map(({ what }) => what),
        { displayNameFromDS: 'Features' }
      ),
      numbers(
        F.reference,
        all.map(({ reference }) => reference),
        {
          displayNameFromDS: 'Reference',
          description: `Spearman's correlation, mean error, or area under the curve where nothing can be told apart, of ${count.reference} rows.`,
          decimals: 3,
        }
      ),
      numbers(
        F.current,
        all.map(({ current }) => current),
        { displayNameFromDS: 'Current', description: `Of ${count.current} rows.`, decimals: 3 }
      ),
      numbers(
        F.effect,
        all.map(({ effect }) => effect),
        {
          displayNameFromDS: 'Effect',
          description:
            "Cohen's q of two correlations; for the reconstruction, in standard deviations of its error; for the classifier, area above one half (0.15 is drift).",
          decimals: 3,
        }
      ),
      numbers(
        F.pAdjusted,
        all.map(({ pAdjusted }) => pAdjusted),
        P_VALUE_CONFIG(
          'p adjusted',
          'Corrected for all pairs (Benjamini-Hochberg); of the two for all together, as it is.'
        )
      ),
      texts(
        F.verdict,
        all.map(({ verdict }) => verdict),
        VERDICT_CONFIG
      ),
      numbers(
        F.rows,
        all.map(({ rows }) => rows),
        COUNT_CONFIG('Rows', 'Current rows that have both values.')
      ),
    ],
    meta: metaOf(
      [
        ...notices,
        ...repairNotices(domain.ok ? [{ feature: 'Domain classifier', repairs: domain.repairs }] : []),
        ...warnings(said),
      ],
      executed,
      TABLE
    ),
  };
}
