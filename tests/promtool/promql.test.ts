import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { align, scores, type NumericHistogram, type ScoreOptions } from '../../src/engine';
import { PROMQL_SCORE_IDS, type PromqlScoreId } from '../../src/engine/promql/catalogue';
import {
  promqlExpression,
  recordingRules,
  type PromqlInput,
  type PromqlReference,
} from '../../src/engine/promql/promql';
import { seeded, wholeNumber } from '../../src/engine/testing/random';
import { PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';

const HOUR_MS = 3_600_000;
/** How far a query may be from the engine: of the value, or of 1 where that is less. */
const WITHIN = '1e-9';
/** Values in an hour, one every five minutes. */
const STEPS = 12;

interface Layout {
  readonly name: string;
  readonly edges: readonly number[];
  /** How exporters may write the bounds. */
  readonly le: (edge: number) => string;
  readonly reference: PromqlReference['kind'];
  readonly pairs: ReadonlyArray<readonly [reference: readonly number[], current: readonly number[]]>;
}

const random = seeded(20261123);

/**
 * Counts of all kinds: with empty bins, fractions as `increase` gives them, few and many, lopsided. Each a multiple of
 * 12/64, so that what rises by a twelfth of it is exact, and a query can be held to 1e-9.
 */
function counts(bins: number, mode: number): number[] {
  const size = 10 ** (random() * 4);
  const exact = (count: number): number => (Math.max(1, Math.round((count * 64) / STEPS)) * STEPS) / 64;
  const drawn = Array.from({ length: bins }, () =>
    mode < 2 && random() < 0.3 ? 0 : exact(mode === 3 ? wholeNumber(random, 6, 500) : size * random() ** 3)
  );
  return drawn.some((count) => count > 0) ? drawn : [STEPS, ...drawn.slice(1)];
}

function layout(name: string, edges: readonly number[], le: Layout['le'], reference: Layout['reference']): Layout {
  const pairs = Array.from({ length: 40 }, (_, k) => {
    const before = counts(edges.length + 1, k % 4);
    // Some hardly differ, some not at all, some in everything.
    const now =
      k % 10 === 0 ? before : k % 10 === 1 ? before.map((count) => count * 2) : counts(edges.length + 1, k % 4);
    return [before, now] as const;
  });
  return { name, edges, le, reference, pairs };
}

const LAYOUTS: readonly Layout[] = [
  layout('amount', [10, 20, 50, 100], String, 'offset'),
  layout('share', [0.1, 0.25, 0.5, 0.75, 0.9], (edge) => edge.toExponential(), 'matchers'),
  layout(
    'signed',
    [-5, -1.5, 0, 1.5, 5, 1e6],
    (edge) => (Number.isInteger(edge) ? `${edge}.0` : String(edge)),
    'matchers'
  ),
  layout('one_bound', [3], (edge) => `${edge}.0`, 'offset'),
  layout(
    'many',
    Array.from({ length: 10 }, (_, i) => Number((0.005 * 2.1 ** i).toPrecision(3))),
    String,
    'offset'
  ),
];

const numeric = (edges: readonly number[], held: readonly number[]): NumericHistogram => ({
  kind: 'numeric',
  edges,
  counts: held,
});

const MODEL = 'he said "hi" \\ {a="b"}';

function inputOf({ name, edges, reference }: Layout): PromqlInput {
  return {
    bucketMetric: `${name}_bucket`,
    matchers: [
      { label: 'model', op: '=', value: MODEL },
      { label: 'role', op: '=', value: 'live' },
    ],
    by: ['feature'],
    edges,
    windowMs: HOUR_MS,
    reference:
      reference === 'offset'
        ? { kind: 'offset', offsetMs: HOUR_MS }
        : { kind: 'matchers', matchers: [{ label: 'role', op: '=~', value: 'train|test' }] },
  };
}

interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** Rises evenly by `before` in the first hour and by `now` in the second. */
const hours = (before: number, now: number): string =>
  `0+${before / STEPS}x${STEPS} ${before + now / STEPS}+${now / STEPS}x${STEPS - 1}`;

function cumulative(held: readonly number[]): readonly number[] {
  let below = 0;
  return held.map((count) => (below += count));
}

function bucketSeries({ name, edges, le, reference, pairs }: Layout): readonly InputSeries[] {
  const bounds = [...edges.map(le), '+Inf'];
  return pairs.flatMap(([before, now], k) => {
    const [first, second] = [cumulative(before), cumulative(now)];
    const series = (role: string, at: number, values: string): InputSeries => ({
      series: `${name}_bucket{feature="f${k}",role="${role}",model=${JSON.stringify(MODEL)},le="${bounds[at]}"}`,
      values,
    });
    return bounds.flatMap((_, i) =>
      reference === 'offset'
        ? [series('live', i, hours(first[i] as number, second[i] as number))]
        : [series('live', i, hours(0, second[i] as number)), series('train', i, hours(0, first[i] as number))]
    );
  });
}

interface Variant {
  readonly id: PromqlScoreId;
  readonly name: string;
  readonly options: ScoreOptions;
}

const VARIANTS: readonly Variant[] = [
  ...PROMQL_SCORE_IDS.map((id) => ({ id, name: id, options: {} })),
  { id: 'psi', name: 'psi_always', options: { smoothing: { kind: 'jeffreys', when: 'always' } } },
  { id: 'psi', name: 'psi_none', options: { smoothing: { kind: 'none' } } },
  { id: 'psi', name: 'psi_floor', options: { smoothing: { kind: 'floor', floor: 1e-4 } } },
  { id: 'kl', name: 'kl_none', options: { smoothing: { kind: 'none' } } },
  { id: 'kl', name: 'kl_always', options: { smoothing: { kind: 'jeffreys', when: 'always' } } },
  { id: 'chi_square', name: 'chi_square_fixed', options: { fixedReference: true } },
];

/** What the engine says of each pair; undefined where it has no answer, or merged bins as no query can. */
function expectedOf({ edges, pairs }: Layout, { id, options }: Variant): ReadonlyArray<number | undefined> {
  return pairs.map(([before, now]) => {
    const pair = align(numeric(edges, before), numeric(edges, now));
    const score = pair.ok ? scores[id].compute(pair.value, options) : pair;
    return score.ok && !score.repairs.some(({ kind }) => kind === 'rare_bins_merged') ? score.value.value : undefined;
  });
}

/** Fails with what promtool says. */
function promtool(...args: readonly string[]): string {
  try {
    return execFileSync('promtool', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 240_000 });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    // It repeats expressions of thousands of characters.
    const said = `${stdout ?? ''}${stderr ?? ''}`.split('\n').filter((line) => line.trim() !== '');
    const short = said.map((line) => (line.length > 400 ? `${line.slice(0, 200)} ... ${line.slice(-200)}` : line));
    throw new Error(`promtool ${args.join(' ')}:\n${short.slice(0, 60).join('\n')}`);
  }
}

