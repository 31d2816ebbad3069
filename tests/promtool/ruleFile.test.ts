import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { align, fromBinCounts, PROMQL_SCORE_IDS, scores, type PromqlScoreId } from '../../src/engine';
import { twoHoursOf, type MetricSeries } from '../../scripts/lib/openMetrics';
import { startPrometheus, type RunningPrometheus } from '../../scripts/lib/prometheus';
import { PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';

const ROOT = join(__dirname, '../..');
/** A whole minute that is over. */
const NOW = Math.floor(Date.now() / 60_000) * 60 - 60;

/** Two features on other bounds, one of them with a name that means something in a regular expression. */
const FEATURES = {
  amount: { edges: [10, 20, 50], before: [60, 300, 120, 12], now: [120, 180, 240, 60] },
  'age|+': { edges: [0.5, 1.5], before: [120, 600, 60], now: [180, 360, 300] },
  'a.b': { edges: [0.5, 1.5], before: [60, 60, 60], now: [60, 60, 60] },
} as const;
type Feature = keyof typeof FEATURES;
const NAMES = Object.keys(FEATURES) as Feature[];

function bothHours(feature: Feature): readonly MetricSeries[] {
  const { edges, before, now } = FEATURES[feature];
  return twoHoursOf({ model: 'fraud', feature }, edges, { before, now }, NOW);
}

function engineSays(id: PromqlScoreId, feature: Feature): number {
  const { edges, before, now } = FEATURES[feature];
  const [reference, current] = [fromBinCounts(edges, before), fromBinCounts(edges, now)];
  const pair = reference.ok && current.ok ? align(reference.value, current.value) : undefined;
  const score = pair?.ok ? scores[id].compute(pair.value) : undefined;
  if (!score?.ok) {
    throw new Error(`the engine has no ${id} of ${feature}`);
  }
  return score.value.value;
}

const COMMON = ['--metric', 'model_feature', '--match', '{model="fraud"}', '--window', '1h', '--offset', '1h'];

function command(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const bun = join(ROOT, 'node_modules', 'bun', 'bin', 'bun.exe');
  return spawnSync(bun, [join(ROOT, 'scripts', 'promql.ts'), ...args], { encoding: 'utf8', timeout: 60_000 });
}

describeWith(PROMETHEUS, 'npm run promql, on the bounds that a real Prometheus knows', () => {
  let prometheus: RunningPrometheus;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidemark-rules-'));
    const series = NAMES.flatMap(bothHours);
    prometheus = await startPrometheus({ history: [{ name: 'model_feature', type: 'histogram', series }] });
  });
  afterAll(async () => {
    await prometheus?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('writes rules for features on other bounds that record the scores of each, within 1e-9 of the engine', () => {
    const { status, stdout, stderr } = command(...COMMON, '--url', prometheus.url);
    expect([status, stderr]).toEqual([0, '']);
    const file = join(folder, 'rules.yml');
    writeFileSync(file, stdout);
    expect(execFileSync('promtool', ['check', 'rules', file], { encoding: 'utf8' })).toContain('SUCCESS');

    const wanted = PROMQL_SCORE_IDS.flatMap((id) => NAMES.map((feature) => ({ id, feature })));
    const test = {
      rule_files: [file],
      evaluation_interval: '2h',
      tests: [
        {
          interval: '1m',
          input_series: NAMES.flatMap(bothHours).map(({ labels, points }) => ({
            series: `model_feature_bucket{${Object.entries(labels)
              .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
              .join(',')}}`,
            values: points.map(([, value]) => value).join(' '),
          })),
          promql_expr_test: wanted.map(({ id, feature }) => ({
            // The feature's own series alone, and near.
            expr: `count(abs(tidemark:model_feature:${id}{feature=${JSON.stringify(feature)}} - ${engineSays(id, feature)}) <= 1e-9)`,
            eval_time: '2h',
            exp_samples: [{ labels: '{}', value: 1 }],
          })),
        },
      ],
    };
    const tested = join(folder, 'test.yml');
    writeFileSync(tested, JSON.stringify(test));
    expect(execFileSync('promtool', ['test', 'rules', tested], { encoding: 'utf8' })).toContain('SUCCESS');
  });

  test('an expression, asked of that Prometheus, is the score of the engine', async () => {
    const { stdout } = command(...COMMON, '--edges', '10,20,50', '--scores', 'psi', '--expression');
    const query = new URLSearchParams({ query: stdout, time: String(NOW) });
    const response = await fetch(`${prometheus.url}/api/v1/query`, { method: 'POST', body: query });
    const { data } = (await response.json()) as {
      data: { result: Array<{ metric: Record<string, string>; value: [number, string] }> };
    };
    expect(data.result.map(({ metric }) => metric)).toEqual([{ feature: 'amount' }]);
    // increase() extrapolates from the first sample of the hour, on all buckets alike.
    expect(Number(data.result[0]?.value[1])).toBeCloseTo(engineSays('psi', 'amount'), 9);
  });

  test('what it cannot find it says, and writes nothing', () => {
    const { status, stdout, stderr } = command('--metric', 'absent', '--url', prometheus.url);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('knows no absent_bucket of the last 1h');
  });
});
