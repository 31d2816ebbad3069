import type { DriftScoreId } from '../../engine';
import { DRIFT_OVER_TIME_TABLE_FIELDS } from '../../model';
import type { ComparisonOverTime } from '../query/compareOverTime';
import type { ComparedWindow } from '../query/tracks';
import { groupFields, seriesLabels, seriesTitle } from './driftFrames';
import { asColumn, P_VALUE_CONFIG, REASON_CONFIG, scoreConfig, VERDICT_CONFIG } from './fieldConfig';
import type { Field, FieldConfig, Frame } from './frame';
import { metaOf, noticesOf } from './meta';

/** One frame a feature and score, with a value a window; a window without an answer is null, and so a gap. */
export function seriesFrames(comparison: ComparisonOverTime, scores: readonly DriftScoreId[]): readonly Frame[] {
  const { series, resolved, steps, executed } = comparison;
  const said = noticesOf(series, comparison.notices);
  return series
    .flatMap((one) => scores.map((score, place) => ({ one, score, place })))
    .map(({ one, score, place }, i) => ({
      name: `${one.feature} ${score}`,
      fields: [
        {
          name: 'time',
          type: 'time',
          values: one.windows.map(({ time }) => time),
          config: { interval: steps.stepMs },
        },
        {
          name: score,
          type: 'number',
          values: one.windows.map((window) => window.scores[place] ?? null),
          labels: seriesLabels(resolved.model, one, score),
          config: scoreConfig(score, { title: seriesTitle(one, score), thresholds: resolved.thresholds(one.feature) }),
        },
      ],
      meta: metaOf(i === 0 ? said : [], i === 0 ? executed : '', {
        type: 'timeseries-multi',
        typeVersion: [0, 1],
        preferredVisualisationType: 'graph',
      }),
    }));
}

/** Where verdicts are held: what each window says by itself. */
function heldFields(rows: readonly ComparedWindow[]): readonly Field[] {
  return rows.every(({ windowVerdict }) => windowVerdict === undefined)
    ? []
    : [
        {
          name: DRIFT_OVER_TIME_TABLE_FIELDS.windowVerdict,
          type: 'string',
          values: rows.map(({ windowVerdict }) => windowVerdict ?? null),
          config: asColumn({
            ...VERDICT_CONFIG,
            displayNameFromDS: 'Verdict of the window',
            description: 'What this window says by itself, before it is held against those around it.',
          }),
        },
      ];
}

/** Where verdicts go by history: how unusual the score is, and beyond what it would be. */
function historyFields(rows: readonly ComparedWindow[]): readonly Field[] {
  const F = DRIFT_OVER_TIME_TABLE_FIELDS;
  const number = (name: string, values: ReadonlyArray<number | null>, config: FieldConfig): Field => ({
    name,
    type: 'number',
    values,
    config: asColumn(config),
  });
  return rows.every(({ pAdjusted }) => pAdjusted === undefined)
    ? []
    : [
        number(
          F.pAdjusted,
          rows.map(({ pAdjusted }) => pAdjusted ?? null),
          P_VALUE_CONFIG(
            'p adjusted',
            "Share of the reference's own windows that are as far out, corrected for how many features were asked together."
          )
        ),
        number(
          F.usual,
          rows.map(({ usual }) => usual ?? null),
          {
            displayNameFromDS: 'Usual',
            description: "What half of the reference's windows stay below, each held against all others.",
            decimals: 3,
          }
        ),
        number(
          F.limit,
          rows.map(({ limit }) => limit ?? null),
          {
            displayNameFromDS: 'Unusual beyond',
            description: 'A score beyond this is unusual among them, before the correction.',
            decimals: 3,
          }
        ),
      ];
}

/** One frame, a row a window and feature, with its verdict: what annotations are made of. */
export function windowsFrame(comparison: ComparisonOverTime, scores: readonly DriftScoreId[]): Frame {
  const { series, resolved, executed } = comparison;
  const rows = series
    .flatMap(({ feature, group, windows }) => windows.map((window) => ({ feature, group, ...window })))
    .sort((a, b) => a.time - b.time);
  const F = DRIFT_OVER_TIME_TABLE_FIELDS;
  return {
    name: 'drift_over_time',
    fields: [
      { name: F.time, type: 'time', values: rows.map(({ time }) => time), config: { displayNameFromDS: 'Time' } },
      {
        name: F.feature,
        type: 'string',
        values: rows.map(({ feature }) => feature),
        config: { displayNameFromDS: 'Feature' },
      },
      ...groupFields(rows, resolved.groupBy),
      ...scores.map((score, place): Field => ({
        name: score,
        type: 'number',
        values: rows.map((row) => row.scores[place] ?? null),
        config: asColumn(scoreConfig(score)),
      })),
      { name: F.verdict, type: 'string', values: rows.map(({ verdict }) => verdict), config: VERDICT_CONFIG },
      ...heldFields(rows),
      {
        name: F.reason,
        type: 'string',
        values: rows.map(({ reason }) => reason),
        config: REASON_CONFIG,
      },
      ...historyFields(rows),
    ],
    meta: metaOf(noticesOf(series, comparison.notices), executed, {
      type: 'table',
      preferredVisualisationType: 'table',
    }),
  };
}
