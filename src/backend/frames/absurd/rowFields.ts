import { ABSURD_ROWS_FIELDS, type Settings } from '../../../model';
import type { AbsurdRow } from '../../query/absurd/absurdRows';
import type { AbsurdOptions } from '../../query/absurd/options';
import type { EventSource } from '../../upstream/eventSource';
import { columnsOf, mixedColumn } from '../columns';
import type { Field } from '../frame';
import { lineOfCell, logLineQuery, logLink } from '../logLink';
import { SHARE_CONFIG, SIGN_CONFIG } from './configs';
import { featureColumns } from '../featureColumns';

/** Single absurd outputs, the most confident first. Features stand where the query names them, and nowhere else. */
export function rowFields(
  rows: readonly AbsurdRow[],
  options: AbsurdOptions,
  source: EventSource,
  settings: Settings
): readonly Field[] {
  const F = ABSURD_ROWS_FIELDS;
  const { number, text, time } = columnsOf(rows);
  return [
    time(F.time, (row) => row.time, { displayNameFromDS: 'Time' }),
    text(F.predictionId, ({ predictionId }) => predictionId, {
      displayNameFromDS: 'Prediction id',
      ...logLink(settings.loki, lineOfCell(source)),
    }),
    mixedColumn(
      F.prediction,
      rows.map(({ prediction }) => prediction),
      { displayNameFromDS: 'Prediction' }
    ),
    mixedColumn(
      F.label,
      rows.map(({ label }) => label),
      { displayNameFromDS: 'Label', description: 'The truth; empty where it has not come yet.' }
    ),
    number(F.confidence, ({ confidence }) => confidence, SHARE_CONFIG('Confidence', 'How sure it was.')),
    text(F.rule, ({ rules }) => (rules.length === 0 ? null : rules.join(', ')), { displayNameFromDS: 'Rule broken' }),
    text(F.version, ({ version }) => version, { displayNameFromDS: 'Version' }),
    text(F.role, ({ role }) => role, { displayNameFromDS: 'Role' }),
    ...featureColumns(rows, options, Object.values(F)),
    text(F.signs, ({ signs }) => signs.join(', '), { ...SIGN_CONFIG, displayNameFromDS: 'Signs' }),
    text(F.shadow, ({ shadow }) => shadow, {
      displayNameFromDS: 'Other version',
      description: 'What the other version said, where it was as sure of something else.',
    }),
    text(F.requestId, ({ requestId }) => requestId, { displayNameFromDS: 'Request id' }),
    number(F.latencyMs, ({ latencyMs }) => latencyMs, { displayNameFromDS: 'Latency', unit: 'ms', min: 0 }),
    text(
      F.logql,
      ({ predictionId }) =>
        predictionId === undefined || predictionId === '' ? null : logLineQuery(source, predictionId),
      { displayNameFromDS: 'Log line', description: 'LogQL that finds the line, to be pasted into Explore.' }
    ),
  ];
}
