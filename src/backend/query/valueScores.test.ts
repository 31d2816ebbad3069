import { SAMPLE_SCORE_IDS, scoreOfValues, seeded } from '../../engine';
import { sampleTables } from '../../engine/testing/scipyTables';
import type { DriftQuery, SourceKind } from '../../model';
import { alertFrames, tableFrame } from '../frames/driftFrames';
import type { Observation } from '../upstream/upstream';
import { compare } from './compare';
import { sampleScoresOf, scoresOf } from './assessOptions';
import { categorical, numeric, tableUpstream, type Entry } from './testing/tableUpstream';
import { samples } from './testing/values';
import { checkCost, countsOfValues } from './valueScores';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const DAY = 24 * HOUR;
const range = { from: NOW - HOUR, to: NOW };

/** What was seen of a feature now, and a day before. */
function seen(feature: string, before: Observation, now: Observation): Entry[] {
  return [
    { metric: 'queue', feature, observation: now, when: { from: NOW - HOUR, to: NOW } },
    { metric: 'queue', feature, observation: before, when: { from: NOW - DAY - HOUR, to: NOW - DAY } },
  ];
}

async function ask(entries: readonly Entry[], scores: DriftQuery['scores'], kind: SourceKind = 'gauge') {
  const query: DriftQuery = {
    queryType: 'drift',
    source: { upstream: 'prometheus', kind, metric: 'queue', featureLabel: 'feature' },
    reference: { kind: 'offset', offset: '1d' },
    ...(scores === undefined ? {} : { scores }),
  };
  const comparison = await compare(
    { query, range, intervalMs: HOUR, fromAlert: false },
    {
      instance: { settings: {}, upstream: tableUpstream(entries) },
      signal: new AbortController().signal,
      now: () => NOW,
    }
  );
  const table = tableFrame(comparison, scoresOf(query), query);
  const column = (name: string) => table.fields.find((field) => field.name === name)?.values;
  return { comparison, table, column, alerts: alertFrames(comparison, scoresOf(query)) };
}

const notices = ({ table }: Awaited<ReturnType<typeof ask>>): string =>
  (table.meta.notices ?? []).map(({ text }) => text).join('\n');

describe('scores on single values, asked of a source that has them', () => {
  it('are those of SciPy, with exact p-values for few, corrected over all features and tests together', async () => {
    const tables = sampleTables.samples.slice(0, 40);
    const entries = tables.flatMap(({ x, y }, i) => seen(`f${String(i).padStart(2, '0')}`, samples(x), samples(y)));
    const { column } = await ask(entries, ['ks_exact', 'mann_whitney', 'psi']);
    const p = [column('p_value_ks_exact'), column('p_value_mann_whitney')] as const;
    tables.forEach(({ ks, mannWhitney }, i) => {
      expect(column('ks_exact')?.[i]).toBeCloseTo(ks[0], 9);
      expect(p[0]?.[i]).toBeCloseTo(ks[1], 6);
      expect(p[1]?.[i]).toBeCloseTo(mannWhitney[1], 6);
    });
    // The smallest of eighty.
    const all = [...(p[0] ?? []), ...(p[1] ?? [])].map(Number);
    const adjusted = [...(column('p_adjusted_ks_exact') ?? []), ...(column('p_adjusted_mann_whitney') ?? [])].map(
      Number
    );
    expect(Math.min(...adjusted)).toBeCloseTo(
      Math.min(...[...all].sort((a, b) => a - b).map((value, i) => (80 * value) / (i + 1))),
      12
    );
    expect(column('psi')?.every((value) => typeof value === 'number')).toBe(true);
  });

  it('draw the same again for the same question', async () => {
    const random = seeded(4);
    const draw = (shift: number): number[] => Array.from({ length: 300 }, () => random() + shift);
    const entries = seen('amount', samples(draw(0)), samples(draw(0.1)));
    const [first, second] = [await ask(entries, [...SAMPLE_SCORE_IDS]), await ask(entries, [...SAMPLE_SCORE_IDS])];
    expect(first.table).toEqual(second.table);
    expect(first.column('p_value_mmd')?.[0]).toBeLessThan(0.05);
  });

  it('are one frame a feature and score for a rule', async () => {
    const { alerts } = await ask(seen('amount', samples([1, 2, 3, 4]), samples([5, 6, 7, 8])), ['ks_exact', 'welch']);
    expect(alerts.map(({ fields: [field] }) => [field?.name, field?.values[0], field?.labels])).toEqual([
      ['ks_exact', 1, { feature: 'amount', score: 'ks_exact' }],
      ['welch', expect.closeTo(4.38178, 4), { feature: 'amount', score: 'welch' }],
    ]);
  });

  it('decide the verdict where the settings give them a threshold', async () => {
    const x = Array.from({ length: 60 }, (_, i) => i);
    const entries = seen('amount', samples(x), samples(x.map((value) => value + 40)));
    const query: DriftQuery = {
      queryType: 'drift',
      model: 'fraud',
      scores: ['ks_exact'],
      reference: { kind: 'offset', offset: '1d' },
    };
    const settings = {
      models: [{ id: 'fraud', metrics: { feature: 'queue' }, selector: {}, thresholds: { ks_exact: 0.3 } }],
    };
    const { rows } = await compare(
      { query, range, intervalMs: HOUR, fromAlert: false },
      { instance: { settings, upstream: tableUpstream(entries) }, signal: new AbortController().signal, now: () => NOW }
    );
    expect(rows[0]?.assessment).toMatchObject({ decidedBy: 'ks_exact', verdict: 'drift' });
    expect(rows[0]?.assessment.reason).toMatch(/^Kolmogorov-Smirnov, exact 0\.667 is above the drift threshold 0\.3/);
  });

  it('of values that were too many to hold are those of the sketch, and its error is said', async () => {
    const random = seeded(5);
    const values = Float64Array.from({ length: 4_000 }, () => 1 + random());
    const sketch = (shift: number): Observation => {
      const moved = values.map((value) => value + shift);
      const buckets = new Map<number, number>();
      moved.forEach((value) => {
        const index = Math.ceil(Math.log2(value) * 256);
        buckets.set(index, (buckets.get(index) ?? 0) + 1);
      });
      return {
        kind: 'native',
        native: {
          kind: 'exponential',
          schema: 8,
          zeroThreshold: 0,
          zeroCount: 0,
          positive: [...buckets].sort(([a], [b]) => a - b),
          negative: [],
          count: moved.length,
        },
        sketched: { kind: 'sketched', values: moved.length, relativeError: 0.00135 },
      };
    };
    const answer = await ask(seen('amount', sketch(0), sketch(0.2)), ['wasserstein_exact', 'psi']);
    expect(Math.abs(Number(answer.column('wasserstein_exact')?.[0]) - 0.2)).toBeLessThan(2 * 2.2 * 0.00135);
    expect(answer.comparison.rows[0]?.pair).toMatchObject({ ok: true, value: { bins: { length: 10 } } });
    expect(notices(answer)).toMatch(/4000 values were kept as counts by size: each is known to 0\.135 % of its size/);
  });
});

