import { SAMPLE_SCORE_IDS, scoreOfValues, seeded, type DriftScoreId } from '../../src/engine';
import { sampleTables } from '../../src/engine/testing/scipyTables';
import { querySchema, type DriftQuery } from '../../src/model';
import { tableFrame } from '../../src/backend/frames/driftFrames';
import { compare } from '../../src/backend/query/compare';
import { scoresOf } from '../../src/backend/query/assessOptions';
import { HOUR } from '../../src/backend/upstream/testing/loki/log';
import { askLoki } from '../../src/backend/upstream/testing/loki/upstream';
import { startLoki, type RunningLoki } from '../../scripts/lib/loki';
import type { MetricFamily } from '../../scripts/lib/openMetrics';
import { startPrometheus, type RunningPrometheus } from '../../scripts/lib/prometheus';
import { LOKI, PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { askAt } from '../prometheus/ask';

const DAY_MS = 24 * 3_600_000;

/** Pairs of samples with SciPy's answers, as features of a model: what was seen a day before, and what is seen now. */
const FEATURES = sampleTables.samples.slice(0, 12).map((table, i) => ({ ...table, feature: `f${10 + i}` }));

/** The instant of the i-th value of an hour. */
const instant = (i: number, early: boolean): number => HOUR.from + (i + 1) * 15_000 - (early ? DAY_MS : 0);

const gauges: MetricFamily = {
  name: 'model_value',
  type: 'gauge',
  series: FEATURES.map(({ feature, x, y }) => ({
    labels: { model: 'fraud', feature },
    points: [
      ...x.map((value, i) => [instant(i, true) / 1000, value] as const),
      ...y.map((value, i) => [instant(i, false) / 1000, value] as const),
    ],
  })),
};

function lines(early: boolean): Array<readonly [bigint, string]> {
  const sideOf = (table: (typeof FEATURES)[number]): readonly number[] => (early ? table.x : table.y);
  const most = Math.max(...FEATURES.map((table) => sideOf(table).length));
  return Array.from({ length: most }, (_, i) => {
    const features = Object.fromEntries(
      FEATURES.flatMap((table) => {
        const value = sideOf(table)[i];
        return value === undefined ? [] : [[table.feature, value]];
      })
    );
    return [BigInt(instant(i, early)) * 1_000_000n, JSON.stringify({ prediction_id: `p${i}`, features })] as const;
  });
}

const SOURCES = {
  'a gauge of Prometheus': { upstream: 'prometheus', kind: 'gauge', metric: 'model_value', featureLabel: 'feature' },
  'fields of the lines of Loki': {
    upstream: 'loki',
    selector: '{model="fraud"}',
    fields: FEATURES.map(({ feature }) => `features.${feature}`),
  },
} as const satisfies Record<string, DriftQuery['source']>;

describeWith([LOKI, PROMETHEUS], 'single values of a real Prometheus and a real Loki', () => {
  let loki: RunningLoki;
  let prometheus: RunningPrometheus;

  beforeAll(async () => {
    [loki, prometheus] = await Promise.all([startLoki(), startPrometheus({ history: [gauges] })]);
    await loki.push([
      { labels: { model: 'fraud', role: 'live', event: 'prediction' }, lines: [...lines(true), ...lines(false)] },
    ]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([loki?.stop(), prometheus?.stop()]);
  });

  async function ask(source: DriftQuery['source'], scores: readonly DriftScoreId[]) {
    const query = querySchema.parse({
      queryType: 'drift',
      source,
      scores: [...scores],
      reference: { kind: 'offset', offset: '1d' },
    });
    const comparison = await compare(
      { query, range: HOUR, intervalMs: 60_000, fromAlert: false },
      {
        instance: {
          settings: {},
          upstream: askAt({ url: prometheus.url }).upstream,
          events: askLoki({ url: loki.url }).upstream,
        },
        signal: new AbortController().signal,
        now: () => HOUR.to,
      }
    );
    const table = tableFrame(comparison, scoresOf(query), query);
    const column = (name: string) => table.fields.find((field) => field.name === name)?.values.map(Number) ?? [];
    return { table, column, notices: comparison.notices.join('\n') };
  }

  it.each(Object.entries(SOURCES))('%s give the scores and p-values of SciPy', async (_, source) => {
    const { table, column } = await ask(source, SAMPLE_SCORE_IDS);
    expect(table.fields[0]?.values.map((name) => String(name).replace('features.', ''))).toEqual(
      FEATURES.map(({ feature }) => feature)
    );
    FEATURES.forEach((table_, i) => {
      const at = (name: string): number => column(name)[i] ?? NaN;
      const { ks, cramerVonMises, andersonDarling, mannWhitney, welch, wasserstein, energy, x, y } = table_;
      expect(at('ks_exact')).toBeCloseTo(ks[0], 9);
      expect(at('p_value_ks_exact')).toBeCloseTo(ks[1], 7);
      expect(at('cramer_von_mises_exact')).toBeCloseTo(cramerVonMises[0], 9);
      expect(at('p_value_cramer_von_mises_exact')).toBeCloseTo(cramerVonMises[1], 6);
      expect(at('anderson_darling_exact')).toBeCloseTo(andersonDarling[0], 9);
      expect(at('mann_whitney')).toBeCloseTo(Math.abs((2 * mannWhitney[0]) / (x.length * y.length) - 1), 9);
      expect(at('p_value_mann_whitney')).toBeCloseTo(mannWhitney[1], 6);
      expect(at('welch')).toBeCloseTo(Math.abs(welch[0]), 9);
      expect(at('p_value_welch')).toBeCloseTo(welch[1], 6);
      expect(at('wasserstein_exact')).toBeCloseTo(wasserstein, 9);
      expect(at('energy_exact')).toBeCloseTo(energy, 9);
    });
    // What is drawn hangs on the order of the values, which both upstreams keep: as the engine has it of the very values.
    for (const id of ['mmd', 'domain_classifier'] as const) {
      const direct = FEATURES.map(({ x, y }) => scoreOfValues(id, x, y, { random: seeded(1) }));
      direct.forEach((score, i) => {
        expect(column(id)[i]).toBeCloseTo(score.ok ? score.value.value : 0, 9);
      });
    }
  });

  it('are read of the log where Loki would have counted, and the answer says why', async () => {
    const { 'fields of the lines of Loki': source } = SOURCES;
    const one = { ...source, fields: [`features.${FEATURES[0]?.feature ?? ''}`] };
    const { notices, column } = await ask(one, ['ks_exact', 'psi']);
    expect(notices).toMatch(/Read line by line, once for all, because a score asks for single values: 1 feature of/);
    expect(column('ks_exact')[0]).toBeCloseTo(FEATURES[0]?.ks[0] ?? NaN, 9);
  });
});
