import {
  driftScore,
  isSampleScore,
  type Answer,
  type Assessment,
  type DriftScoreId,
  type NoAnswerReason,
  type ScoreValue,
} from '../../engine';
import { DRIFT_TABLE_FIELDS, SERIES_LABELS, testFields, type DriftQuery } from '../../model';
import type { ComparedFeature, Comparison } from '../query/compare';
import { evidenceOf } from '../query/evidence';
import { asColumn, COUNT_CONFIG, P_VALUE_CONFIG, REASON_CONFIG, scoreConfig, VERDICT_CONFIG } from './fieldConfig';
import type { Field, Frame } from './frame';
import { explained, metaOf, noticesOf } from './meta';

/** A score that has no answer is null: alerting makes NoData of it, and never "fine". */
export function scoreValue(answer: Answer<ScoreValue> | undefined): number | null {
  return answer?.ok === true ? answer.value.value : null;
}

/** The labels of one series: what tells it from all others of the answer. */
export function seriesLabels(
  model: string | undefined,
  { feature, group }: Pick<ComparedFeature, 'feature' | 'group'>,
  score: DriftScoreId
): Readonly<Record<string, string>> {
  // A group of the label `model` keeps its own value: two groups under the one name of the query's model would be a
  // duplicate label set, which an alert rule refuses.
  const named = model === undefined || SERIES_LABELS.model in group;
  return {
    ...group,
    ...(named ? {} : { [SERIES_LABELS.model]: model }),
    [SERIES_LABELS.feature]: feature,
    [SERIES_LABELS.score]: score,
  };
}

/** `amount DE PSI`: a series in a legend. */
export function seriesTitle(
  { feature, group }: Pick<ComparedFeature, 'feature' | 'group'>,
  score: DriftScoreId
): string {
  return [feature, ...Object.values(group).filter((value) => value !== ''), driftScore(score).label].join(' ');
}

/** Why a score can never be had of a feature, whatever its data: it needs the other kind of feature, or a range. */
const NOT_OF_THIS_KIND: ReadonlySet<NoAnswerReason> = new Set(['needs_order', 'needs_categories', 'needs_range']);

function applies(answer: Answer<ScoreValue> | undefined): boolean {
  return answer === undefined || answer.ok || !NOT_OF_THIS_KIND.has(answer.reason);
}

/**
 * One frame a feature and score, ready for a `threshold` expression: one alert instance a label set. Notices stand on
 * the first frame alone, so that Grafana says them once.
 *
 * A score that a feature can never have (KS of categories, a share outside a range that nobody gave) has no frame: as null it would be an alert for
 * missing data that nobody can ever mend. Only where nothing else is left it stays, so that a rule is told of it.
 */
export function alertFrames(comparison: Comparison, scores: readonly DriftScoreId[]): readonly Frame[] {
  const { rows, resolved, notices, executed } = comparison;
  const said = noticesOf(rows.map(explained), notices);
  const all = rows.flatMap((row) => scores.map((score) => ({ row, score })));
  const had = all.filter(({ row, score }) => applies(row.assessment.scores[score]));
  return (had.length > 0 ? had : all).map(({ row, score }, i) => ({
    name: `${row.feature} ${score}`,
    fields: [
      {
        name: score,
        type: 'number',
        values: [scoreValue(row.assessment.scores[score])],
        labels: seriesLabels(resolved.model, row, score),
        config: scoreConfig(score, { title: seriesTitle(row, score), thresholds: resolved.thresholds(row.feature) }),
      },
    ],
    meta: metaOf(i === 0 ? said : [], i === 0 ? executed : '', { type: 'numeric-multi', typeVersion: [0, 1] }),
  }));
}

/** A string column for each label of `groupBy`. */
export function groupFields(
  rows: ReadonlyArray<{ readonly group: Readonly<Record<string, string>> }>,
  groupBy: readonly string[]
): readonly Field[] {
  return groupBy.map((label) => ({
    name: label,
    type: 'string',
    values: rows.map(({ group }) => group[label] ?? ''),
  }));
}

