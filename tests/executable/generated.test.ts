/** Every text that any query makes of PromQL and LogQL, end to end, held against the grammars of those who define them. */
import { parser as logql } from '@grafana/lezer-logql';
import { parser as promql } from '@prometheus-io/lezer-promql';
import { QUERY_KINDS } from '../../src/model';
import { startPlugin, type DataSource, type PluginProcess } from '../../scripts/lib/pluginProcess';
import { standIns, type AskedText, type StandIns } from './standIns';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;
const GRAMMARS = { promql, logql } as const;

function faults({ language, text }: AskedText): readonly string[] {
  const found: string[] = [];
  GRAMMARS[language].parse(text).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) {
        found.push(`${language}, at "${text.slice(Math.max(0, from - 30), to + 30)}": ${text}`);
      }
    },
  });
  return found;
}

const PROFILE = {
  name: 'train',
  model: 'm',
  rows: 100,
  features: [
    { name: 'amount', edges: [10, 50], counts: [30, 40, 30] },
    { name: 'country', categories: { DE: 60, FR: 40 } },
  ],
};

const MODEL = {
  task: 'binary',
  features: [
    { name: 'amount', kind: 'numeric', range: [0, 100] },
    { name: 'country', kind: 'categorical', categories: ['DE', 'FR'] },
  ],
  segments: ['country'],
  absurd: { confidence: 0.9, rules: [{ name: 'negative', when: 'features.amount < 0' }] },
};

/** The same model in every way in which its log may be written and kept. */
const MODELS = [
  { id: 'm', ...MODEL },
  { id: 'logged', ...MODEL, selector: { model: 'm' }, upstream: 'loki' },
  { id: 'textual', ...MODEL, selector: { model: 'm' }, upstream: 'loki', parser: 'logfmt' },
  {
    id: 'private',
    ...MODEL,
    selector: { model: 'm' },
    upstream: 'loki',
    privateFields: ['features.email', 'request_id'],
  },
  { id: 'odd"name', ...MODEL, selector: { model: 'a"b\\c\n{' }, upstream: 'loki' },
];

const REFERENCES = [
  { kind: 'offset', offset: '1d' },
  { kind: 'range', from: '2026-11-20T00:00:00Z', to: '2026-11-20T06:00:00Z' },
  { kind: 'labels', labels: { version: ['6', '5'] } },
  { kind: 'profile', name: 'train' },
];

const EVERY_FRAME: Readonly<Record<string, readonly string[]>> = {
  distribution: ['distribution', 'over_time'],
  dataset: ['summary', 'causes', 'features', 'segments', 'versions', 'over_time', 'multivariate'],
  quality: ['summary', 'checks', 'schema', 'volume'],
  shadow: ['summary', 'metrics', 'flips', 'outputs', 'segments', 'over_time', 'rows'],
  absurd: ['summary', 'over_time', 'segments', 'calibration', 'repeats', 'rules', 'rows'],
  performance: ['summary', 'over_time', 'labels', 'confusion'],
  models: ['versions', 'changes', 'timeline'],
  pipeline: ['summary', 'runs', 'over_time', 'timeline'],
};

const adHoc = (source: object): object => ({ source, reference: REFERENCES[0] });
const metric = (kind: string, more: object = {}): object =>
  adHoc({ upstream: 'prometheus', kind, metric: 'm:x', selector: '{job="a\\"b"}', featureLabel: 'handler', ...more });
const log = (fields: readonly string[], categoryFields: readonly string[], more: object = {}): object =>
  adHoc({ upstream: 'loki', selector: '{app=~"x|y"}', fields, categoryFields, ...more });

const SOURCES = [
  metric('histogram'),
  metric('native_histogram'),
  metric('gauge'),
  metric('category', { categoryLabel: 'code' }),
  log(['features.amount'], []),
  log([], ['features["card.type"]']),
  log(['features.amount', 'confidence'], ['features.country', 'prediction']),
  log(['amount'], ['country'], { parser: 'logfmt' }),
];

/** What changes the text that a query of any kind makes. */
const VARIANTS = [
  {},
  { filters: { version: '7', größe: ['a"b', 'c|d.*'] }, groupBy: ['country'], features: ['amount', '/^c/'] },
  { filters: { role: 'shadow' }, groupBy: ['role', 'version'], window: '30m', format: 'table' },
  { filters: { country: 'DE' }, format: 'alert', binning: { strategy: 'custom', edges: [-1.5, 0, 1e21] } },
];

