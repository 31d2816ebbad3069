import { scores as catalogue, type Answer, type NoAnswerReason, type ScoreId, type ScoreValue } from '../../engine';
import { DRIFT_TABLE_FIELDS, SERIES_LABELS } from '../../model';
import type { ComparedFeature, Comparison } from '../query/compare';
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
  score: ScoreId
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
export function seriesTitle({ feature, group }: Pick<ComparedFeature, 'feature' | 'group'>, score: ScoreId): string {
  return [feature, ...Object.values(group).filter((value) => value !== ''), catalogue[score].label].join(' ');
}

/** Why a score can never be had of a feature, whatever its data: it needs the other kind of feature. */
const NOT_OF_THIS_KIND: ReadonlySet<NoAnswerReason> = new Set(['needs_order', 'needs_categories']);

function applies(answer: Answer<ScoreValue> | undefined): boolean {
  return answer === undefined || answer.ok || !NOT_OF_THIS_KIND.has(answer.reason);
}

/**
 * One frame a feature and score, ready for a `threshold` expression: one alert instance a label set. Notices stand on
 * the first frame alone, so that Grafana says them once.
 *
 * A score that the kind of a feature can never have (KS of categories) has no frame: as null it would be an alert for
 * missing data that nobody can ever mend. Only where nothing else is left it stays, so that a rule is told of it.
 */
export function alertFrames(comparison: Comparison, scores: readonly ScoreId[]): readonly Frame[] {
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

/** One frame, a row a feature (and group). */
export function tableFrame(comparison: Comparison, scores: readonly ScoreId[]): Frame {
  const { rows, resolved, notices, executed } = comparison;
  const F = DRIFT_TABLE_FIELDS;
  const assessments = rows.map(({ assessment }) => assessment);
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
      ...scores.map((score): Field => ({
        name: score,
        type: 'number',
        values: assessments.map((assessment) => scoreValue(assessment.scores[score])),
        config: asColumn(scoreConfig(score)),
      })),
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
    ],
    meta: metaOf(noticesOf(rows.map(explained), notices), executed, {
      type: 'table',
      preferredVisualisationType: 'table',
    }),
  };
}
