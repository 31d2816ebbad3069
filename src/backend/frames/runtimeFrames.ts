import {
  LATENCY_FIELDS,
  RUNTIME_SOURCES_FIELDS,
  TRAFFIC_FIELDS,
  USAGE_LABELS,
  type RuntimeFrame,
  type RuntimeStatus,
  type Usage,
} from '../../model';
import type { Timings } from '../query/runtime/timings';
import type { Answered, UsageSeries } from '../upstream/upstream';
import type { Field, FieldConfig, Frame } from './frame';
import { metaOf } from './meta';
import { warnings } from './notices';
import { wordsConfig, type Word } from './words';

/** What was found of one usage, by whom it is exported and what was asked. */
export interface Measured extends Answered<readonly UsageSeries[]> {
  readonly usage: Usage;
}

interface Of {
  readonly model: string;
  readonly stepMs: number;
}
interface Said {
  readonly notices: readonly string[];
  readonly executed: string;
}

const QUANTILE_FIELDS = [
  [LATENCY_FIELDS.p50, 'median', 'Half of the answers take no longer.'],
  [LATENCY_FIELDS.p95, '95 %', '95 % of the answers take no longer.'],
  [LATENCY_FIELDS.p99, '99 %', '99 % of the answers take no longer.'],
] as const;

const SECONDS: FieldConfig = { unit: 's', min: 0 };
const SHARE: FieldConfig = { unit: 'percentunit', min: 0, max: 1 };
const BYTES: FieldConfig = { unit: 'bytes', min: 0 };

const USAGE_CONFIG: Readonly<Record<Usage, FieldConfig & { readonly word: string }>> = {
  cpu: { word: 'CPU', unit: 'suffix: cores', min: 0, decimals: 2, description: 'Cores in use.' },
  memory: { word: 'Memory', ...BYTES, description: 'Memory in use.' },
  gpu: { word: 'GPU', ...SHARE, description: 'The share of time in which the GPU was at work.' },
  gpu_memory: { word: 'GPU memory', ...BYTES, description: 'Memory of the GPU in use.' },
  host_cpu: { word: 'CPU', ...SHARE, description: 'The share of the CPU of the machine in use, whoever uses it.' },
  host_memory: {
    word: 'memory',
    ...SHARE,
    description: 'The share of the memory of the machine in use, whoever uses it.',
  },
};

const SERIES = { type: 'timeseries-multi', typeVersion: [0, 1], preferredVisualisationType: 'graph' } as const;

const titled = (group: Readonly<Record<string, string>>, word: string): string =>
  [...Object.values(group).filter((value) => value !== ''), word].join(' ');

/** A frame a group; one without rows where there is none, so that what is missing has a frame to be said of. */
function perGroup(
  name: RuntimeFrame,
  timings: readonly Timings[],
  { model, stepMs }: Of,
  { notices, executed }: Said,
  fieldsOf: (one: Timings, labels: Readonly<Record<string, string>>) => readonly Field[]
): readonly Frame[] {
  const rows: readonly Timings[] = timings.length === 0 ? [{ group: {}, timings: [] }] : timings;
  return rows.map((one, i) => ({
    name,
    fields: [
      {
        name: LATENCY_FIELDS.time,
        type: 'time',
        values: one.timings.map(({ time }) => time),
        config: { interval: stepMs },
      },
      ...fieldsOf(one, { [USAGE_LABELS.model]: model, ...one.group }),
    ],
    meta: metaOf(i === 0 ? warnings(notices) : [], i === 0 ? executed : '', SERIES),
  }));
}

export function latencyFrames(timings: readonly Timings[], of: Of, said: Said): readonly Frame[] {
  return perGroup('latency', timings, of, said, (one, labels) =>
    QUANTILE_FIELDS.map(([name, word, description], place) => ({
      name,
      type: 'number',
      values: one.timings.map(({ quantiles }) => quantiles[place] ?? null),
      labels,
      config: { displayNameFromDS: titled(one.group, word), description, ...SECONDS },
    }))
  );
}