describe('scores on single values, asked of a source that has none', () => {
  it('are null, and the answer says what to change, once for all of them', async () => {
    const answer = await ask(
      seen('amount', numeric([1, 2], [50, 50, 50]), numeric([1, 2], [50, 50, 50])),
      ['psi', 'ks_exact', 'welch'],
      'histogram'
    );
    expect(answer.column('ks_exact')).toEqual([null]);
    expect(answer.column('p_adjusted_welch')).toEqual([null]);
    expect(answer.column('psi')).toEqual([0]);
    expect(notices(answer)).toBe(
      "amount: Kolmogorov-Smirnov, exact; Welch's t: Single values are needed, and there are only counts: ask a gauge, or a field of numbers in the log."
    );
    expect(answer.alerts.map(({ fields: [field] }) => field?.values[0])).toEqual([0, null, null]);
  });

  it('have no frame for a rule where the feature has categories, which never have single numbers', async () => {
    const entries = seen('country', categorical({ DE: 50, FR: 50 }), categorical({ DE: 50, FR: 50 }));
    const { alerts } = await ask(entries, ['psi', 'ks_exact'], 'histogram');
    expect(alerts.map(({ name }) => name)).toEqual(['country psi']);
  });

  it('say where one side alone has too few', async () => {
    const answer = await ask(seen('amount', samples([1, 2, 3]), samples([4])), ['welch', 'ks_exact']);
    expect(answer.column('welch')).toEqual([null]);
    expect(answer.column('p_value_ks_exact')?.[0]).toBeCloseTo(0.5, 12);
    expect(notices(answer)).toMatch(/Welch's t: 3 against 1 values: the test needs 2 on each side/);
  });
});

it('what would take too long is refused before it begins, with the score that takes longest', () => {
  const sides = countsOfValues(
    samples(Array.from({ length: 600 }, Math.sqrt)),
    samples(Array.from({ length: 600 }, Math.sin))
  );
  expect(() => checkCost(['mmd', 'welch'], [sides], 50)).not.toThrow();
  expect(() => checkCost(['welch', 'mmd'], [sides], 200)).toThrow(/Maximum mean discrepancy most of it/);
  expect(() => checkCost(['ks_exact', 'welch'], [sides], 11_000)).not.toThrow();
});

it('are told apart from scores of histograms by their names', () => {
  expect(sampleScoresOf({ scores: ['ks', 'ks_exact', 'psi', 'mmd'] })).toEqual(['ks_exact', 'mmd']);
  expect(sampleScoresOf({})).toEqual([]);
  expect(scoreOfValues('ks_exact', [1, 2], [3, 4], { random: seeded(1) })).toMatchObject({
    ok: true,
    value: { value: 1, method: 'exact' },
  });
});