function valueOf<T>(answer: { ok: true; value: T } | { ok: false; detail: string }): T {
  if (!answer.ok) {
    throw new Error(answer.detail);
  }
  return answer.value;
}

describeWith(PROMETHEUS, 'each score as PromQL, held to the engine by promtool', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tidemark-promtool-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const written = (name: string, content: unknown): string => {
    const file = join(folder, name);
    // JSON is YAML, and escapes on its own.
    writeFileSync(file, JSON.stringify(content));
    return file;
  };

  test.each(LAYOUTS.map((one) => [one.name, one] as const))(
    '%s: 40 random histograms, every score within 1e-9, as an expression and as a recorded series',
    (name, one) => {
      const input = inputOf(one);
      const labels = { source: 'it\'s "quoted"' };
      const groups = VARIANTS.map(({ id, name: variant, options }) =>
        valueOf(recordingRules([id], input, { prefix: `tidemark:${name}:${variant}`, labels, ...options }))
      );
      const rules = written(`${name}-rules.json`, { groups });
      expect(promtool('check', 'rules', rules)).toContain('SUCCESS');

      const expected = VARIANTS.map((variant) => ({ variant, values: expectedOf(one, variant) }));
      const wanted = expected.flatMap(({ variant, values }) =>
        values.flatMap((value, k) =>
          value === undefined
            ? []
            : [{ series: `wanted{variant="${variant.name}",feature="f${k}"}`, values: `${value}x${2 * STEPS}` }]
        )
      );
      const checks = expected.flatMap(({ variant, values }) => {
        const answers = values.filter((value) => value !== undefined).length;
        const series = `wanted{variant="${variant.name}"}`;
        const inline = valueOf(promqlExpression(variant.id, input, variant.options));
        const recorded = `tidemark:${name}:${variant.name}:${variant.id}`;
        const near = (expr: string): string =>
          `count(abs((${expr}) - on (feature) ${series}) <= on (feature) (${WITHIN} * clamp_min(${series}, 1))) or vector(0)`;
        // As many answers as the engine has, none of them elsewhere, and every one near.
        return [near(inline), near(recorded), `count(${recorded}) or vector(0)`].map(
          (expr) => [expr, answers] as const
        );
      });
      const test = {
        rule_files: [rules],
        evaluation_interval: '2h',
        tests: [
          {
            interval: '5m',
            input_series: [...bucketSeries(one), ...wanted],
            promql_expr_test: checks.map(([expr, value]) => ({
              expr,
              eval_time: '2h',
              exp_samples: [{ labels: '{}', value }],
            })),
          },
        ],
      };
      expect(promtool('test', 'rules', written(`${name}-test.json`, test))).toContain('SUCCESS');
    },
    300_000
  );

  test('without a side, with an empty one, or without a bound there is no result, and never NaN', () => {
    const one = { ...(LAYOUTS[0] as Layout), pairs: [] };
    const input = inputOf(one);
    const bucket = (feature: string, le: string, values: string): InputSeries => ({
      series: `amount_bucket{feature="${feature}",role="live",model=${JSON.stringify(MODEL)},le="${le}"}`,
      values,
    });
    const bounds = [...one.edges.map(String), '+Inf'];
    const series = [
      // No reference: it began an hour ago. None now: it stopped. One bound is missing.
      ...bounds.map((le) => bucket('new', le, `_x${STEPS} 0+5x${STEPS}`)),
      ...bounds.map((le) => bucket('gone', le, `0+5x${STEPS} _x${STEPS}`)),
      ...bounds.map((le) => bucket('still', le, `0+5x${STEPS} ${5 * STEPS}+0x${STEPS - 1}`)),
      ...bounds.filter((le) => le !== '50').map((le, i) => bucket('holed', le, hours(60 * i + 60, 60 * i + 60))),
    ];
    const exprs = VARIANTS.map(({ id, options }) => valueOf(promqlExpression(id, input, options)));
    const test = {
      evaluation_interval: '2h',
      tests: [
        {
          interval: '5m',
          input_series: series,
          promql_expr_test: exprs.map((expr) => ({ expr, eval_time: '2h', exp_samples: [] })),
        },
      ],
    };
    expect(promtool('test', 'rules', written('absent.json', test))).toContain('SUCCESS');
  }, 120_000);
});