export function trafficFrames(timings: readonly Timings[], of: Of, said: Said): readonly Frame[] {
  return perGroup('traffic', timings, of, said, (one, labels) => [
    {
      name: TRAFFIC_FIELDS.perSecond,
      type: 'number',
      values: one.timings.map(({ perSecond }) => perSecond),
      labels,
      config: {
        displayNameFromDS: titled(one.group, 'answers'),
        description: 'Answers a second.',
        unit: 'reqps',
        min: 0,
      },
    },
  ]);
}

/** A frame a pod, instance or host, for each has instants of its own. */
export function usageFrames(
  name: RuntimeFrame,
  measured: readonly Measured[],
  { model, stepMs }: Of,
  lacking: (usage: Usage) => string
): readonly Frame[] {
  const several = measured.length > 1;
  return measured.flatMap(({ usage, value, executed, notices }) => {
    const { word, ...config } = USAGE_CONFIG[usage];
    const said = value.length === 0 ? [...notices, lacking(usage)] : notices;
    const rows: readonly UsageSeries[] = value.length === 0 ? [{ where: '', exporter: '', points: [] }] : value;
    return rows.map(({ where, exporter, points }, i): Frame => ({
      name,
      fields: [
        {
          name: LATENCY_FIELDS.time,
          type: 'time',
          values: points.map(({ time }) => time),
          config: { interval: stepMs },
        },
        {
          name: usage,
          type: 'number',
          values: points.map((point) => point.value),
          labels: { [USAGE_LABELS.model]: model, [USAGE_LABELS.where]: where, [USAGE_LABELS.exporter]: exporter },
          config: { displayNameFromDS: where === '' || several ? `${where} ${word}`.trim() : where, ...config },
        },
      ],
      meta: metaOf(i === 0 ? warnings(said) : [], i === 0 ? executed : '', SERIES),
    }));
  });
}

interface SourceRow {
  readonly measure: string;
  readonly exporter: string;
  readonly series: number;
  readonly advice: string;
}

const STATUS_WORDS: Record<RuntimeStatus, Word> = {
  measured: { text: 'Measured', tone: 'green' },
  missing: { text: 'Missing', tone: 'orange' },
};

const MEASURES: Readonly<Record<Usage, string>> = {
  cpu: 'CPU',
  memory: 'Memory',
  gpu: 'GPU',
  gpu_memory: 'GPU memory',
  host_cpu: 'CPU of the machine',
  host_memory: 'Memory of the machine',
};

/** A row a thing that can be measured: who tells of it, or what to do where nobody does. */
export function sourcesFrame(
  first: SourceRow,
  measured: readonly Measured[],
  lacking: (usage: Usage) => string
): Frame {
  const F = RUNTIME_SOURCES_FIELDS;
  const rows: readonly SourceRow[] = [
    first,
    ...measured.map(({ usage, value }) => ({
      measure: MEASURES[usage],
      exporter: value[0]?.exporter ?? '',
      series: value.length,
      advice: lacking(usage),
    })),
  ];
  const text = (name: string, values: readonly string[], config: FieldConfig): Field => ({
    name,
    type: 'string',
    values,
    config,
  });
  return {
    name: 'sources',
    fields: [
      text(
        F.measure,
        rows.map(({ measure }) => measure),
        { displayNameFromDS: 'What' }
      ),
      text(
        F.status,
        rows.map(({ series }): RuntimeStatus => (series > 0 ? 'measured' : 'missing')),
        { displayNameFromDS: 'Status', ...wordsConfig(STATUS_WORDS) }
      ),
      text(
        F.exporter,
        rows.map(({ series, exporter }) => (series > 0 ? exporter : '')),
        { displayNameFromDS: 'Told by', custom: { minWidth: 240 } }
      ),
      {
        name: F.series,
        type: 'number',
        values: rows.map(({ series }) => series),
        config: { displayNameFromDS: 'Series', decimals: 0, min: 0 },
      },
      text(
        F.advice,
        rows.map(({ series, advice }) => (series > 0 ? '' : advice)),
        { displayNameFromDS: 'What to do', custom: { minWidth: 420, cellOptions: { type: 'auto', wrapText: true } } }
      ),
    ],
    meta: metaOf([], '', { type: 'table', preferredVisualisationType: 'table' }),
  };
}
