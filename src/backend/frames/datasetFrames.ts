import { causesBy, datasetScores, type Answer, type Decomposition } from '../../engine';
import {
  DATASET_CAUSES_FIELDS,
  DATASET_FEATURES_FIELDS,
  DATASET_METRICS,
  DATASET_MULTIVARIATE_FIELDS,
  DATASET_PART_FIELDS,
  DATASET_SUMMARY_FIELDS,
  type DatasetMetric,
} from '../../model';
import type { ComparedFeature } from '../query/compare';
import { modelNumber, type JudgedModel } from '../query/dataset/judge';
import type { Multivariate } from '../query/dataset/multivariate';
import type { ModelSeries } from '../query/dataset/overTime';
import { groupFields } from './driftFrames';
import { COUNT_CONFIG, P_VALUE_CONFIG, REASON_CONFIG, VERDICT_CONFIG } from './fieldConfig';
import type { Field, FieldConfig, Frame, Notice } from './frame';
import { metaOf } from './meta';
import { repairNotices, warnings } from './notices';

const TABLE = { type: 'table', preferredVisualisationType: 'table' } as const;

function shareConfig(title: string, description: string): FieldConfig {
  return { displayNameFromDS: title, description, unit: 'percentunit', decimals: 1 };
}

/** Of the model's PSI; a part of it may pull the other way. */
const CAUSE_SHARE = shareConfig('Share', "Of the model's PSI. All of them add up to 100 %.");
const CAUSE_VALUE: FieldConfig = {
  displayNameFromDS: 'PSI',
  description: "What it adds to the model's PSI.",
  decimals: 4,
};

const METRIC_CONFIG: Record<DatasetMetric, FieldConfig> = {
  drifted_features: COUNT_CONFIG('Drifted', 'Features whose verdict is drift.'),
  share: shareConfig(datasetScores.drifted_share.label, datasetScores.drifted_share.explanation),
  weighted_share: shareConfig(datasetScores.weighted_share.label, datasetScores.weighted_share.explanation),
  model_psi: {
    displayNameFromDS: datasetScores.model_psi.label,
    description: datasetScores.model_psi.explanation,
    decimals: 3,
    min: 0,
  },
};

function numbers(name: string, values: ReadonlyArray<number | null>, config: FieldConfig): Field {
  return { name, type: 'number', values, config };
}

function texts(name: string, values: ReadonlyArray<string | null>, config: FieldConfig): Field {
  return { name, type: 'string', values, config };
}

/** The feature and bin from which most of the drift comes, in words. */
function worstCause(whole: Answer<Decomposition>): string | null {
  if (!whole.ok || whole.value.value <= 0) {
    return null;
  }
  const [worst] = [...whole.value.features].sort((a, b) => b.value - a.value);
  const [bin] = [...(worst?.bins ?? [])].sort((a, b) => b.value - a.value);
  return worst === undefined || bin === undefined
    ? null
    : `${worst.key} (${(worst.share * 100).toFixed(0)} %), most in ${bin.bin.label}`;
}

