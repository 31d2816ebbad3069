import { parser } from '@prometheus-io/lezer-promql';
import { reasonOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { boundRegex } from './bound';
import { PROMQL_SCORE_IDS } from './catalogue';
import { type PromqlInput, promqlExpression, recordingRules } from './promql';
import { durationText, numberText } from './text';

// That the queries give the engine's numbers is held from outside, by promtool: tests/promtool.

/** Every node that Prometheus' own grammar sees in the text; an error is a node named ⚠. */
function nodes(text: string): readonly string[] {
  const names: string[] = [];
  parser.parse(text).iterate({ enter: ({ name }) => void names.push(name) });
  return names;
}

const INPUT: PromqlInput = {
  bucketMetric: 'model_feature_bucket',
  matchers: [{ label: 'model', op: '=', value: 'fraud' }],
  by: ['feature'],
  edges: [-1.5, 0, 20, 1e6],
  windowMs: 3_600_000,
  reference: { kind: 'offset', offsetMs: 604_800_000 },
};

describe('promqlExpression', () => {
  test.each(PROMQL_SCORE_IDS)('%s is a query that Prometheus reads, whatever the smoothing and the labels', (id) => {
    const smoothings = [
      { kind: 'jeffreys', when: 'empty' },
      { kind: 'jeffreys', when: 'always' },
      { kind: 'floor', floor: 1e-4 },
      { kind: 'none' },
    ] as const;
    const reference = { kind: 'matchers', matchers: [{ label: 'role', op: '!~', value: 'live|' }] } as const;
    for (const smoothing of smoothings) {
      for (const input of [INPUT, { ...INPUT, by: [] }, { ...INPUT, by: ['a', 'b'], reference }]) {
        for (const fixedReference of [true, false]) {
          const text = valueOf(promqlExpression(id, input, { smoothing, fixedReference }));
          expect(nodes(text)).not.toContain('⚠');
          expect(text).not.toMatch(/NaN|undefined|\bInfinity/);
        }
      }
    }
  });

  test('whatever stands in a value or a metric name, the query stays the same query', () => {
    const random = seeded(5);
    const alphabet = [
      '"',
      '\\',
      '\n',
      '{',
      '}',
      '`',
      "'",
      ',',
      '=',
      '(',
      ')',
      '#',
      'a',
      '\0',
      '\ufffd',
      'é',
      '🚨',
      ' ',
    ];
    const plain = nodes(valueOf(promqlExpression('ks', INPUT)));
    for (let k = 0; k < 200; k++) {
      const value = Array.from({ length: 8 }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
      const text = valueOf(promqlExpression('ks', { ...INPUT, matchers: [{ label: 'model', op: '=', value }] }));
      expect(nodes(text)).toEqual(plain);
    }
    for (const bucketMetric of ['sum', 'http.server', 'a"} or up{b="']) {
      expect(nodes(valueOf(promqlExpression('psi', { ...INPUT, bucketMetric })))).not.toContain('⚠');
    }
  });

  test('the reference is the same series earlier, or others at the same time', () => {
    const earlier = valueOf(promqlExpression('l_infinity', INPUT));
    expect(earlier).toContain('[1h] offset 168h)');
    const matchers = [{ label: 'role', op: '=', value: 'shadow' } as const];
    const others = valueOf(promqlExpression('l_infinity', { ...INPUT, reference: { kind: 'matchers', matchers } }));
    expect(others).toContain('model_feature_bucket{role="shadow",le=~');
    expect(others).not.toContain('offset');
  });

  test.each<[string, Partial<PromqlInput>, string]>([
    ['no bound', { edges: [] }, 'too_few_bins'],
    ['falling bounds', { edges: [2, 1] }, 'invalid_edges'],
    ['a NaN bound', { edges: [NaN] }, 'invalid_edges'],
    ['no window', { windowMs: 0 }, 'invalid_window'],
    ['half a millisecond', { windowMs: 0.5 }, 'invalid_window'],
    ['no offset', { reference: { kind: 'offset', offsetMs: 0 } }, 'invalid_window'],
    ['scores by bucket', { by: ['le'] }, 'invalid_label'],
  ])('%s: no answer', (_, change, reason) => {
    expect(reasonOf(promqlExpression('psi', { ...INPUT, ...change }))).toBe(reason);
    expect(reasonOf(recordingRules(['psi'], { ...INPUT, ...change }, { prefix: 'x' }))).toBe(reason);
  });
});

describe('recordingRules', () => {
  test('counts come first, and every score reads them with the labels they are recorded with', () => {
    const labels = { model: 'a "b"' };
    const { name, rules } = valueOf(recordingRules(PROMQL_SCORE_IDS, INPUT, { prefix: 'tidemark:fraud', labels }));
    expect(name).toBe('tidemark:fraud');
    expect(rules.map(({ record }) => record)).toEqual([
      ...['reference', 'current'].flatMap((side) =>
        ['counts', 'cumulative', 'before', 'total'].map((vector) => `tidemark:fraud:${side}_${vector}`)
      ),
      ...PROMQL_SCORE_IDS.map((id) => `tidemark:fraud:${id}`),
    ]);
    for (const { record, expr, labels: own } of rules) {
      expect(nodes(expr)).not.toContain('⚠');
      expect(own).toEqual(labels);
      const score = PROMQL_SCORE_IDS.some((id) => record === `tidemark:fraud:${id}`);
      expect([record, expr.includes('model_feature_bucket')]).toEqual([record, !score]);
      expect([record, expr.includes('{model="a \\"b\\""}')]).toEqual([record, score]);
    }
  });

  test('a prefix that is no metric name: no answer', () => {
    expect(reasonOf(recordingRules(['psi'], INPUT, { prefix: 'my model' }))).toBe('invalid_label');
  });
});

describe('boundRegex', () => {
  const matches = (bound: number, le: string): boolean => new RegExp(`^(?:${boundRegex(bound)})$`).test(le);

  test.each([
    [10, ['10', '10.0', '1e1', '1e+01', '1.0e1', '1E1']],
    [0.005, ['0.005', '5e-3', '5e-03', '5.0E-3', '.005']],
    [1e6, ['1e+06', '1000000', '1000000.0', '1.0E6']],
    [2.5, ['2.5', '2.50', '2.5e0', '2.5e+00']],
    [1250, ['1250', '1250.0', '1.25e3', '1.25e+03']],
    [-1.5, ['-1.5', '-1.5e0']],
    [0, ['0', '0.0', '-0', '0e+00']],
    [1e-7, ['1e-7', '1e-07', '0.0000001']],
    [1e21, ['1e21', '1e+21']],
    [Infinity, ['+Inf', 'Inf']],
  ])('%d in every way that exporters write it', (bound, texts) => {
    expect(texts.filter((le) => !matches(bound, le))).toEqual([]);
  });

  test('no bound is taken for another', () => {
    const random = seeded(6);
    const bounds = Array.from({ length: 60 }, () => Number((10 ** (random() * 12 - 6)).toPrecision(1 + Math.floor(random() * 4)))); // prettier-ignore
    for (const bound of bounds) {
      for (const other of [...bounds, bound * 10, bound / 10, -bound]) {
        expect(matches(bound, String(other))).toBe(other === bound);
        expect(matches(bound, other.toExponential())).toBe(other === bound);
      }
    }
  });
});

test('durations and numbers read back as they were', () => {
  expect([1, 1_500, 60_000, 5_400_000, 86_400_000].map(durationText)).toEqual(['1ms', '1500ms', '1m', '90m', '24h']);
  expect([0.1, 1e21, -5e-324, Infinity, -Infinity].map(numberText)).toEqual(['0.1', '1e+21', '-5e-324', '+Inf', '-Inf']); // prettier-ignore
});