/** A score as a column; one on raw values is a test of its own, and has its p-values beside it. */
function scoreFields(score: DriftScoreId, assessments: ReadonlyArray<Assessment<unknown>>): readonly Field[] {
  const column: Field = {
    name: score,
    type: 'number',
    values: assessments.map((assessment) => scoreValue(assessment.scores[score])),
    config: asColumn(scoreConfig(score)),
  };
  if (!isSampleScore(score)) {
    return [column];
  }
  const { label } = driftScore(score);
  const names = testFields(score);
  return [
    column,
    {
      name: names.pValue,
      type: 'number',
      values: assessments.map(({ scores }) => {
        const answer = scores[score];
        return answer?.ok === true ? (answer.value.pValue ?? null) : null;
      }),
      config: asColumn(P_VALUE_CONFIG(`p: ${label}`, 'Chance of a difference as large without any drift.')),
    },
    {
      name: names.pAdjusted,
      type: 'number',
      values: assessments.map(({ adjustedOfValues }) => adjustedOfValues[score] ?? null),
      config: asColumn(
        P_VALUE_CONFIG(
          `p adjusted: ${label}`,
          'Corrected over all features, groups and scores on single values of this query (Benjamini-Hochberg).'
        )
      ),
    },
  ];
}

/** One frame, a row a feature (and group). */
export function tableFrame(
  comparison: Comparison,
  scores: readonly DriftScoreId[],
  query: Pick<DriftQuery, 'alpha'>
): Frame {
  const { rows, resolved, notices, executed } = comparison;
  const F = DRIFT_TABLE_FIELDS;
  const assessments = rows.map(({ assessment }) => assessment);
  const evidence = assessments.map((assessment) => evidenceOf(assessment, query));
  return {
    name: 'drift',
    fields: [
      {
        name: F.feature,
        type: 'string',
        values: rows.map(({ feature }) => feature),
        config: { displayNameFromDS: 'Feature' },
      },
      ...groupFields(rows, resolved.groupBy),
      // Beside the name: with many scores, what stands behind them is off the screen, and the verdict is the answer.
      { name: F.verdict, type: 'string', values: assessments.map(({ verdict }) => verdict), config: VERDICT_CONFIG },
      ...scores.flatMap((score) => scoreFields(score, assessments)),
      {
        name: F.pValue,
        type: 'number',
        values: assessments.map(({ pValue }) => pValue),
        config: P_VALUE_CONFIG('p-value', 'Chance of a difference as large without any drift.'),
      },
      {
        name: F.pAdjusted,
        type: 'number',
        values: assessments.map(({ pAdjusted }) => pAdjusted),
        config: P_VALUE_CONFIG(
          'p adjusted',
          'The p-value, corrected for how many features were asked together (Benjamini-Hochberg).'
        ),
      },
      {
        name: F.referenceCount,
        type: 'number',
        values: assessments.map(({ referenceCount }) => referenceCount),
        config: asColumn(COUNT_CONFIG('Reference count', `Observations in the reference: ${resolved.reference.text}.`)),
      },
      {
        name: F.currentCount,
        type: 'number',
        values: assessments.map(({ currentCount }) => currentCount),
        config: asColumn(COUNT_CONFIG('Current count', 'Observations in the time range of the query.')),
      },
      {
        name: F.reason,
        type: 'string',
        values: assessments.map(({ reason }) => reason),
        config: REASON_CONFIG,
      },
      {
        name: F.noiseFloor,
        type: 'number',
        values: evidence.map(({ noiseFloor }) => noiseFloor),
        config: asColumn({
          displayNameFromDS: 'Noise floor',
          description: 'What chance alone gives on average of the score that the verdict is of.',
          decimals: 4,
          min: 0,
        }),
      },
      {
        name: F.smallestDetectable,
        type: 'number',
        values: evidence.map(({ smallestDetectable }) => smallestDetectable),
        config: asColumn({
          displayNameFromDS: 'Smallest detectable',
          description: 'Below this, so much data cannot tell that score from chance.',
          decimals: 4,
          min: 0,
        }),
      },
      {
        name: F.neededCount,
        type: 'number',
        values: evidence.map(({ neededCount }) => neededCount),
        config: asColumn(
          COUNT_CONFIG(
            'Needed count',
            'So many current observations find a drift as large as the threshold four times out of five.'
          )
        ),
      },
    ],
    meta: metaOf(noticesOf(rows.map(explained), notices), executed, {
      type: 'table',
      preferredVisualisationType: 'table',
    }),
  };
}
