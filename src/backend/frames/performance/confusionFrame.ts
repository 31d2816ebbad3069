import { PERFORMANCE_CONFUSION_FIELDS } from '../../../model';
import type { GroupReport } from '../../query/performance/report';
import { groupFields } from '../driftFrames';
import { COUNT_CONFIG } from '../fieldConfig';
import type { Frame } from '../frame';
import { metaOf } from '../meta';
import { TABLE, text, type Said } from './parts';

/** One row a label and prediction that met, the most frequent first. */
export function confusionFrame(
  reports: readonly GroupReport[],
  groupBy: readonly string[],
  { notices, executed }: Said
): Frame {
  const F = PERFORMANCE_CONFUSION_FIELDS;
  const rows = reports.flatMap(({ group, confusion }) => {
    if (confusion?.ok !== true) {
      return [];
    }
    const { classes, counts } = confusion.value;
    return classes
      .flatMap((label, i) => classes.map((prediction, j) => ({ group, label, prediction, count: counts[i]?.[j] ?? 0 })))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
  });
  return {
    name: 'confusion',
    fields: [
      text(
        F.label,
        rows.map(({ label }) => label),
        'Label'
      ),
      text(
        F.prediction,
        rows.map(({ prediction }) => prediction),
        'Prediction'
      ),
      ...groupFields(rows, groupBy),
      {
        name: F.count,
        type: 'number',
        values: rows.map(({ count }) => count),
        config: COUNT_CONFIG('Count', 'Predictions with this label, over the windows whose labels are complete.'),
      },
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}