const PER_MODEL = MODELS.flatMap(({ id }) =>
  QUERY_KINDS.flatMap((queryType) =>
    VARIANTS.flatMap((variant, i) => {
      const frames = EVERY_FRAME[queryType];
      return [
        { queryType, model: id, ...variant, reference: REFERENCES[i], ...(frames === undefined ? {} : { frames }) },
        { queryType, model: id, ...variant, reference: REFERENCES[(i + 1) % 4], upstream: 'loki' },
      ];
    })
  )
);
const PER_SOURCE = (['distribution', 'drift', 'drift_over_time'] as const).flatMap((queryType) =>
  SOURCES.flatMap((source) => [
    { queryType, ...source },
    { queryType, ...source, groupBy: ['country'], filters: { version: '7' }, window: '2h' },
  ])
);

const RESOURCES = ['features', 'metrics?kind=histogram', 'labels', 'label-values?label=version', 'health'];

/** By how many lines there are and how long they are, the planner reads them, has them cut, or has them counted. */
const SIZES = [
  { lines: 2_000, bytesPerLine: 300 },
  { lines: 60_000, bytesPerLine: 2_000 },
  { lines: 3_000_000, bytesPerLine: 300 },
];

let plugin: PluginProcess;
const asked = new Map<string, AskedText>();
const kindsThatAsked = new Set<string>();

async function askAll(servers: StandIns, source: DataSource): Promise<void> {
  for (const [i, json] of [...PER_MODEL, ...PER_SOURCE].entries()) {
    const before = servers.asked.length;
    // Over hours and over weeks, which a few of the kinds cut into pieces.
    const from = NOW - (i % 5 === 0 ? 15 * 24 : 6) * HOUR;
    await plugin.queryData(source, [{ refId: 'A', json, from, to: NOW, intervalMs: 300_000 }], {
      headers: i % 7 === 0 ? { FromAlert: 'true' } : {},
    });
    if (servers.asked.length > before) {
      kindsThatAsked.add(json.queryType);
    }
  }
  await Promise.all(RESOURCES.map((path) => plugin.callResource(source, path)));
  await plugin.checkHealth(source);
  servers.asked.forEach((one) => asked.set(`${one.language} ${one.text}`, one));
}

beforeAll(async () => {
  plugin = await startPlugin();
  for (const size of SIZES) {
    const servers = await standIns(size);
    const jsonData = {
      prometheus: { url: servers.prometheus },
      loki: { url: servers.loki },
      models: MODELS,
      profiles: MODELS.map(({ id }) => ({ ...PROFILE, model: id })).slice(0, 1),
    };
    await askAll(servers, { uid: `lines-${size.lines}`, jsonData });
    await servers.close();
  }
}, 300_000);
afterAll(async () => {
  await plugin.stop();
});

const textsOf = (language: AskedText['language']): readonly string[] =>
  [...asked.values()].filter((one) => one.language === language).map(({ text }) => text);

describe('the texts that queries of every kind make', () => {
  it('parse, each of them, as PromQL or LogQL', () => {
    expect([...asked.values()].flatMap(faults)).toEqual([]);
  });

  it('are there of every kind of query', () => {
    expect([...kindsThatAsked].sort()).toEqual([...QUERY_KINDS].sort());
  });

  it.each([
    ['PromQL, classic buckets', 'promql', /increase\(\{?.*_bucket/],
    ['PromQL, over a subquery or window', 'promql', /\[\d+[a-z]+\]/],
    ['PromQL, raw values', 'promql', /^\{?[^(]*\[\d+[a-z]+\]/],
    ['LogQL, whole lines', 'logql', /^\{[^|]*\}(?: \| keep .*)?$/],
    ['LogQL, lines cut to what is asked for', 'logql', /line_format .*__line__/],
    ['LogQL, lines without personal data', 'logql', /line_format .*__error__/],
    ['LogQL, counts by bin', 'logql', /sum by \(.*tm_bin.*\) \(count_over_time\(.*label_format/],
    ['LogQL, counts by category', 'logql', /sum by \(tm_country.*\) \(count_over_time\(/],
    ['LogQL, lines that cannot be read', 'logql', /__error__!=""/],
    ['LogQL, of logfmt', 'logql', /\| logfmt /],
  ] as const)('are there of %s', (_, language, like) => {
    expect(textsOf(language).filter((text) => like.test(text)).length).toBeGreaterThan(0);
  });

  it('have what a person named in quotes, and never as a part of the language', () => {
    expect(textsOf('logql').some((text) => text.includes('model="a\\"b\\\\c\\n{"'))).toBe(true);
  });
});
