import { detectors, driftScore } from '../../engine';
import { SCORE_CHANGES_FIELDS, SCORE_CHANGES_FRAME } from '../../model';
import type { ComparisonOverTime } from '../query/compareOverTime';
import type { ScoreChange, ScoreChanges } from '../query/scoreChanges';
import { columnsOf } from './columns';
import { groupFields, seriesLabels, seriesTitle } from './driftFrames';
import { asColumn, COUNT_CONFIG, REASON_CONFIG } from './fieldConfig';
import type { Frame } from './frame';
import { metaOf, noticesOf } from './meta';
import { numericFrames } from './named';

/** The number that a rule gets: how often a detector has called a change. */
const CHANGES_METRIC = 'changes';

/** More sentences than this nobody reads above a graph. */
const MOST_SAID = 5;

/** A row a change that a detector has called, by time. */
export function changesFrame({ resolved, executed }: ComparisonOverTime, { detector, changes }: ScoreChanges): Frame {
  const F = SCORE_CHANGES_FIELDS;
  const column = columnsOf(changes);
  const { label } = detectors[detector];
  return {
    name: SCORE_CHANGES_FRAME,
    fields: [
      column.time(F.time, ({ time }) => time, {
        displayNameFromDS: 'Called',
        description: `The end of the window at which ${label} called the change.`,
      }),
      column.text(F.feature, ({ feature }) => feature, { displayNameFromDS: 'Feature' }),
      ...groupFields(changes, resolved.groupBy),
      column.text(F.score, ({ score }) => driftScore(score).label, { displayNameFromDS: 'Score' }),
      column.text(F.direction, ({ direction }) => direction, {
        displayNameFromDS: 'Direction',
        description: 'Whether the score rose or fell.',
        mappings: [{ type: 'value', options: { up: { text: 'rose', index: 0 }, down: { text: 'fell', index: 1 } } }],
      }),
      column.time(F.onset, ({ onset }) => onset, {
        displayNameFromDS: 'Began',
        description: 'The start of the first window that is likely to belong to the change.',
      }),
      column.number(F.statistic, ({ statistic }) => statistic, {
        displayNameFromDS: 'Statistic',
        description: `What ${label} measured where it called the change.`,
        decimals: 3,
      }),
      column.number(F.threshold, ({ threshold }) => threshold, {
        displayNameFromDS: 'Threshold',
        description: 'Beyond this it calls a change.',
        decimals: 3,
      }),
      column.text(F.reason, ({ reason }) => reason, REASON_CONFIG),
    ].map((field) => ({ ...field, config: asColumn(field.config ?? {}) })),
    meta: metaOf([], executed, { type: 'table', preferredVisualisationType: 'table' }),
  };
}

function sentence({ feature, group, reason }: ScoreChange): string {
  return `${[feature, ...Object.values(group).filter((value) => value !== '')].join(' ')}: ${reason}`;
}

/** What was found, for an answer that has no table of it. */
export function changesInWords({ changes, detector }: ScoreChanges): readonly string[] {
  const newest = changes.slice(-MOST_SAID).map(sentence);
  const more = changes.length - newest.length;
  const { label } = detectors[detector];
  return changes.length === 0
    ? [`${label} calls no change.`]
    : [...newest, ...(more > 0 ? [`${label} calls ${more} earlier ones: see them as a table.`] : [])];
}

/** One number a feature, group and score: how often it has changed in the time range of the rule. */
export function changeCountFrames(
  comparison: ComparisonOverTime,
  { counts, detector }: ScoreChanges
): readonly Frame[] {
  const { resolved, series, notices, executed } = comparison;
  const { label } = detectors[detector];
  return numericFrames(
    counts.map((row) => ({
      name: CHANGES_METRIC,
      value: row.changes,
      labels: seriesLabels(resolved.model, row, row.score),
      config: COUNT_CONFIG(`${seriesTitle(row, row.score)} changes`, `Changes that ${label} has called.`),
    })),
    noticesOf(series, notices),
    executed
  );
}
