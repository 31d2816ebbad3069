import assert from 'node:assert/strict';
import { fromSamples, type Histogram } from '../../../../engine';
import type { EventUpstream } from '../../events';
import type { EventSource } from '../../eventSource';
import { FEATURE_LABEL } from '../../logged/upstream';
import type { FeatureKind, LoggedComparison, LoggedSubject, OpenedLog } from '../../logged/subject';
import type { DistributionQuestion, Matcher, Observation, ObservedFeature, TimeRange } from '../../upstream';
import { patiently, sourceOf } from './ask';
import { HOUR, LOG, MOST_SERIES } from './log';
import type { LokiScenario } from './scenario';

const MINUTE_MS = 60_000;

/** The hour of the scenarios, in two halves that are compared. */
const BEFORE: TimeRange = { from: HOUR.from, to: HOUR.from + 30 * MINUTE_MS };
const NOW: TimeRange = { from: BEFORE.to, to: HOUR.to };

const EDGES = [29, 59, 89];

function subjectOf(
  source: EventSource,
  features: Readonly<Record<string, FeatureKind | undefined>>,
  discover?: LoggedSubject['discover']
): LoggedSubject {
  return {
    source,
    features: Object.entries(features).map(([path, kind]) => ({ feature: path, path, kind })),
    discover,
    kinds: () => undefined,
  };
}

async function opened(
  loki: EventUpstream,
  subject: LoggedSubject,
  {
    edges = {},
    ...more
  }: Partial<Omit<LoggedComparison, 'edges'>> & { edges?: Readonly<Record<string, readonly number[]>> } = {}
): Promise<OpenedLog> {
  assert.ok(loki.features !== undefined);
  const { matchers } = subject.source;
  return loki.features.open(
    {
      subject,
      current: { range: NOW, matchers },
      reference: { range: BEFORE, matchers },
      binning: undefined,
      values: false,
      overTime: false,
      ...more,
      edges: new Map(Object.entries(edges)),
    },
    patiently
  );
}

function asked(
  source: EventSource,
  groupBy: readonly string[] = [],
  filters: readonly Matcher[] = []
): DistributionQuestion {
  return {
    source: { kind: 'log', metric: '', matchers: [...source.matchers, ...filters], featureLabel: FEATURE_LABEL },
    features: [],
    groupBy,
  };
}

/** An observation in bins, however it came. */
function binned(observation: Observation | undefined, edges: readonly number[]): Histogram {
  assert.ok(observation?.kind === 'histogram' || observation?.kind === 'samples', JSON.stringify(observation));
  if (observation.kind === 'histogram') {
    return observation.histogram;
  }
  const histogram = fromSamples(observation.values, edges);
  assert.ok(histogram.ok);
  return histogram.value;
}

function find(
  rows: readonly ObservedFeature[],
  feature: string,
  group: Readonly<Record<string, string>> = {}
): Observation | undefined {
  return rows.find(
    (row) => row.feature === feature && Object.entries(group).every(([name, value]) => row.group[name] === value)
  )?.observation;
}

const live: EventSource = {
  ...sourceOf('fraud'),
  matchers: [...sourceOf('fraud').matchers, { label: 'role', op: '=', value: 'live' }],
};

/** Lines 1 to 60 are of the first half hour, those of the other half 59 to 118: see the log. */
const AMOUNTS: Histogram = { kind: 'numeric', edges: EDGES, counts: [0, 1, 30, 29], missing: 0 };

