import { SHADOW_ROW_FIELDS, type Settings } from '../../../model';
import type { ShadowComparison } from '../../query/shadow/comparison';
import type { ShadowPlan } from '../../query/shadow/plan';
import { eventSource } from '../../query/resolveEvents';
import { groupFields } from '../driftFrames';
import { featureColumns } from '../featureColumns';
import type { Field, FieldConfig, Frame } from '../frame';
import { lineOfCell, logLink } from '../logLink';
import { RIGHT_CONFIG } from './configs';
import { numbers, table, texts } from './parts';

/** The requests on which the two disagree most, with inputs only where the query names features. */
export function rowsFrame(
  { rows, task }: ShadowComparison,
  { groupBy, model, shown }: ShadowPlan,
  settings: Settings
): Frame {
  const F = SHADOW_ROW_FIELDS;
  const source = eventSource(model, 'prediction', settings);
  const toLine = logLink(settings.loki, lineOfCell(source));
  const said = (name: string, title: string, values: ReadonlyArray<string | number | null>): Field =>
    task === 'regression'
      ? numbers(
          name,
          values.map((value) => (typeof value === 'number' ? value : null)),
          { displayNameFromDS: title }
        )
      : texts(
          name,
          values.map((value) => (value === null ? null : String(value))),
          { displayNameFromDS: title }
        );
  const confidence = (title: string): FieldConfig => ({
    displayNameFromDS: title,
    unit: 'percentunit',
    decimals: 1,
    min: 0,
    max: 1,
  });
  const latency = (title: string): FieldConfig => ({ displayNameFromDS: title, unit: 'ms', decimals: 1, min: 0 });
  const of = <Key extends keyof (typeof rows)[number]>(key: Key) => rows.map((row) => row[key]);
  return table('rows', [
    { name: F.time, type: 'time', values: of('time'), config: { displayNameFromDS: 'Time' } },
    texts(F.requestId, of('requestId'), { displayNameFromDS: 'Request', ...toLine }),
    said(F.live, 'Live says', of('live')),
    said(F.shadow, 'Shadow says', of('shadow')),
    ...(task === 'regression'
      ? [
          numbers(F.difference, of('difference'), {
            displayNameFromDS: 'Difference',
            description: 'Shadow minus live.',
          }),
        ]
      : []),
    numbers(F.liveConfidence, of('liveConfidence'), confidence('Live confidence')),
    numbers(F.shadowConfidence, of('shadowConfidence'), confidence('Shadow confidence')),
    said(F.label, 'Label', of('label')),
    texts(F.right, of('right'), RIGHT_CONFIG),
    texts(F.livePredictionId, of('livePredictionId'), { displayNameFromDS: 'Live prediction', ...toLine }),
    texts(F.shadowPredictionId, of('shadowPredictionId'), { displayNameFromDS: 'Shadow prediction', ...toLine }),
    texts(F.liveVersion, of('liveVersion'), { displayNameFromDS: 'Live version' }),
    texts(F.shadowVersion, of('shadowVersion'), { displayNameFromDS: 'Shadow version' }),
    numbers(F.liveLatencyMs, of('liveLatencyMs'), latency('Live latency')),
    numbers(F.shadowLatencyMs, of('shadowLatencyMs'), latency('Shadow latency')),
    ...groupFields(rows, groupBy),
    // A feature by which it is grouped has its column already.
    ...featureColumns(rows, { shown }, Object.values(F)).filter(({ name }) => !groupBy.includes(name)),
  ]);
}
