import { createSampleEvents } from '../src/backend/upstream/sample/events';
import type { EventQuestion } from '../src/backend/upstream/events';
import { EVENT_KINDS, LOG_FIELDS, type EventKind } from '../src/model';
import { LATENCY_BOUNDS, MODELS } from '../src/scenario';
import { Demo, entryOf } from './demo';
import type { Entry } from './lokiPush';
import type { DemoOptions } from './options';
import { Timeline } from './timeline';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 23, 12);

const OPTIONS: DemoOptions = {
  loki: undefined,
  tenant: undefined,
  structuredMetadata: false,
  host: '127.0.0.1',
  port: 0,
  seed: 'tidemark',
  speed: 1,
  start: NOW - 0.5 * HOUR,
  from: -8 * DAY,
};

/** Plays what lies behind, until all of it has been told. */
async function played(
  change: Partial<DemoOptions> = {}
): Promise<{ readonly demo: Demo; readonly entries: readonly Entry[] }> {
  const entries: Entry[] = [];
  const stopping = new AbortController();
  const demo = new Demo(
    { ...OPTIONS, ...change },
    { add: (entry) => void entries.push(entry), room: async () => undefined },
    () => NOW
  );
  // The clock stands still: what comes next is waited for, until we stop it.
  const running = demo.run(stopping.signal);
  for (let before = -1; before !== entries.length;) {
    before = entries.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  stopping.abort();
  await running;
  return { demo, entries };
}

interface Line {
  readonly version?: string;
  readonly features?: Readonly<Record<string, string | number | null>>;
  readonly prediction?: string | number;
  readonly confidence?: number;
  readonly latency_ms?: number;
  readonly error?: string;
}

const key = (labels: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What the metrics must say, counted from the lines alone. */
function countLines(entries: readonly Entry[]): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (name: string, labels: Readonly<Record<string, unknown>>): void => {
    const at = `${name} ${key(labels)}`;
    counts.set(at, (counts.get(at) ?? 0) + 1);
  };
  const addBuckets = (
    name: string,
    bounds: readonly number[],
    labels: Readonly<Record<string, unknown>>,
    value: number
  ): void => {
    bounds.filter((bound) => value <= bound).forEach((le) => add(`${name}_bucket`, { ...labels, le: String(le) }));
    add(`${name}_bucket`, { ...labels, le: '+Inf' });
    add(`${name}_count`, labels);
  };
  for (const { stream, line } of entries.filter((entry) => entry.stream['event'] === 'prediction')) {
    const { version, features = {}, prediction, latency_ms: latency = NaN, error } = JSON.parse(line) as Line;
    const model = MODELS.find(({ id }) => id === stream['model']);
    const labels = { model: stream['model'], role: stream['role'], version, country: features['country'] };
    for (const feature of model?.features ?? []) {
      const value = features[feature.name];
      if (value === null || value === undefined) {
        add('model_feature_missing_total', { ...labels, feature: feature.name });
      } else if (feature.kind === 'numeric') {
        addBuckets('model_feature', feature.bounds, { ...labels, feature: feature.name }, Number(value));
      } else {
        add('model_feature_category_total', { ...labels, feature: feature.name, category: value });
      }
    }
    addBuckets('model_prediction_latency_seconds', LATENCY_BOUNDS, labels, latency / 1000);
    if (typeof prediction === 'string') {
      add('model_predictions_total', { ...labels, prediction });
    } else if (error !== undefined) {
      add('model_prediction_errors_total', { ...labels, error });
    }
  }
  return counts;
}

/** The samples of a text that Prometheus would scrape. */
function scraped(text: string): Map<string, number> {
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const [, name = '', inside = '', value = ''] = /^(\w+)\{(.*)\} (\S+)$/.exec(line) ?? [];
        const labels = Object.fromEntries([...inside.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, is]) => [label, is]));
        return [`${name} ${key(labels)}`, Number(value)];
      })
  );
}

