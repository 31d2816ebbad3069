import type { Settings } from '../../model';
import { CHECK_IDS } from '../checks';
import { compilePack } from '../compile';
import { alertName } from '../alertRule';
import { SETTINGS, withAlerting } from '../testing/settings';
import { prometheusRules } from './rules';
import { prometheusTests } from './tests';

const EDGES = [10, 20, 50];
const profile = (names: readonly string[]) => [
  {
    name: 'train',
    model: 'fraud',
    features: names.map((name) => ({ name, edges: EDGES, counts: [60, 300, 120, 12] })),
  },
];

interface PromtoolTest {
  readonly name: string;
  readonly promql_expr_test: ReadonlyArray<{ readonly expr: string; readonly exp_samples: readonly unknown[] }>;
}

function writtenFor(settings: Settings) {
  const packed = compilePack(settings, 'tidemark');
  if (!packed.ok) {
    throw new Error(JSON.stringify(packed.problems));
  }
  const rules = prometheusRules(packed.pack);
  const tests = prometheusTests(rules, { scores: 'scores.yml', rules: 'rules.yml' }).flatMap(
    ({ content }) => (content as { readonly tests: readonly PromtoolTest[] }).tests
  );
  return { written: [...rules.scores, ...rules.groups].flatMap((group) => group.rules), tests };
}

const fraud = SETTINGS.models?.[0];
const model = { ...fraud, id: 'fraud', absurd: { budget: 0.01 } };

/** Each of them writes rules that another does not. */
const CASES: ReadonlyArray<readonly [string, Settings]> = [
  ['whose bounds are known', { ...SETTINGS, models: [model], profiles: profile(['amount', 'age']) }],
  ['of one feature', { ...SETTINGS, models: [model], profiles: profile(['amount']) }],
  ['whose bounds are not known', SETTINGS],
  [
    'whose budget is so large that some burns cannot be',
    { ...SETTINGS, models: [{ ...model, absurd: { budget: 0.1 } }], profiles: profile(['amount', 'age']) },
  ],
  [
    'compared with other labels',
    {
      ...withAlerting({ window: '1h', for: '0s' }),
      models: [{ ...model, reference: { kind: 'labels', labels: { version: '6' } } }],
      profiles: profile(['amount', 'age']),
    },
  ],
];

describe.each(CASES)('the trials of a model %s', (_, settings) => {
  const { written, tests } = writtenFor(settings);
  const triedIn = (ending: string) => tests.filter(({ name }) => name.endsWith(ending));

  test('have one in which each alert fires, and one in which it is quiet', () => {
    const alerts = written.flatMap((rule) =>
      'alert' in rule ? [`${rule.alert} of ${rule.labels['model'] ?? ''}`] : []
    );
    expect(alerts.length).toBeGreaterThan(0);
    for (const alert of alerts) {
      const [fires, ...more] = tests.filter(({ name }) => name === `${alert} fires`);
      const [quiet, ...others] = tests.filter(({ name }) => name === `${alert} is quiet`);
      expect([alert, more, others]).toEqual([alert, [], []]);
      expect([alert, fires?.promql_expr_test[0]?.exp_samples]).toEqual([
        alert,
        [expect.objectContaining({ value: 1 })],
      ]);
      expect([alert, quiet?.promql_expr_test[0]?.exp_samples]).toEqual([alert, []]);
    }
  });

  test('look at each record in one that fires, and in one that is quiet', () => {
    const records = [...new Set(written.flatMap((rule) => ('record' in rule ? [rule.record] : [])))];
    const lookedAt = (ending: string) =>
      new Set(
        triedIn(ending).flatMap(({ promql_expr_test }) =>
          promql_expr_test.flatMap(({ expr }) => /tidemark:[\w:]+/.exec(expr)?.[0] ?? [])
        )
      );
    expect(records.length).toBeGreaterThan(0);
    expect([...lookedAt('fires')].sort()).toEqual([...records].sort());
    expect([...lookedAt('quiet')].sort()).toEqual([...records].sort());
  });
});

test('every check that metrics can tell has an alert among those that are tried, or is known to need the log', () => {
  const { written } = writtenFor(CASES[0]?.[1] ?? SETTINGS);
  const alerts = new Set(written.flatMap((rule) => ('alert' in rule ? [rule.alert] : [])));
  expect(CHECK_IDS.filter((check) => !alerts.has(alertName(check)))).toEqual([
    'estimated',
    'shadow_better',
    'impossible',
    'job_failed',
    'job_late',
    'job_empty',
  ]);
});

test('every alert asks Prometheus since when it has had its reason, and of itself alone', () => {
  for (const rule of CASES.flatMap(([, settings]) => writtenFor(settings).written)) {
    if ('alert' in rule) {
      const asked = [...(rule.annotations['description'] ?? '').matchAll(/ALERTS_FOR_STATE\{alertname=\\"(\w+)\\"/g)];
      expect([rule.alert, asked.map(([, name]) => name)]).toEqual([rule.alert, [rule.alert]]);
    }
  }
});
