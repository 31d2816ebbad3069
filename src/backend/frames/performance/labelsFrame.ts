import { PERFORMANCE_LABEL_FIELDS, type LabelStatus } from '../../../model';
import type { SeriesReport, StepReport } from '../../query/performance/report';
import { groupFields } from '../driftFrames';
import { COUNT_CONFIG, REASON_CONFIG } from '../fieldConfig';
import type { FieldConfig, Frame } from '../frame';
import { metaOf } from '../meta';
import { wordsConfig, type Word } from '../words';
import { number, PERCENT, TABLE, text, type Said } from './parts';

function statusOf({ completeness: { complete, predictions } }: StepReport): LabelStatus {
  return predictions === 0 ? 'empty' : complete ? 'complete' : 'incomplete';
}

const STATUS_WORDS: Record<LabelStatus, Word> = {
  complete: { text: 'Complete', tone: 'green' },
  incomplete: { text: 'Not complete', tone: 'orange' },
  empty: { text: 'No prediction', tone: 'gray' },
};

/** One row a window and group: how many of its labels are there, and how late they came. */
export function labelsFrame(
  series: readonly SeriesReport[],
  groupBy: readonly string[],
  { notices, executed }: Said
): Frame {
  const F = PERFORMANCE_LABEL_FIELDS;
  const rows = series
    .flatMap(({ group, steps }) => steps.map((step) => ({ group, step })))
    .sort((a, b) => a.step.end - b.step.end);
  const SECONDS: FieldConfig = { unit: 's', decimals: 0, min: 0 };
  return {
    name: 'labels',
    fields: [
      { name: F.time, type: 'time', values: rows.map(({ step }) => step.end), config: { displayNameFromDS: 'Time' } },
      ...groupFields(rows, groupBy),
      {
        name: F.rows,
        type: 'number',
        values: rows.map(({ step }) => step.completeness.predictions),
        config: COUNT_CONFIG('Predictions', 'Predictions in the window that ends here.'),
      },
      {
        name: F.labelled,
        type: 'number',
        values: rows.map(({ step }) => step.completeness.labelled),
        config: COUNT_CONFIG('Labelled', 'Those whose label is known by now.'),
      },
      number(
        F.share,
        rows.map(({ step }) => step.completeness.share),
        'Share',
        'The share of predictions whose label is known by now.',
        PERCENT
      ),
      number(
        F.expected,
        rows.map(({ step }) => step.completeness.expected),
        'Expected',
        'Of the labels that will ever come, the share that should be there by now, as measured on the reference.',
        PERCENT
      ),
      text(
        F.status,
        rows.map(({ step }) => statusOf(step)),
        'Labels',
        { description: 'Whether metrics may be computed over the window.', ...wordsConfig(STATUS_WORDS) }
      ),
      number(
        F.delay,
        rows.map(({ step }) => step.delay?.median ?? null),
        'Median delay',
        'Half of the labels that are there came within this time.',
        SECONDS
      ),
      number(
        F.delayLate,
        rows.map(({ step }) => step.delay?.late ?? null),
        'Delay, 95 %',
        '95 % of the labels that are there came within this time.',
        SECONDS
      ),
      text(
        F.reason,
        rows.map(({ step }) => step.completeness.reason),
        'Reason',
        REASON_CONFIG
      ),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}