export function summaryFrame(
  groups: readonly JudgedModel[],
  groupBy: readonly string[],
  notices: readonly Notice[],
  executed: string
): Frame {
  const F = DATASET_SUMMARY_FIELDS;
  const metric = (name: DatasetMetric): Field =>
    numbers(
      name,
      groups.map(({ judged, whole }) => modelNumber(name, judged, whole.ok ? whole.value.value : null)),
      METRIC_CONFIG[name]
    );
  return {
    name: 'summary',
    fields: [
      ...groupFields(groups, groupBy),
      metric(F.driftedFeatures),
      numbers(
        F.features,
        groups.map(({ judged }) => (judged.ok ? judged.value.features : null)),
        COUNT_CONFIG('Features', 'Features of the model that were compared.')
      ),
      metric(F.share),
      metric(F.weightedShare),
      texts(
        F.verdict,
        groups.map(({ judged }) => (judged.ok ? judged.value.verdict : 'insufficient')),
        VERDICT_CONFIG
      ),
      texts(
        F.reason,
        groups.map(({ judged }) => (judged.ok ? judged.value.reason : judged.detail)),
        REASON_CONFIG
      ),
      numbers(
        F.judged,
        groups.map(({ judged }) => (judged.ok ? judged.value.judged : null)),
        COUNT_CONFIG('Judged', 'Features with enough data for a verdict.')
      ),
      metric(F.modelPsi),
      numbers(
        F.noiseFloor,
        groups.map(({ whole }) => (whole.ok ? whole.value.noiseFloor : null)),
        {
          displayNameFromDS: 'Noise floor',
          description: 'The PSI of the model that chance alone gives on average, with so much data.',
          decimals: 4,
          min: 0,
        }
      ),
      texts(
        F.worst,
        groups.map(({ whole }) => worstCause(whole)),
        { displayNameFromDS: 'Worst', description: "The feature that adds most to the model's PSI, and its worst bin." }
      ),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}

/** Where the whole has no answer, the frame says why and keeps its columns. */
function unanswered(whole: Answer<Decomposition>): readonly Notice[] {
  return whole.ok
    ? warnings(
        whole.value.unanswered.map(({ key, answer }) => `${key} takes no part in the decomposition: ${answer.detail}`)
      )
    : warnings([whole.detail]);
}

export function causesFrame(
  whole: Answer<Decomposition>,
  bySegment: boolean,
  notices: readonly Notice[],
  executed: string
): Frame {
  const F = DATASET_CAUSES_FIELDS;
  const rows = (whole.ok ? whole.value.features : [])
    .flatMap(({ key, bins }) => bins.map((bin) => ({ feature: key, ...bin })))
    .sort((a, b) => b.value - a.value)
    .map(({ feature, bin, value, share, segments }) => {
      const [largest] = [...segments].sort((a, b) => b.value - a.value);
      return {
        feature,
        bin: bin.label,
        value,
        share,
        segment: largest?.segment ?? null,
        segmentShare: largest === undefined || value === 0 ? null : largest.value / value,
      };
    });
  return {
    name: 'causes',
    fields: [
      texts(
        F.feature,
        rows.map(({ feature }) => feature),
        { displayNameFromDS: 'Feature' }
      ),
      texts(
        F.bin,
        rows.map(({ bin }) => bin),
        { displayNameFromDS: 'Bin' }
      ),
      numbers(
        F.share,
        rows.map(({ share }) => share),
        CAUSE_SHARE
      ),
      numbers(
        F.value,
        rows.map(({ value }) => value),
        CAUSE_VALUE
      ),
      ...(bySegment
        ? [
            texts(
              F.segment,
              rows.map(({ segment }) => segment),
              { displayNameFromDS: 'Segment', description: 'The segment that adds most to this bin.' }
            ),
            numbers(
              F.segmentShare,
              rows.map(({ segmentShare }) => segmentShare),
              shareConfig(
                'Of the bin',
                'What that segment adds, of what the bin adds. Above 100 % where others pull back.'
              )
            ),
          ]
        : []),
    ],
    meta: metaOf([...notices, ...unanswered(whole)], executed, TABLE),
  };
}

export function featuresFrame(
  whole: Answer<Decomposition>,
  compared: readonly ComparedFeature[],
  notices: readonly Notice[],
  executed: string
): Frame {
  const F = DATASET_FEATURES_FIELDS;
  const judged = new Map(compared.map(({ feature, assessment }) => [feature, assessment]));
  const rows = [...(whole.ok ? whole.value.features : [])].sort((a, b) => b.value - a.value);
  return {
    name: 'features',
    fields: [
      texts(
        F.feature,
        rows.map(({ key }) => key),
        { displayNameFromDS: 'Feature' }
      ),
      numbers(
        F.share,
        rows.map(({ share }) => share),
        CAUSE_SHARE
      ),
      numbers(
        F.value,
        rows.map(({ value }) => value),
        CAUSE_VALUE
      ),
      numbers(
        F.psi,
        rows.map(({ psi }) => psi),
        { displayNameFromDS: 'Own PSI', description: "The feature's own PSI, not weighed.", decimals: 3, min: 0 }
      ),
      numbers(
        F.weight,
        rows.map(({ weight }) => weight),
        shareConfig('Importance', 'Of the model, as the settings give it; equal where they give none.')
      ),
      numbers(
        F.noiseFloor,
        rows.map(({ noiseFloor }) => noiseFloor),
        {
          displayNameFromDS: 'Noise floor',
          description: 'The PSI that chance alone gives on average.',
          decimals: 4,
          min: 0,
        }
      ),
      texts(
        F.verdict,
        rows.map(({ key }) => judged.get(key)?.verdict ?? 'insufficient'),
        VERDICT_CONFIG
      ),
      texts(
        F.reason,
        rows.map(({ key }) => judged.get(key)?.reason ?? null),
        REASON_CONFIG
      ),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}

export function partsFrame(
  name: 'segments' | 'versions',
  column: string,
  whole: Answer<Decomposition>,
  notices: readonly Notice[],
  executed: string
): Frame {
  const F = DATASET_PART_FIELDS;
  const rows = whole.ok ? causesBy(whole.value, name === 'segments' ? 'segment' : 'version') : [];
  return {
    name,
    fields: [
      texts(
        name === 'segments' ? 'segment' : 'version',
        rows.map((row) => row.name),
        { displayNameFromDS: column, description: 'Empty for what none of them accounts for.' }
      ),
      numbers(
        F.share,
        rows.map(({ share }) => share),
        CAUSE_SHARE
      ),
      numbers(
        F.value,
        rows.map(({ value }) => value),
        CAUSE_VALUE
      ),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}

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

export function modelOverTimeFrames(
  series: readonly ModelSeries[],
  model: string | undefined,
  stepMs: number,
  notices: readonly Notice[],
  executed: string
): readonly Frame[] {
  return series.map(({ group, windows }, i) => {
    const named = Object.values(group).filter((value) => value !== '');
    // As a series in a legend, where each group has its own.
    const titled = (config: FieldConfig): FieldConfig => ({
      ...config,
      displayNameFromDS: [...named, config.displayNameFromDS].join(' '),
    });
    const labels: Readonly<Record<string, string>> = {
      ...group,
      ...(model === undefined || 'model' in group ? {} : { model }),
    };
    return {
      name: 'over_time',
      fields: [
        { name: 'time', type: 'time', values: windows.map(({ time }) => time), config: { interval: stepMs } },
        ...DATASET_METRICS.map((name): Field => ({
          ...numbers(
            name,
            windows.map(({ judged, modelPsi }) => modelNumber(name, judged, modelPsi)),
            titled(METRIC_CONFIG[name])
          ),
          labels,
        })),
        {
          ...texts(
            'verdict',
            windows.map(({ judged }) => (judged.ok ? judged.value.verdict : 'insufficient')),
            VERDICT_CONFIG
          ),
          labels,
        },
      ],
      meta: metaOf(i === 0 ? notices : [], i === 0 ? executed : '', {
        type: 'timeseries-multi',
        typeVersion: [0, 1],
        preferredVisualisationType: 'graph',
      }),
    };
  });
}
