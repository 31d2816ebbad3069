/** One line as it is pushed: its instant in nanoseconds, its text, and metadata that belongs to it alone. */
export type LogLine = readonly [
  nanoseconds: bigint,
  line: string,
  structuredMetadata?: Readonly<Record<string, string>>,
];

/** Lines of one stream. */
export interface LogStream {
  readonly labels: Readonly<Record<string, string>>;
  readonly lines: readonly LogLine[];
}

const MINUTE_MS = 60_000;

/** The hour in which the log of the scenarios was written. */
export const HOUR = { from: Date.parse('2026-01-15T12:10:00Z'), to: Date.parse('2026-01-15T13:10:00Z') } as const;

/** When somebody looks at it. */
export const NOW = HOUR.to + 5 * MINUTE_MS;

/** So many lines Loki gives at once to the scenarios, so that a few hundred are many pages. */
export const PAGE = 50;
/** Groups that it answers at most. */
export const MOST_SERIES = 20;

/** Limits that a few hundred lines can meet. */
export const LIMITS = {
  max_entries_limit_per_query: PAGE,
  max_query_series: MOST_SERIES,
  max_query_length: '48h',
} as const;

/** The instant that holds more lines than a page. */
export const BURST = HOUR.from + 10 * MINUTE_MS;
export const BURST_LINES = 130;

export const COUNTRIES = ['DE', 'FR', 'IN'] as const;

/** Values that break whoever pastes instead of escaping. */
export const HOSTILE = [
  'quo"te',
  "apo'strophe",
  '{braces}',
  '{{.template}}',
  'back\\slash',
  'two\nlines',
  'ünï→✓',
  'a|b.*',
  '$',
  '`backtick`',
  '\\"},{',
  'unit\x1fseparator',
] as const;

function at(ms: number, nanoseconds = 0): bigint {
  return BigInt(ms) * 1_000_000n + BigInt(nanoseconds);
}

/** A prediction as the contract has it. */
function prediction(i: number, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    prediction_id: `p-${i}`,
    request_id: `r-${i}`,
    version: '7',
    features: { amount: i, country: COUNTRIES[i % 3], email: `ann+${i}@example.org`, geo: { lat: 48.5 + i } },
    prediction: i % 4 === 0 ? 'fraud' : 'legit',
    confidence: 0.5 + (i % 50) / 100,
    probabilities: { fraud: 0.25, legit: 0.75 },
    latency_ms: 12.5,
    ...more,
  });
}

const LIVE: readonly LogLine[] = [
  // The first instant of a range is not in it, the last one is.
  [at(HOUR.from), prediction(-1)],
  ...Array.from({ length: 118 }, (_, i): LogLine => [at(HOUR.from + (i + 1) * 30_000, i), prediction(i)]),
  [at(HOUR.to), prediction(118)],
];

const SHADOW = Array.from({ length: 40 }, (_, i): LogLine => [
  at(HOUR.from + (i + 1) * 30_000, i + 500),
  prediction(i, { prediction_id: `s-${i}`, version: '8' }),
]);

/** Two pods that write at the same instants, around one that holds more than a page by itself. */
function pod(first: number, count: number): readonly LogLine[] {
  return Array.from({ length: count }, (_, i): LogLine => {
    const place = i < 20 ? BURST - 1_000 : i < count - 20 ? BURST : BURST + 1_000;
    return [at(place), prediction(first + i)];
  });
}

const TEXTUAL = Array.from({ length: 6 }, (_, i): LogLine => [
  at(HOUR.from + (i + 1) * 1_000),
  `prediction_id=p-${i} request_id=007 version=7 prediction=legit confidence=0.${i + 1} latency_ms=3 ` +
    `features.amount=${i}.5 features.country=DE email=ann@example.org msg="she said \\"hi\\" a=b" flag`,
]);

const META = Array.from({ length: 70 }, (_, i): LogLine => [
  at(HOUR.from + (i + 1) * 1_000),
  JSON.stringify({ features: { amount: i }, prediction: i % 2, confidence: i % 10 === 0 ? 'high' : 0.9 }),
  { prediction_id: `p-${i}`, request_id: `r-${i}`, version: i < 60 ? '7' : '8', trace_id: `t-${i}` },
]);

/** Long enough that it costs less to have Loki cut a line than to take it as it is. */
const LONG = { note: 'So it goes. '.repeat(100) };

/** More lines of one instant than a page holds, alike but for their ids and amounts. */
const ALIKE = Array.from({ length: PAGE + 10 }, (_, i): LogLine => [
  at(BURST),
  prediction(i, { ...LONG, confidence: 0.9 }),
]);

