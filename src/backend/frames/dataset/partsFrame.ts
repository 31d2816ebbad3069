import { causesBy, type Answer, type Decomposition } from '../../../engine';
import { DATASET_PART_FIELDS } from '../../../model';
import type { Frame, Notice } from '../frame';
import { metaOf } from '../meta';
import { causeColumns, TABLE, texts } from './parts';

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
      ...causeColumns(F, rows),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}