export const FEATURE_SCENARIOS: readonly LokiScenario[] = [
  {
    title: 'Loki counts a number in bins that are known, and lines that are read are counted the same',
    run: async (loki) => {
      const one = await opened(loki, subjectOf(live, { 'features.amount': 'numeric' }), {
        edges: { 'features.amount': EDGES },
      });
      assert.equal(one.binned, true);
      const counted = await one.upstream.distributions(asked(live, ['country']), NOW, patiently);
      assert.match(counted.notices.join('\n'), /^Loki counted 1 feature of about \d+ lines \(1h\)/);
      assert.match(counted.executed, /^sum by \(tm_bin, tm_country\) \(count_over_time\(/);

      const many = await opened(
        loki,
        subjectOf(live, {
          'features.amount': 'numeric',
          'features.geo.lat': 'numeric',
          confidence: 'numeric',
          'features.country': 'categorical',
        })
      );
      assert.equal(many.binned, false);
      const read = await many.upstream.distributions(asked(live, ['country']), NOW, patiently);
      assert.match(read.notices.join('\n'), /^Read line by line, once for all: 4 features of about \d+ lines/);
      for (const country of ['DE', 'FR', 'IN']) {
        const [a, b] = [counted, read].map(({ value }) => binned(find(value, 'features.amount', { country }), EDGES));
        assert.deepEqual(a, b);
      }
      const whole = await one.upstream.distributions(asked(live), NOW, patiently);
      assert.deepEqual(binned(find(whole.value, 'features.amount'), EDGES), AMOUNTS);
    },
  },
  {
    title: 'lines of one instant that are alike in what is asked for are all read, whatever Loki leaves of them',
    run: async (loki) => {
      const source = sourceOf('alike');
      const features = { confidence: 'numeric', latency_ms: 'numeric' } as const;
      const lines = LOG.find(({ labels }) => labels['model'] === 'alike')?.lines.length;
      const ids = ['prediction_id', 'request_id'];
      for (const privateFields of [[], ['features.email'], ['features.email', ...ids]]) {
        const asks = { ...source, privateFields };
        const log = await opened(loki, subjectOf(asks, features));
        const { value, notices, executed } = await log.upstream.distributions(asked(asks), HOUR, patiently);
        assert.match(
          notices.join('\n'),
          /^Read line by line, once for all, cut by Loki to what is asked for: 2 features/
        );
        assert.match(executed, /line_format/);
        for (const feature of Object.keys(features)) {
          const observation = find(value, feature);
          assert.ok(observation?.kind === 'samples');
          assert.equal(observation.values.length, lines, `${feature}, without ${privateFields.join()}`);
        }
        assert.ok(ids.every((id) => !privateFields.includes(id) || !executed.includes(id)));
      }
    },
  },
  {
    title: 'lines that Loki cannot cut come as they are, and those that are no JSON are counted and said',
    run: async (loki) => {
      const source = sourceOf('broken');
      const log = await opened(loki, subjectOf(source, { 'features.amount': 'numeric', confidence: 'numeric' }));
      const { value, notices } = await log.upstream.distributions(asked(source), HOUR, patiently);
      assert.match(notices.join('\n'), /cut by Loki to what is asked for/);
      assert.match(notices.join('\n'), /4 of 7 lines are no JSON objects, and are left out/);
      const confidence = find(value, 'confidence');
      assert.ok(confidence?.kind === 'samples');
      // A line that ends within itself is cut as far as it goes: its confidence is missing.
      assert.deepEqual([...confidence.values], [0.51, NaN, 0.56]);
    },
  },
  {
    title: 'bins are laid on lines of the reference, and both sides are counted in them',
    run: async (loki) => {
      const log = await opened(loki, subjectOf(live, { 'features.amount': 'numeric' }), {
        // Long enough that it costs more to read than to count.
        reference: { range: BEFORE, matchers: live.matchers },
        current: { range: NOW, matchers: live.matchers },
      });
      const [now, before] = await Promise.all(
        [NOW, BEFORE].map((range) => log.upstream.distributions(asked(live), range, patiently))
      );
      const [current, reference] = [now, before].map((side) => find(side?.value ?? [], 'features.amount'));
      assert.equal(current?.kind, reference?.kind);
      if (current?.kind === 'histogram' && reference?.kind === 'histogram') {
        assert.match((now?.notices ?? []).join('\n'), /Bins were laid on the \d+ lines of the reference/);
        assert.deepEqual(
          (current.histogram as { edges?: unknown }).edges,
          (reference.histogram as { edges?: unknown }).edges
        );
      }
    },
  },
  {
    title: 'values that are missing, no numbers or zeros are told apart, counted as well as read',
    run: async (loki) => {
      const source = sourceOf('odd');
      const edges = { 'features.amount': [11, 12], 'features.zero': [-1, 0, 1] };
      const counted = await opened(loki, subjectOf(source, { 'features.amount': 'numeric' }), { edges });
      const whole = await counted.upstream.distributions(asked(source), HOUR, patiently);
      assert.deepEqual(binned(find(whole.value, 'features.amount'), [11, 12]), {
        kind: 'numeric',
        edges: [11, 12],
        counts: [10, 0, 10],
        missing: 20,
      });
      assert.match(whole.notices.join('\n'), /features\.amount: 20 values are not a number, and left out/);

      const zeros = await opened(loki, subjectOf(source, { 'features.zero': 'numeric' }), { edges });
      const zero = await zeros.upstream.distributions(asked(source), HOUR, patiently);
      assert.deepEqual(binned(find(zero.value, 'features.zero'), [-1, 0, 1]), {
        kind: 'numeric',
        edges: [-1, 0, 1],
        counts: [0, 45, 0, 15],
        missing: 0,
      });

      const read = await opened(
        loki,
        subjectOf(source, {
          'features.amount': 'numeric',
          'features.zero': 'numeric',
          'features["card.type"]': 'categorical',
          'features.tags': 'categorical',
          'features.text': 'categorical',
          prediction: 'categorical',
        })
      );
      const rows = await read.upstream.distributions(asked(source), HOUR, patiently);
      assert.deepEqual(
        binned(find(rows.value, 'features.amount'), [11, 12]),
        binned(find(whole.value, 'features.amount'), [11, 12])
      );
      assert.deepEqual(
        binned(find(rows.value, 'features.zero'), [-1, 0, 1]),
        binned(find(zero.value, 'features.zero'), [-1, 0, 1])
      );
      assert.deepEqual(binned(find(rows.value, 'features["card.type"]'), []), {
        kind: 'categorical',
        categories: ['debit', 'credit'],
        counts: [30, 30],
        missing: 0,
      });
      assert.match(rows.notices.join('\n'), /features\.amount: 20 values are not a number \(such as "lots"\)/);
      assert.match(rows.notices.join('\n'), /features\.tags: 60 values are neither a text nor a number/);
      assert.deepEqual(binned(find(rows.value, 'prediction'), []), {
        kind: 'categorical',
        categories: ['true', 'yes', '1'],
        counts: [10, 10, 10],
        missing: 20,
      });
    },
  },
  {
    title: 'categories are counted by Loki as they are read, and lines that cannot be read are counted apart',
    run: async (loki) => {
      const source = sourceOf('odd');
      const subject = subjectOf(source, { prediction: 'categorical' });
      const { value } = await (await opened(loki, subject)).upstream.distributions(asked(source), HOUR, patiently);
      const counted = binned(find(value, 'prediction'), []);
      assert.ok(counted.kind === 'categorical');
      const counts = Object.fromEntries(counted.categories.map((name, i) => [name, counted.counts[i]]));
      // Loki knows an object as its text alone: it is told from a category where lines are read.
      assert.deepEqual(counts, { true: 10, yes: 10, '1': 10, '{"a":1}': 10 });
      assert.equal(counted.missing, 20);

      const broken = sourceOf('broken');
      const ofBroken = subjectOf(broken, { 'features.country': 'categorical' });
      const answer = await (await opened(loki, ofBroken)).upstream.distributions(asked(broken), HOUR, patiently);
      assert.match(answer.notices.join('\n'), /lines? (?:is|are) no JSON/);
    },
  },
  {
    title: 'features are found among the fields, ids are left out, and personal data is neither found nor asked for',
    run: async (loki) => {
      const source = { ...live, privateFields: ['features.email'] };
      const log = await opened(loki, subjectOf(source, { confidence: 'numeric' }, []));
      const { value, executed } = await log.upstream.distributions(asked(source), NOW, patiently);
      assert.deepEqual([...new Set(value.map(({ feature }) => feature))].sort(), [
        'amount',
        'confidence',
        'country',
        'geo.lat',
      ]);
      assert.doesNotMatch(executed, /email/);
      assert.deepEqual([...(await log.upstream.labelValues(FEATURE_LABEL, undefined, [], NOW, patiently))].sort(), [
        'amount',
        'confidence',
        'country',
        'geo.lat',
      ]);
      await assert.rejects(
        opened(loki, subjectOf(source, { 'features.email': 'categorical' })),
        /"features\.email" is personal data/
      );
    },
  },
  {
    title: 'a field that no line has is no feature, and the closest names are said',
    run: async (loki) => {
      const log = await opened(loki, subjectOf(live, { 'features.amont': 'numeric' }));
      const { value, notices } = await log.upstream.distributions(asked(live), NOW, patiently);
      assert.deepEqual(value, []);
      assert.match(notices.join('\n'), /features\.amont: no line has this field; there is "features\.amount", /);
      assert.match(
        (await log.why(patiently)) ?? '',
        /^No line has a field "features\.amont": there is "features\.amount"/
      );
      const elsewhere = { ...live, matchers: sourceOf('frauds').matchers };
      const gone = await opened(loki, subjectOf(elsewhere, { 'features.amount': 'numeric' }));
      assert.deepEqual((await gone.upstream.distributions(asked(elsewhere), NOW, patiently)).value, []);
      assert.match((await gone.why(patiently)) ?? '', /^No stream has model="frauds": there is "fraud"/);
    },
  },
  {
    title: 'more categories than Loki answers make one feature unusable, and leave its neighbours whole',
    run: async (loki) => {
      const subject = subjectOf(live, { prediction_id: 'categorical', 'features.country': 'categorical' });
      const { value } = await (await opened(loki, subject)).upstream.distributions(asked(live), HOUR, patiently);
      const [ids, countries] = ['prediction_id', 'features.country'].map((name) => find(value, name));
      assert.equal(ids?.kind, 'unusable');
      assert.ok(
        ids.kind === 'unusable' && /more values than Loki answers series/.test(ids.message),
        JSON.stringify(ids)
      );
      const counted = binned(countries, []);
      assert.equal(
        counted.counts.reduce((sum, count) => sum + count, 0),
        119
      );
      assert.ok(MOST_SERIES < 119);
    },
  },
  {
    title: 'windows are sums of steps that Loki has counted once, and are those of lines that are read',
    run: async (loki) => {
      const [windowMs, stepMs] = [20 * MINUTE_MS, 10 * MINUTE_MS];
      const range = { from: HOUR.from + windowMs, to: HOUR.to };
      const more = {
        current: { range: HOUR, matchers: live.matchers },
        reference: { range: HOUR, matchers: live.matchers },
        edges: { 'features.amount': EDGES },
      };
      const overTime = async (features: Readonly<Record<string, FeatureKind>>) => {
        const log = await opened(loki, subjectOf(live, features), more);
        const { value, executed } = await log.upstream.distributionsOverTime(
          asked(live),
          range,
          windowMs,
          stepMs,
          patiently
        );
        return { executed, points: (name: string) => value.find(({ feature }) => feature === name)?.points ?? [] };
      };
      const counted = await overTime({ 'features.amount': 'numeric' });
      assert.match(counted.executed, /\[10m\]\)\)$/);
      const read = await overTime({
        'features.amount': 'numeric',
        'features.geo.lat': 'numeric',
        confidence: 'numeric',
        'features.country': 'categorical',
      });
      const [a, b] = [counted, read].map(({ points }) =>
        points('features.amount').map(({ time, observation }) => ({ time, ...binned(observation, EDGES) }))
      );
      assert.equal(a?.length, 5);
      assert.deepEqual(a, b);
      const categories = await overTime({ 'features.country': 'categorical' });
      const sorted = ({ points }: typeof read) =>
        points('features.country').map(({ time, observation }) => {
          const histogram = binned(observation, []);
          assert.ok(histogram.kind === 'categorical');
          return [time, histogram.categories.map((name, i) => [name, histogram.counts[i]] as const).sort()];
        });
      assert.deepEqual(sorted(categories), sorted(read));
    },
  },
];