const BROKEN: readonly LogLine[] = [
  [at(HOUR.from + 1_000), 'Traceback (most recent call last):'],
  [at(HOUR.from + 2_000), prediction(1, LONG)],
  [at(HOUR.from + 3_000), '{"prediction_id":"p-2","features":{"amount":3'],
  [at(HOUR.from + 4_000), '[1,2,3]'],
  [at(HOUR.from + 5_000), '"a text"'],
  [at(HOUR.from + 6_000), ''],
  [at(HOUR.from + 7_000), prediction(6, LONG)],
];

/** Features of every kind of trouble, ten lines of each. */
const ODD = Array.from({ length: 60 }, (_, i): LogLine => {
  const amount = [10.5, null, undefined, 'lots', '12.5', true][i % 6];
  return [
    at(HOUR.from + (i + 1) * 1_000),
    JSON.stringify({
      prediction_id: `p-${i}`,
      // Long enough that it costs more to read a line than to have a feature of it counted.
      note: 'So it goes. '.repeat(20),
      features: {
        amount,
        'card.type': i % 2 === 0 ? 'debit' : 'credit',
        tags: ['a', 'b'],
        text: '',
        zero: [0, -0, 0.0, 1e300][i % 4],
      },
      prediction: [true, 'yes', 1, null, { a: 1 }, ''][i % 6],
    }),
  ];
});

const HOSTILE_LINES = HOSTILE.map((value, i): LogStream => ({
  labels: { model: 'hostile', event: 'prediction', pod: value },
  lines: [[at(HOUR.from + (i + 1) * 1_000), JSON.stringify({ prediction_id: value, features: { name: value, n: i } })]],
}));

const LABELS: readonly LogLine[] = [
  [at(HOUR.from + 40_000), JSON.stringify({ prediction_id: 'p-0', label: 'fraud' })],
  [at(HOUR.from + 50_000), JSON.stringify({ prediction_id: 'p-1', label: true })],
  [at(HOUR.from + 60_000), JSON.stringify({ prediction_id: 'p-2', label: 12.5 })],
  [at(HOUR.from + 70_000), JSON.stringify({ prediction_id: 'p-3', label: { no: 'label' } })],
];

const DEPLOYMENTS: readonly LogLine[] = [
  [
    at(HOUR.from + 1_000),
    JSON.stringify({
      version: 7,
      stage: 'deployed',
      hyperparameters: { depth: 6, rate: 0.1, nested: { leaf: 'x' } },
      training_data: 's3://data/train-7',
      run_url: 'https://runs.example.org/7',
    }),
  ],
];

const RUNS: readonly LogLine[] = [
  [at(HOUR.from + 1_000), JSON.stringify({ job: 'daily', run_id: 1, status: 'started' })],
  [
    at(HOUR.from + 61_000),
    JSON.stringify({ job: 'daily', run_id: 1, status: 'failed', duration_s: 60, rows: '1000', error: 'no space' }),
  ],
];

/** A log with everything in it that has ever gone wrong; small enough to be recorded. */
export const LOG: readonly LogStream[] = [
  { labels: { app: 'scoring', model: 'fraud', role: 'live', event: 'prediction' }, lines: LIVE },
  { labels: { app: 'scoring', model: 'fraud', role: 'shadow', event: 'prediction' }, lines: SHADOW },
  { labels: { model: 'burst', event: 'prediction', pod: 'a' }, lines: pod(0, 20 + BURST_LINES / 2 + 20) },
  { labels: { model: 'burst', event: 'prediction', pod: 'b' }, lines: pod(1_000, 20 + BURST_LINES / 2 + 20) },
  { labels: { model: 'alike', event: 'prediction' }, lines: ALIKE },
  { labels: { model: 'textual', event: 'prediction' }, lines: TEXTUAL },
  { labels: { model: 'meta', event: 'prediction' }, lines: META },
  { labels: { model: 'broken', event: 'prediction' }, lines: BROKEN },
  { labels: { model: 'odd', event: 'prediction' }, lines: ODD },
  ...HOSTILE_LINES,
  { labels: { model: 'fraud', event: 'label', job: 'labeller' }, lines: LABELS },
  { labels: { model: 'fraud', role: 'live', event: 'model' }, lines: DEPLOYMENTS },
  { labels: { model: 'fraud', event: 'pipeline', job: 'the-label' }, lines: RUNS },
];
