import { querySchema, type Settings } from '../../src/model';
import { seeded, wholeNumber } from '../../src/engine/testing/random';
import type { Frame } from '../../src/backend/frames/frame';
import { absurd } from '../../src/backend/query/absurd/absurd';
import { modelPerformance } from '../../src/backend/query/performance/performance';
import type { Handler } from '../../src/backend/query/request';
import { shadow } from '../../src/backend/query/shadow/shadow';
import { tableUpstream } from '../../src/backend/query/testing/tableUpstream';
import { HOUR } from '../../src/backend/upstream/testing/loki/log';
import { askLoki } from '../../src/backend/upstream/testing/loki/upstream';
import { startLoki, type RunningLoki } from '../../scripts/lib/loki';
import { LOKI } from '../lib/requirements';
import { describeWith } from '../lib/skip';

/** More than Loki gives in one page (5,000 lines), and more than that in one instant. */
const REQUESTS = 9_000;
const AT_ONCE = 4_000;
const BURST = HOUR.from + 20 * 60_000;

interface Line {
  readonly stream: Readonly<Record<string, string>>;
  readonly time: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly time: number;
  readonly prediction: string;
  readonly label: string | undefined;
}

interface Request {
  readonly live: Answer | undefined;
  readonly shadow: Answer | undefined;
}

/** Requests with late, missing and repeated lines, written to the log in no order. */
function happened(): { readonly requests: readonly Request[]; readonly lines: readonly Line[] } {
  const random = seeded(17);
  const lines: Line[] = [];
  const word = (): string => (random() < 0.3 ? 'fraud' : 'fine');
  const requests = Array.from({ length: REQUESTS }, (_, i): Request => {
    const at = i < AT_ONCE ? BURST : HOUR.from + 60_000 + Math.floor(random() * 55 * 60_000);
    const answer = (role: 'live' | 'shadow', time: number): Answer | undefined => {
      if (random() < 0.1) {
        return undefined;
      }
      const id = `r${i}/${role}`;
      const prediction = word();
      const fields = {
        prediction_id: id,
        request_id: `r${i}`,
        version: role === 'live' ? '7' : '8',
        prediction,
        confidence: 0.9,
      };
      const stream = { model: 'm', event: 'prediction', role };
      for (let copy = random() < 0.1 ? 2 : 1; copy > 0; copy--) {
        lines.push({ stream, time: copy === 1 ? time : time + wholeNumber(random, 1, 9), fields });
      }
      const label = random() < 0.7 ? word() : undefined;
      if (label !== undefined) {
        const late = random() < 0.2 ? -5 : Math.floor(random() * 120_000);
        const labels = { model: 'm', event: 'label' };
        lines.push({ stream: labels, time: time + late, fields: { prediction_id: id, label } });
      }
      return { time, prediction, label };
    };
    // In the burst both answer in one instant, so that a page ends between the two.
    const late = i < AT_ONCE ? 0 : wholeNumber(random, -3, 30_000);
    return { live: answer('live', at), shadow: answer('shadow', at + late) };
  });
  const places = new Map(lines.map((line) => [line, random()]));
  return { requests, lines: lines.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0)) };
}

const SETTINGS: Settings = { models: [{ id: 'm', task: 'binary', positive: 'fraud', labels: { delay: '1m' } }] };

function valuesOf(frames: readonly Frame[], name: string): Readonly<Record<string, unknown>> {
  const fields = frames.find((frame) => frame.name === name)?.fields ?? [];
  return Object.fromEntries(fields.map((field) => [field.name, field.values[0]]));
}

describeWith(LOKI, 'joins over the pages of a real Loki', () => {
  let loki: RunningLoki;
  const { requests, lines } = happened();

  const ask = (handler: Handler, query: object): Promise<readonly Frame[]> =>
    handler(
      { query: querySchema.parse({ model: 'm', ...query }), range: HOUR, intervalMs: 600_000, fromAlert: false },
      {
        instance: {
          settings: SETTINGS,
          upstream: tableUpstream([]),
          events: askLoki({ url: loki.url }).upstream,
        },
        signal: new AbortController().signal,
        now: () => HOUR.to + 60_000,
      }
    );

  beforeAll(async () => {
    loki = await startLoki();
    const streams = new Map<string, Array<readonly [bigint, string]>>();
    for (const { stream, time, fields } of lines) {
      const key = JSON.stringify(stream);
      const own = streams.get(key) ?? [];
      own.push([BigInt(time) * 1_000_000n, JSON.stringify(fields)]);
      streams.set(key, own);
    }
    await loki.push([...streams].map(([key, own]) => ({ labels: JSON.parse(key) as Line['stream'], lines: own })));
  }, 120_000);
  afterAll(async () => {
    await loki?.stop();
  });

  it('lose no pair of live and shadow, and count none twice', async () => {
    const both = requests.filter(({ live, shadow: other }) => live !== undefined && other !== undefined);
    const found = valuesOf(await ask(shadow, { queryType: 'shadow', frames: ['summary'] }), 'summary');
    expect(found).toMatchObject({
      pairs: both.length,
      unpaired_live: requests.filter(({ live, shadow: other }) => live !== undefined && other === undefined).length,
      unpaired_shadow: requests.filter(({ live, shadow: other }) => live === undefined && other !== undefined).length,
      agreement: both.filter(({ live, shadow: other }) => live?.prediction === other?.prediction).length / both.length,
    });
  }, 120_000);

  it('find the label of each prediction, and give it to no other', async () => {
    const answers = requests.flatMap(({ live }) => (live === undefined ? [] : [live]));
    const labelled = answers.filter(({ label }) => label !== undefined);
    const query = { queryType: 'absurd', frames: ['summary'], absurd: { confidence: 0.8 } };
    expect(valuesOf(await ask(absurd, query), 'summary')).toMatchObject({
      predictions: answers.length,
      labelled: labelled.length,
      wrong: labelled.filter(({ label, prediction }) => label !== prediction).length,
    });
    const frames = await ask(modelPerformance, { queryType: 'performance', frames: ['confusion'] });
    const counts = frames[0]?.fields.find(({ name }) => name === 'count')?.values ?? [];
    expect([...counts].reduce<number>((sum, count) => sum + Number(count), 0)).toBe(labelled.length);
  }, 120_000);
});
