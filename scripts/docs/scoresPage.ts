import {
  type DatasetScoreDefinition,
  DATASET_SCORE_IDS,
  datasetScores,
  PROMQL_SCORE_IDS,
  SAMPLE_SCORE_IDS,
  type SampleScoreDefinition,
  sampleScores,
  SCORE_IDS,
  type ScoreDefinition,
  scores,
} from '../../src/engine';
import { calibrationMetrics } from '../../src/engine/output/catalogue';
import { pairedMetrics } from '../../src/engine/paired/catalogue';
import { businessValueDefinition } from '../../src/engine/performance/businessValue';
import { performanceMetrics } from '../../src/engine/performance/catalogue';
import { detectors } from '../../src/engine/stream/catalogue';
import { DETECTOR_IDS, type DetectorDefinition, type RunLength } from '../../src/engine/stream/definition';
import { table } from './markdown';

/** What every metric of a catalogue says of itself. */
interface Metric {
  readonly id: string;
  readonly label: string;
  readonly explanation: string;
  readonly formula: string;
  readonly citation: string;
  readonly needs: string;
  readonly limits: string;
  readonly direction?: keyof typeof DIRECTIONS;
  readonly range?: { readonly min: number | null; readonly max: number | null };
  readonly unit?: string | null;
}

const DIRECTIONS = {
  higher_is_more_drift: 'a higher value is more drift',
  lower_is_more_drift: 'a lower value is more drift',
  higher_is_better: 'a higher value is better',
  lower_is_better: 'a lower value is better',
  neither: 'neither way is better',
} as const;

const NEEDS = {
  missing_counts: 'counts of missing values on both sides',
  range: 'the range in which values are expected',
} as const;

/** Text of a catalogue, which knows nothing of Markdown. */
function text(raw: string): string {
  return raw.replaceAll('*', '\\*').trim();
}

function code(raw: string): string {
  return `\`${raw}\``;
}

function anchor(label: string): string {
  const slug = label
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
  return `[${label}](#${slug})`;
}

function rangeOf({ min, max }: { readonly min: number | null; readonly max: number | null }): string {
  return min === null && max === null
    ? 'any number'
    : max === null
      ? `from ${min}, without an upper end`
      : min === null
        ? `up to ${max}`
        : `${min} to ${max}`;
}

function section(label: string, explanation: string, facts: ReadonlyArray<readonly [string, string] | null>): string[] {
  return [
    `### ${text(label)}`,
    '',
    text(explanation),
    '',
    ...facts.flatMap((fact) => (fact === null ? [] : [`- **${fact[0]}:** ${fact[1]}`])),
    '',
  ];
}

function thresholdsOf(thresholds: ScoreDefinition['thresholds']): string {
  return thresholds === null
    ? 'none that hold across features'
    : `warning ${thresholds.warning}, drift ${thresholds.drift} (${text(thresholds.source)})`;
}

const IN_PROMQL: ReadonlySet<string> = new Set(PROMQL_SCORE_IDS);

function scoreSection(score: ScoreDefinition): string[] {
  const needs = [`counts of ${score.kinds.join(' or ')} bins`, ...(score.needs ? [NEEDS[score.needs]] : [])];
  return section(score.label, score.explanation, [
    ['Id', code(score.id)],
    ['Formula', code(score.formula)],
    ['Range', rangeOf(score.range) + (score.unit === null ? '' : `, in ${score.unit}`)],
    ['Direction', DIRECTIONS[score.direction]],
    ['Usual thresholds', thresholdsOf(score.thresholds)],
    ['Needs', needs.join(', and ')],
    IN_PROMQL.has(score.id)
      ? ['As PromQL', 'yes, of classic buckets: [how to write its rule](recording-rules.md)']
      : null,
    ['When not to use it', text(score.notWhen)],
    ['Source', text(score.citation)],
  ]);
}

function sampleSection(score: SampleScoreDefinition): string[] {
  return section(score.label, score.explanation, [
    ['Id', code(score.id)],
    ['Formula', code(score.formula)],
    ['Range', rangeOf(score.range) + (score.unit === null ? '' : `, in ${score.unit}`)],
    ['Direction', DIRECTIONS[score.direction]],
    ['Significance', text(score.significance)],
    ['Usual thresholds', thresholdsOf(score.thresholds)],
    ['Needs', text(score.needs)],
    ['When not to use it', text(score.notWhen)],
    ['Source', text(score.citation)],
  ]);
}

function datasetSection(score: DatasetScoreDefinition): string[] {
  return section(score.label, score.explanation, [
    ['Id', code(score.id)],
    ['Formula', code(score.formula)],
    ['Range', rangeOf(score.range)],
    ['Direction', DIRECTIONS[score.direction]],
    ['Usual thresholds', thresholdsOf(score.thresholds)],
    ['Needs', text(score.needs)],
    ['When not to use it', text(score.notWhen)],
    ['Source', text(score.citation)],
  ]);
}

function metricSection(metric: Metric): string[] {
  const { range, direction, unit } = metric;
  return section(metric.label, metric.explanation, [
    ['Id', code(metric.id)],
    ['Formula', code(metric.formula)],
    range === undefined
      ? null
      : ['Range', rangeOf(range) + (unit === null || unit === undefined ? '' : `, in ${unit}`)],
    direction === undefined ? null : ['Direction', DIRECTIONS[direction]],
    ['Usual thresholds', 'none that hold across models: compare with the reference, by the intervals'],
    ['Needs', text(metric.needs)],
    ['When not to use it', text(metric.limits)],
    ['Source', text(metric.citation)],
  ]);
}