describe('the demo', () => {
  jest.setTimeout(60_000);

  it('counts in its metrics exactly the lines that it logs', async () => {
    const { demo, entries } = await played();
    const said = scraped(await demo.metrics.registry.metrics());
    const expected = countLines(entries);
    expect(expected.size).toBeGreaterThan(1_000);
    for (const [name, count] of expected) {
      expect([name, said.get(name)]).toEqual([name, count]);
    }
    const families = new Set([...expected.keys()].map((name) => name.split(' ')[0]));
    const more = [...said].filter(
      ([name, count]) => families.has(name.split(' ')[0]) && count > 0 && !expected.has(name)
    );
    expect(more).toEqual([]);
    // Confidences are counted once a prediction, whether or not the truth is known.
    const confidences = [...said].filter(([name]) => name.startsWith('model_prediction_confidence_count'));
    const predictions = [...said].filter(([name]) => name.startsWith('model_predictions_total'));
    const sum = (all: ReadonlyArray<readonly [string, number]>): number =>
      all.reduce((total, [, count]) => total + count, 0);
    expect(sum(confidences)).toBe(sum(predictions));
    expect(confidences.some(([name]) => name.includes('"correct","true"'))).toBe(true);
  });

  it('tells the same for the same seed and start, and another story of the same kind for another seed', async () => {
    const [{ entries }, again, other] = [await played(), await played(), await played({ seed: 'b' })];
    expect(entries.length).toBeGreaterThan(2_000);
    expect(again.entries).toEqual(entries);
    expect(other.entries).not.toEqual(entries);
    expect(other.entries.length / entries.length).toBeCloseTo(1, 0);
  });

  it('logs what the sample upstream tells, where its story ends now and passes as our time does', async () => {
    const timeline = new Timeline({ ...OPTIONS, start: NOW - 8 * DAY });
    const to = NOW - 8 * DAY + 40 * 60_000;
    const logged = new Map<EventKind, Array<readonly [number, unknown]>>(EVENT_KINDS.map((kind) => [kind, []]));
    for (const happened of timeline.all()) {
      if ((happened[0]?.stamp ?? 0) > to) {
        break;
      }
      for (const stamped of happened) {
        const { prediction_id: id, run_id: run } = JSON.parse(entryOf(stamped, false).line) as Record<string, unknown>;
        logged.get(stamped.happening.kind)?.push([stamped.stamp, id ?? run]);
      }
    }
    const events = createSampleEvents({ now: () => NOW });
    for (const kind of ['prediction', 'label', 'pipeline'] as const) {
      const question: EventQuestion = {
        event: kind,
        source: {
          matchers: [{ label: 'event', op: '=', value: kind }],
          parser: 'json',
          fields: LOG_FIELDS,
          privateFields: [],
        },
        filters: [],
        groupBy: ['run_id'],
        features: [],
      };
      const told: Array<readonly [number, unknown]> = [];
      const range = { from: NOW - 8 * DAY, to };
      for await (const batch of events.read(question, range, { signal: new AbortController().signal })) {
        told.push(
          ...batch.map(
            (event) => [event.time, 'predictionId' in event ? event.predictionId : event.group['run_id']] as const
          )
        );
      }
      expect(told.length).toBeGreaterThan(0);
      expect(logged.get(kind)?.slice().sort()).toEqual(told.slice().sort());
    }
  });

  it('tells ten hours in one at a speed of 10, stamped in our time', async () => {
    const [slow, quick] = [await played(), await played({ speed: 10 })];
    expect(quick.entries.length / slow.entries.length).toBeGreaterThan(6);
    const stamps = quick.entries.map(({ ns }) => BigInt(ns));
    expect(stamps.every((stamp, i) => i === 0 || stamp >= (stamps[i - 1] ?? 0n))).toBe(true);
    expect(stamps.at(-1)).toBeLessThanOrEqual(BigInt(NOW) * 1_000_000n);
    // Labels of hours ago have come by now.
    const labels = ({ entries }: typeof quick): number =>
      entries.filter(({ stream }) => stream['event'] === 'label').length;
    expect(labels(quick) / quick.entries.length).toBeGreaterThan((1.2 * labels(slow)) / slow.entries.length);
  });

  it('begins with what had happened to the versions before, and tells what runs', async () => {
    const { demo, entries } = await played({ from: -26 * HOUR });
    const releases = entries.filter(({ stream }) => stream['event'] === 'model');
    expect(releases).toHaveLength(13);
    const info = (await demo.metrics.registry.metrics()).match(/^model_info.*$/gm);
    expect(info?.sort()).toEqual([
      expect.stringMatching(/model="fraud",version="7",role="live",stage="deployed".* 1$/),
      expect.stringMatching(/model="fraud",version="8",role="shadow",stage="deployed".* 1$/),
      expect.stringMatching(/model="parcel_eta",version="2",role="live",stage="deployed".* 1$/),
      expect.stringMatching(/model="parcel_eta",version="3",role="shadow",stage="deployed".* 1$/),
    ]);
  });

  it('puts the version beside the line where it is asked to', async () => {
    const { entries } = await played({ structuredMetadata: true });
    const [prediction] = entries.filter(({ stream }) => stream['event'] === 'prediction');
    const [label] = entries.filter(({ stream }) => stream['event'] === 'label');
    expect(prediction?.metadata).toEqual({ version: expect.stringMatching(/^[67]$/) });
    expect(label?.metadata).toBeUndefined();
  });
});
