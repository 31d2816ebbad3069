import {
  QUALITY_CHECKS_FIELDS,
  QUALITY_SCHEMA_FIELDS,
  QUALITY_SUMMARY_FIELDS,
  QUALITY_VOLUME_FIELDS,
  type QualityCheck,
} from '../../model';
import type { Check } from '../query/quality/checks';
import type { FeatureQuality } from '../query/quality/judge';
import type { SchemaChange } from '../query/quality/schema';
import type { VolumeWindow } from '../query/quality/volume';
import { asEdge, COUNT_CONFIG, REASON_CONFIG, verdictConfig } from './fieldConfig';
import type { Field, FieldConfig, Frame, Notice } from './frame';
import { metaOf } from './meta';

const TABLE = { type: 'table', preferredVisualisationType: 'table' } as const;

const VERDICT = verdictConfig(
  'OK: as it was. Warning, drift: beyond the threshold, and more than chance gives. Not enough data: too little to tell.'
);

function numbers(name: string, values: ReadonlyArray<number | undefined>, config: FieldConfig): Field {
  return { name, type: 'number', values: values.map((value) => value ?? null), config };
}

function texts(name: string, values: readonly string[], config: FieldConfig): Field {
  return { name, type: 'string', values, config };
}

function share(title: string, description: string): FieldConfig {
  return { displayNameFromDS: title, description, unit: 'percentunit', decimals: 2, min: 0 };
}

function rateOf(hits: number | undefined, rows: number | undefined): number | undefined {
  return hits === undefined || rows === undefined || !(rows > 0) ? undefined : hits / rows;
}

export function featuresQualityFrame(
  features: readonly FeatureQuality[],
  notices: readonly Notice[],
  executed: string
): Frame {
  const F = QUALITY_SUMMARY_FIELDS;
  const of = <K extends keyof FeatureQuality>(key: K): ReadonlyArray<FeatureQuality[K]> =>
    features.map((feature) => feature[key]);
  return {
    name: 'summary',
    fields: [
      texts(F.feature, of('feature'), { displayNameFromDS: 'Feature' }),
      numbers(F.rows, of('rows'), COUNT_CONFIG('Rows', 'That were looked at.')),
      numbers(F.missing, of('missing'), COUNT_CONFIG('Missing', 'Rows without a value.')),
      numbers(
        F.outOfRange,
        of('outOfRange'),
        COUNT_CONFIG('Out of range', 'Values outside the range of the settings; empty where they give none.')
      ),
      numbers(
        F.newCategories,
        of('newCategories'),
        COUNT_CONFIG('New categories', 'Rows with a category that the reference never saw.')
      ),
      numbers(
        F.wrongType,
        of('wrongType'),
        COUNT_CONFIG('Wrong type', 'Values of another type than most of the reference have: a text for a number.')
      ),
      texts(F.verdict, of('verdict'), VERDICT),
      texts(F.reason, of('reason'), REASON_CONFIG),
      numbers(
        F.missingRate,
        features.map(({ missing, rows }) => rateOf(missing, rows)),
        share('Missing rate', 'Of the rows that were looked at.')
      ),
      numbers(
        F.referenceMissingRate,
        features.map(({ referenceMissing, referenceRows }) => rateOf(referenceMissing, referenceRows)),
        share('Reference missing rate', 'Of the rows of the reference.')
      ),
      numbers(F.referenceRows, of('referenceRows'), COUNT_CONFIG('Reference rows', 'That were looked at.')),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}

const CHECK_TITLES: Record<QualityCheck, string> = {
  volume: 'Volume',
  freshness: 'Freshness',
  duplicates: 'Duplicates',
  unreadable: 'Unreadable lines',
  schema: 'Fields',
};

export function checksFrame(checks: readonly Check[], notices: readonly Notice[], executed: string): Frame {
  const F = QUALITY_CHECKS_FIELDS;
  return {
    name: 'checks',
    fields: [
      texts(
        F.check,
        checks.map(({ check }) => check),
        {
          displayNameFromDS: 'Check',
          mappings: [
            {
              type: 'value',
              options: Object.fromEntries(
                Object.entries(CHECK_TITLES).map(([check, text], index) => [check, { text, index }])
              ),
            },
          ],
        }
      ),
      numbers(
        F.value,
        checks.map(({ value }) => value),
        {
          displayNameFromDS: 'Value',
          description: 'Rows for volume, seconds for freshness, a share of the lines or a number of fields else.',
        }
      ),
      numbers(
        F.usual,
        checks.map(({ usual }) => usual),
        { displayNameFromDS: 'Usual', description: 'In the same unit; empty where none is known.' }
      ),
      texts(
        F.verdict,
        checks.map(({ verdict }) => verdict),
        VERDICT
      ),
      texts(
        F.reason,
        checks.map(({ reason }) => reason),
        REASON_CONFIG
      ),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}

export function schemaFrame(changes: readonly SchemaChange[], notices: readonly Notice[], executed: string): Frame {
  const F = QUALITY_SCHEMA_FIELDS;
  return {
    name: 'schema',
    fields: [
      texts(
        F.field,
        changes.map(({ field }) => field),
        { displayNameFromDS: 'Field' }
      ),
      texts(
        F.change,
        changes.map(({ change }) => change),
        { displayNameFromDS: 'Change', description: 'Since the reference.' }
      ),
      numbers(
        F.before,
        changes.map(({ before }) => before),
        share('Before', 'Share of the reference that holds it.')
      ),
      numbers(
        F.now,
        changes.map(({ now }) => now),
        share('Now', 'Share of the rows that hold it.')
      ),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}

export function volumeFrame(
  windows: readonly VolumeWindow[],
  model: string,
  notices: readonly Notice[],
  executed: string
): Frame {
  const F = QUALITY_VOLUME_FIELDS;
  const labels = { model };
  const of = <K extends keyof VolumeWindow>(key: K): ReadonlyArray<VolumeWindow[K]> =>
    windows.map((window) => window[key]);
  const field = (name: string, key: 'rows' | 'usual' | 'least' | 'most', config: FieldConfig): Field => ({
    ...numbers(name, of(key), config),
    labels,
  });
  return {
    name: 'volume',
    fields: [
      { name: F.time, type: 'time', values: of('time'), config: { displayNameFromDS: 'Time' } },
      field(F.rows, 'rows', COUNT_CONFIG('rows', 'Predictions in the window that ends here.')),
      field(F.usual, 'usual', COUNT_CONFIG('usual', 'The median at that hour of the seven days before.')),
      field(F.least, 'least', asEdge(COUNT_CONFIG('least', 'The quietest of those days.'))),
      field(F.most, 'most', asEdge(COUNT_CONFIG('most', 'The busiest of those days.'), 'least')),
      { ...texts(F.verdict, of('verdict'), VERDICT), labels },
    ],
    meta: metaOf(notices, executed, {
      type: 'timeseries-multi',
      typeVersion: [0, 1],
      preferredVisualisationType: 'graph',
    }),
  };
}