const RUN_LENGTHS = {
  exact: 'exact for independent normal values',
  lower_bound: 'at least',
  approximation: 'of this order',
} as const satisfies Record<RunLength['kind'], string>;

function runLengthOf({ expectedRunLength }: DetectorDefinition): string {
  const answer = expectedRunLength({ random: () => 0.5 });
  if (!answer.ok) {
    throw new Error(`no run length at the defaults: ${answer.detail}`);
  }
  const { value, kind } = answer.value;
  return `${Number(value.toPrecision(3)).toLocaleString('en-US')} values at the usual setting (${RUN_LENGTHS[kind]})`;
}

function detectorSection(detector: DetectorDefinition): string[] {
  return section(detector.label, detector.explanation, [
    ['Id', code(detector.id)],
    ['Formula', code(detector.formula)],
    ['Range', 'places in the series: where it calls a change, and where that began'],
    ['Direction', 'each alarm is a change, up or down'],
    ['Usual setting', text(detector.usual)],
    ['Run length between false alarms', runLengthOf(detector)],
    ['Needs', text(detector.needs)],
    ['When not to use it', text(detector.limits)],
    ['Source', text(detector.citation)],
  ]);
}

/** The page on all scores and metrics, from their own definitions. */
export function scoresPage(): string {
  const all: readonly ScoreDefinition[] = SCORE_IDS.map((id) => scores[id]);
  const datasets: readonly DatasetScoreDefinition[] = DATASET_SCORE_IDS.map((id) => datasetScores[id]);
  const samples: readonly SampleScoreDefinition[] = SAMPLE_SCORE_IDS.map((id) => sampleScores[id]);
  const changes = DETECTOR_IDS.map((id) => detectors[id]) as readonly DetectorDefinition[];
  const metrics = (catalogue: Readonly<Record<string, Metric>>): string[] =>
    Object.values(catalogue).flatMap(metricSection);
  const mark = (kinds: ScoreDefinition['kinds'], kind: 'numeric' | 'categorical'): string =>
    kinds.includes(kind) ? 'yes' : '';
  return [
    '# Scores and metrics',
    '',
    '<!-- Written by `npm run docs:scores` from the catalogues of the engine; do not edit. -->',
    '',
    'What each number answers, how it is computed, and when another one is the better choice. In the formulas p is the reference and q the current share of a bin, F and G their cumulative sums, n and m the counts. Bins are frozen on the reference, `(lower, upper]`, with an open bin at each end. How much data a change of some size takes is told in [What so much data can show](power.md).',
    '',
    'Each section says which query of the data source asks for its numbers.',
    '',
    '## Drift of a feature, from histograms',
    '',
    'Asked for by their ids in `scores` of the query kinds `drift` and `drift_over_time`, on histograms, counters, gauges and the lines of a log alike.',
    '',
    table(
      ['score', 'id', 'numeric', 'categorical', 'warning', 'drift'],
      all.map(({ label, id, kinds, thresholds }) => [
        anchor(label),
        code(id),
        mark(kinds, 'numeric'),
        mark(kinds, 'categorical'),
        thresholds === null ? '' : String(thresholds.warning),
        thresholds === null ? '' : String(thresholds.drift),
      ])
    ),
    '',
    ...all.flatMap(scoreSection),
    '## Drift of a feature, from raw values',
    '',
    'Asked for by their ids in `scores` of the query kinds `drift`, `drift_over_time` and `distribution`, of sources that have single values: gauges, and fields of numbers in the lines of a log, which are then read and not counted by Loki. Each is a test of its own, with its p-value beside it, corrected over all of these scores and all features of the query (Benjamini-Hochberg). Of a histogram, a counter or a stored profile, and of a log with more than a million lines, they are null, with the reason. Where the values of a log are too many to hold (20 million), they are kept as counts by size, and the answer says how far each may be off. In `drift` those that take rows see rows of one feature; of all features together the domain classifier stands in the frame `multivariate` of the query kind `dataset`.',
    '',
    'The scores above count raw values on bins that are frozen on the reference, so that a log that Loki counted and one that was read answer alike.',
    '',
    ...samples.flatMap(sampleSection),
    '## Drift of a whole model',
    '',
    'In the frames `summary`, `causes` and `multivariate` of the query kind `dataset`; the last two numbers read the log.',
    '',
    ...datasets.flatMap(datasetSection),
    '## Performance, where labels are known',
    '',
    'In the query kind `performance`, named in `metrics` where an alert rule asks; realised from labels, and estimated where these are late.',
    '',
    ...metrics(performanceMetrics),
    ...metricSection(businessValueDefinition),
    '## Two models on the same requests',
    '',
    'In the query kind `shadow`.',
    '',
    ...metrics(pairedMetrics),
    '## Calibration',
    '',
    'In the query kinds `performance` and `absurd`.',
    '',
    ...metrics(calibrationMetrics),
    '## Change over time',
    '',
    'Asked for by their ids in `detector` of the query kind `drift_over_time`: each looks at the scores of each feature, window by window, and tells when they changed, in the frame `score_changes`, as annotations, and to an alert rule as the number of changes. Windows that overlap are left out, for detectors take values as independent. What is normal is learned from the first half of the windows, at most 50, or from the history of the reference (`"calibrate": "history"`). Page-Hinkley looks at the scores in deviations.',
    '',
    ...changes.flatMap(detectorSection),
  ].join('\n');
}
