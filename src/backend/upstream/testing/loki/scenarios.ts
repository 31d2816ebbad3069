import assert from 'node:assert/strict';
import { TidemarkError, type ErrorCode } from '../../../errors';
import { readTogether } from '../../../events/readTogether';
import type { EventQuestion, PredictionEvent } from '../../events';
import { patiently, question, readAll, sourceOf } from './ask';
import { FEATURE_SCENARIOS } from './featureScenarios';
import { BURST, BURST_LINES, COUNTRIES, HOSTILE, HOUR, PAGE } from './log';
import type { LokiScenario } from './scenario';

async function fails(promise: Promise<unknown>, code: ErrorCode, ...says: readonly RegExp[]): Promise<void> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason
  );
  assert.ok(thrown instanceof TidemarkError, `it did not fail as it should: ${String(thrown)}`);
  assert.equal(thrown.code, code, thrown.message);
  says.forEach((said) => assert.match(thrown.message, said));
}

function ids(events: readonly PredictionEvent[]): readonly string[] {
  return events.map(({ predictionId }) => predictionId ?? 'none');
}

const fraud = sourceOf('fraud');
const live = question('prediction', fraud, { filters: { role: 'live' }, features: [] });

const EVENT_SCENARIOS: readonly LokiScenario[] = [
  {
    title: 'a prediction is read with the types of its line',
    run: async (loki) => {
      const { events, report } = await readAll(loki, question('prediction', fraud, { filters: { role: 'live' } }), {
        limit: 2,
      });
      assert.deepEqual(events[0], {
        event: 'prediction',
        time: HOUR.from + 30_000,
        group: {},
        predictionId: 'p-0',
        requestId: 'r-0',
        version: '7',
        role: 'live',
        prediction: 'fraud',
        confidence: 0.5,
        probabilities: { fraud: 0.25, legit: 0.75 },
        latencyMs: 12.5,
        error: undefined,
        features: { amount: 0, country: 'DE', email: 'ann+0@example.org', 'geo.lat': 48.5 },
      });
      assert.equal(report.cut, true);
      assert.deepEqual(report.executed, ['{model="fraud",event="prediction",role="live"}']);
      assert.match(report.notices.join(), /Only the first 2 lines/);
    },
  },
  {
    title: 'what one request asks about several models is read in one question, and each gets its own',
    run: async (loki) => {
      const models = ['fraud', 'burst', 'nobody'];
      const of = (model: string) => question('prediction', sourceOf(model));
      const together = await Promise.all(
        models.map((model) => readTogether(loki, of(model), HOUR, patiently, { limit: 10_000 }))
      );
      for (const { report } of together) {
        assert.match(report.executed.join(), /^\{model=~"fraud\|burst\|nobody",event="prediction"\}/);
      }
      for (const [i, model] of models.entries()) {
        const alone = await readAll(loki, of(model));
        // Of one instant that holds more lines than a page, Loki tells them in any order.
        const ordered = (events: readonly PredictionEvent[]) =>
          events.map((event) => JSON.stringify({ ...event, group: {} })).sort();
        assert.deepEqual(ordered(together[i]?.events ?? []), ordered(alone.events));
        assert.equal(alone.events.length > 0, model !== 'nobody');
      }
    },
  },
  {
    title: 'labels, deployments and runs are read, and a field of the line counts more than a label of its stream',
    run: async (loki) => {
      const labels = await readAll(loki, question('label', sourceOf('fraud', 'label')));
      assert.deepEqual(
        labels.events.map(({ predictionId, label }) => [predictionId, label]),
        [
          ['p-0', 'fraud'],
          ['p-1', 'true'],
          ['p-2', 12.5],
          ['p-3', undefined],
        ]
      );
      assert.match(labels.report.notices.join(), /label: one value is neither a class nor a number, such as .*no/);
      const [deployed] = (await readAll(loki, question('model', sourceOf('fraud', 'model')))).events;
      assert.deepEqual(deployed, {
        event: 'model',
        time: HOUR.from + 1_000,
        group: {},
        version: '7',
        role: 'live',
        stage: 'deployed',
        hyperparameters: { depth: 6, rate: 0.1, 'nested.leaf': 'x' },
        trainingData: 's3://data/train-7',
        runUrl: 'https://runs.example.org/7',
      });
      const runs = (await readAll(loki, question('pipeline', sourceOf('fraud', 'pipeline')))).events;
      assert.deepEqual(
        runs.map(({ job, runId, status, durationS, rows, error }) => [job, runId, status, durationS, rows, error]),
        [
          ['daily', '1', 'started', undefined, undefined, undefined],
          ['daily', '1', 'failed', 60, 1000, 'no space'],
        ]
      );
    },
  },
  {
    title: 'pages neither lose nor repeat a line, forward and backward, and the range excludes its start alone',
    run: async (loki) => {
      const wanted = Array.from({ length: 119 }, (_, i) => `p-${i}`);
      const forward = await readAll(loki, live);
      assert.deepEqual(ids(forward.events), wanted);
      assert.equal(forward.report.lines, wanted.length);
      assert.equal(forward.report.cut, false);
      const backward = await readAll(loki, live, { direction: 'backward' });
      assert.deepEqual(ids(backward.events), [...wanted].reverse());
      const last = await readAll(loki, live, { direction: 'backward', limit: PAGE + 5 });
      assert.deepEqual(ids(last.events), [...wanted].reverse().slice(0, PAGE + 5));
      assert.equal(last.report.cut, true);
      const all = await readAll(loki, live, { limit: wanted.length });
      assert.deepEqual(ids(all.events), wanted);
      assert.equal(all.report.cut, false);
    },
  },
  {
    title: 'an instant that holds more lines than a page is read in full, of two streams, in both directions',
    run: async (loki) => {
      const burst = question('prediction', sourceOf('burst'), { features: [], groupBy: ['pod'] });
      for (const direction of ['forward', 'backward'] as const) {
        const { events, report } = await readAll(loki, burst, { direction });
        assert.equal(new Set(ids(events)).size, BURST_LINES + 80);
        assert.equal(events.length, BURST_LINES + 80);
        assert.equal(events.filter(({ time }) => time === BURST).length, BURST_LINES);
        assert.equal(events.filter(({ group }) => group['pod'] === 'a').length, BURST_LINES / 2 + 40);
        const times = events.map(({ time }) => time);
        assert.deepEqual(
          times,
          [...times].sort((a, b) => (direction === 'forward' ? a - b : b - a))
        );
        assert.deepEqual(report.notices, []);
      }
    },
  },
  {
    title: 'lines of logfmt are read, and ids stay as they were written',
    run: async (loki) => {
      const source = sourceOf('textual', 'prediction', { parser: 'logfmt' });
      const asked = question('prediction', source, { filters: { country: 'DE' }, groupBy: ['country'] });
      const { events, report } = await readAll(loki, asked);
      assert.equal(events.length, 6);
      const [first] = events;
      assert.equal(first?.requestId, '007');
      assert.equal(first?.confidence, 0.1);
      assert.deepEqual(first?.features, { amount: 0.5, country: 'DE' });
      assert.deepEqual(first?.group, { country: 'DE' });
      assert.match(report.executed.join(), /\| logfmt tm_country="features_country" \| tm_country="DE"/);
    },
  },
  {
    title: 'structured metadata is where a field is that the line lacks, and makes no stream of every line',
    run: async (loki) => {
      const source = sourceOf('meta');
      const { events, report } = await readAll(loki, question('prediction', source, { filters: { version: '7' } }));
      assert.equal(events.length, 60);
      assert.deepEqual([events[1]?.predictionId, events[1]?.requestId, events[1]?.version], ['p-1', 'r-1', '7']);
      assert.equal(events[1]?.prediction, 1);
      assert.match(report.notices.join(), /confidence: 6 values are not a number, such as "high"/);
      assert.match(report.executed.join(), /\| version="7" \| keep /);
      assert.doesNotMatch(report.executed.join(), /trace_id/);
    },
  },
  {
    title: 'personal data is not asked for, neither in rows nor in filters nor in groups',
    run: async (loki) => {
      const source = sourceOf('fraud', 'prediction', { privateFields: ['features.email'] });
      const { events, report } = await readAll(
        loki,
        question('prediction', source, { filters: { role: 'live', country: 'FR' } }),
        { limit: 3 }
      );
      assert.deepEqual(events[0]?.features, { amount: 1, country: 'FR', 'geo.lat': 49.5 });
      assert.deepEqual(events[0]?.probabilities, { fraud: 0.25, legit: 0.75 });
      assert.deepEqual([events[0]?.predictionId, events[0]?.confidence, events[0]?.prediction], ['p-1', 0.51, 'legit']);
      assert.doesNotMatch(report.executed.join(), /email/);
      const names = (await loki.fields(source, HOUR, patiently)).map(({ name }) => name);
      assert.ok(names.includes('features.amount') && !names.some((name) => name.includes('email')), names.join());
      await fails(
        loki.count(question('prediction', source, { filters: { email: 'x' } }), HOUR, patiently),
        'bad_query',
        /personal data/
      );
      const grouped = question('prediction', source, { groupBy: ['features.email'] });
      await fails(readAll(loki, grouped), 'bad_query', /personal data/);
      const textual = sourceOf('textual', 'prediction', {
        parser: 'logfmt',
        privateFields: ['email', 'features.country'],
      });
      const [first] = (await readAll(loki, question('prediction', textual))).events;
      assert.deepEqual(first?.features, { amount: 0.5 });
      assert.equal(first?.requestId, '007');
    },
  },
  {
    title: 'a name is a label of the stream, metadata, a field of the line or a feature, in that order',
    run: async (loki) => {
      const asked = question('prediction', fraud, {
        filters: { app: 'scoring', version: '8', country: 'FR' },
        groupBy: ['role', 'prediction', 'country', 'nowhere'],
        features: [],
      });
      const { events, report } = await readAll(loki, asked);
      assert.equal(events.length, 13);
      assert.deepEqual(events[0]?.group, { role: 'shadow', prediction: 'legit', country: 'FR', nowhere: '' });
      assert.match(report.executed.join(), /^\{model="fraud",event="prediction",app="scoring"\} \| json /);
      const counted = await loki.count(asked, HOUR, patiently);
      assert.equal(counted.value, 13);
      const unseen = await loki.count(question('prediction', fraud, { filters: { nowhere: '' } }), HOUR, patiently);
      assert.equal(unseen.value, 159);
      const byMetadata = await loki.countOverTime(
        question('prediction', sourceOf('meta'), { groupBy: ['version'] }),
        { from: HOUR.to, to: HOUR.to },
        HOUR.to - HOUR.from,
        60_000,
        patiently
      );
      assert.deepEqual(byMetadata.value.map(({ group, points }) => [group['version'], points[0]?.count]).sort(), [
        ['7', 60],
        ['8', 10],
      ]);
    },
  },
  {
    title: 'lines that are no JSON are counted and said, and leave the others whole',
    run: async (loki) => {
      const { events, report } = await readAll(loki, question('prediction', sourceOf('broken')));
      assert.deepEqual(ids(events), ['p-1', 'p-6']);
      assert.equal(report.lines, 7);
      assert.equal(report.unreadable, 5);
      assert.match(report.notices.join(), /5 of 7 lines are no JSON objects/);
      const counted = await loki.count(
        question('prediction', sourceOf('broken'), { filters: { country: 'FR' } }),
        HOUR,
        patiently
      );
      assert.equal(counted.value, 1);
    },
  },
  {
    title: 'hostile values come back as they were written, and pick exactly their own lines',
    run: async (loki) => {
      const source = sourceOf('hostile');
      for (const value of HOSTILE) {
        for (const name of ['pod', 'features.name', 'prediction_id']) {
          const asked = question('prediction', source, {
            filters: { [name]: value },
            groupBy: ['pod', 'features.name'],
          });
          const { events } = await readAll(loki, asked);
          assert.deepEqual(ids(events), [value]);
          assert.deepEqual(events[0]?.group, { pod: value, 'features.name': value });
          assert.equal((await loki.count(asked, HOUR, patiently)).value, 1);
        }
      }
    },
  },
  {
    title: 'counts come in windows that end at each step, by group',
    run: async (loki) => {
      const asked = question('prediction', fraud, { groupBy: ['role'], filters: { version: '7' } });
      const minutes = 30 * 60_000;
      const steps = { from: HOUR.from + minutes, to: HOUR.to };
      const { value, executed } = await loki.countOverTime(asked, steps, minutes, 600_000, patiently);
      assert.deepEqual(value, [
        {
          group: { role: 'live' },
          points: [59, 60, 60, 60].map((count, i) => ({ time: HOUR.from + minutes + i * 600_000, count })),
        },
      ]);
      assert.match(executed, /^sum by \(role\) \(count_over_time\(\{.*\} \| json tm_version="version" .*\[30m\]\)\)$/);
    },
  },
  {
    title: 'a range longer than Loki reads at once is read in pieces',
    run: async (loki) => {
      const DAY_MS = 86_400_000;
      const { events } = await readAll(loki, live, {}, { from: HOUR.from - 9 * DAY_MS, to: HOUR.to });
      assert.equal(events.length, 120);
    },
  },
  {
    title: "more groups than Loki answers are refused in Loki's words, with what to change",
    run: async (loki) => {
      const asked = question('prediction', fraud, { groupBy: ['amount'] });
      const range = { from: HOUR.to, to: HOUR.to };
      await fails(
        loki.countOverTime(asked, range, HOUR.to - HOUR.from, 60_000, patiently),
        'upstream_rejected_query',
        /maximum number of series \(20\)/,
        /max_query_series/
      );
    },
  },
  {
    title: 'why nothing was found is said with the closest names there are',
    run: async (loki) => {
      const why = (asked: EventQuestion): Promise<string | undefined> => loki.explain(asked, HOUR, patiently);
      assert.match(
        (await why(question('prediction', sourceOf('frauds')))) ?? '',
        /^No stream has model="frauds": there is "fraud", /
      );
      const label = { label: 'modle', op: '=', value: 'fraud' } as const;
      const mistyped = sourceOf('fraud', 'prediction', { matchers: [label] });
      assert.match(
        (await why(question('prediction', mistyped))) ?? '',
        /^No stream has a label "modle": there is "model", /
      );
      const apart = sourceOf('textual', 'label');
      assert.match(
        (await why(question('label', apart))) ?? '',
        /^The streams with model="textual" have no event="label": there is "prediction"\.$/
      );
      const filtered = (filters: Readonly<Record<string, string>>): EventQuestion =>
        question('prediction', fraud, { filters });
      assert.match(
        (await why(filtered({ role: 'shadows' }))) ?? '',
        /^These streams have no role="shadows": there is "shadow", "live"\.$/
      );
      assert.match(
        (await why(filtered({ cuntry: 'DE' }))) ?? '',
        /^No line has a label or field "cuntry": there is "country", /
      );
      assert.match(
        (await why(question('prediction', fraud, { features: [{ kind: 'exact', name: 'amont' }] }))) ?? '',
        /^No line has such a feature: there is "amount", "country", "email", "geo.lat"\.$/
      );
      assert.equal(await why(filtered({ version: '9' })), undefined);
    },
  },
  {
    title: 'the editors are offered labels, values and fields',
    run: async (loki) => {
      assert.deepEqual(await loki.health(patiently), {
        product: 'Loki',
        version: (await loki.health(patiently)).version,
      });
      assert.match((await loki.health(patiently)).version, /^3\./);
      const names = await loki.labelNames([{ label: 'app', op: '=', value: 'scoring' }], HOUR, patiently);
      assert.deepEqual(names, ['app', 'event', 'model', 'role']);
      const values = await loki.labelValues('role', [{ label: 'model', op: '=', value: 'fraud' }], HOUR, patiently);
      assert.deepEqual(values, ['live', 'shadow']);
      const fields = await loki.fields(fraud, HOUR, patiently);
      assert.deepEqual(
        fields.map(({ name, kind }) => `${name} ${kind}`),
        [
          'confidence numeric',
          'features.amount numeric',
          'features.country categorical',
          'features.email categorical',
          'features.geo.lat numeric',
          'latency_ms numeric',
          'prediction categorical',
          'prediction_id categorical',
          'probabilities.fraud numeric',
          'probabilities.legit numeric',
          'request_id categorical',
          'version numeric',
        ]
      );
      assert.equal(COUNTRIES.length, 3);
    },
  },
];

export const LOKI_SCENARIOS: readonly LokiScenario[] = [...EVENT_SCENARIOS, ...FEATURE_SCENARIOS];
