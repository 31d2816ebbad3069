import { seeded, wholeNumber } from '../../engine/testing/random';
import { querySchema, type Settings } from '../../model';
import type { Frame } from '../frames/frame';
import type { TimeRange } from '../upstream/upstream';
import { absurd } from './absurd/absurd';
import { modelPerformance } from './performance/performance';
import type { Handler } from './request';
import { shadow } from './shadow/shadow';
import { tableEvents, type GivenEvent } from './testing/tableEvents';
import { tableUpstream } from './testing/tableUpstream';

const MINUTE = 60_000;
const STEP = 10 * MINUTE;
/** On a step, so that windows lie side by side and fill the range. */
const START = Date.parse('2026-11-23T12:00:00Z');
const range = { from: START, to: START + 6 * STEP };
const NOW = range.to + 7 * 86_400_000;
const SETTINGS: Settings = { models: [{ id: 'fraud', task: 'binary', positive: 'fraud', labels: { delay: '1d' } }] };

type Prediction = GivenEvent & { readonly event: 'prediction'; readonly predictionId: string };

/** A log as a bad day has it, and the predictions of which each is one, however many lines tell of it. */
function badDay(seed: number): { readonly lines: readonly GivenEvent[]; readonly truth: readonly Prediction[] } {
  const random = seeded(seed);
  const answer = (): string => (random() < 0.3 ? 'fraud' : 'fine');
  const lines: GivenEvent[] = [];
  const truth: Prediction[] = [];
  for (let i = 0; i < 150; i++) {
    // Around every border of a window, and around those of the range, more than elsewhere.
    const border = START + wholeNumber(random, -1, 7) * STEP;
    const at = random() < 0.5 ? border + wholeNumber(random, -3, 3) : border + random() * STEP;
    for (const role of ['live', 'shadow'] as const) {
      if (random() < 0.15) {
        continue;
      }
      const id = `p${i}/${role}`;
      const prediction: Prediction = {
        event: 'prediction',
        // Its partner may come first, or half a minute later.
        time: role === 'live' ? at : at + (random() < 0.3 ? random() * 30_000 : wholeNumber(random, -2, 2)),
        predictionId: id,
        requestId: `r${i}`,
        role,
        version: role === 'live' ? '7' : '8',
        prediction: answer(),
        confidence: 0.5 + random() / 2,
      };
      truth.push(prediction);
      for (let copy = random() < 0.2 ? wholeNumber(random, 1, 2) : 0; copy > 0; copy--) {
        lines.push({ ...prediction, time: prediction.time + wholeNumber(random, 1, 5) });
      }
      lines.push(prediction);
      if (random() < 0.7) {
        // Late by days, at once, or stamped by a clock that is behind.
        const label = { event: 'label', predictionId: id, label: answer() } as const;
        const time = prediction.time + (random() < 0.3 ? -wholeNumber(random, 1, 9) : random() * 6 * 86_400_000);
        lines.push(...Array.from({ length: wholeNumber(random, 1, 2) }, () => ({ ...label, time })));
      }
    }
  }
  // Whatever order they were written in: a log gives lines of one instant in any.
  const places = new Map(lines.map((line) => [line, random()]));
  return { lines: lines.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0)), truth };
}

async function ask(
  handler: Handler,
  query: object,
  { lines, batch, over = range }: { lines: readonly GivenEvent[]; batch: number; over?: TimeRange }
): Promise<readonly Frame[]> {
  return handler(
    {
      query: querySchema.parse({ model: 'fraud', window: '10m', ...query }),
      range: over,
      intervalMs: STEP,
      fromAlert: false,
    },
    {
      instance: { settings: SETTINGS, upstream: tableUpstream([]), events: tableEvents(lines, { batch }) },
      signal: new AbortController().signal,
      now: () => NOW,
    }
  );
}

/** The sum of columns over the rows of a frame; of windows those that lie in the range. */
function sums(frames: readonly Frame[], name: string, columns: readonly string[]): Record<string, number> {
  const frame = frames.find((one) => one.name === name);
  const values = (column: string) => frame?.fields.find((field) => field.name === column)?.values ?? [];
  const times = name === 'over_time' || name === 'labels' ? values('time') : [];
  return Object.fromEntries(
    columns.map((column) => [
      column,
      [...values(column)].reduce<number>(
        (sum, value, i) => sum + (times.length > 0 && Number(times[i]) <= range.from ? 0 : Number(value ?? 0)),
        0
      ),
    ])
  );
}

function added(all: ReadonlyArray<Record<string, number>>): Record<string, number> {
  const [first = {}] = all;
  return Object.fromEntries(
    Object.keys(first).map((name) => [name, all.reduce((sum, one) => sum + (one[name] ?? 0), 0)])
  );
}

const within =
  ({ from, to }: TimeRange) =>
  (event: { readonly time: number } | undefined): boolean =>
    event !== undefined && event.time > from && event.time <= to;

/** Two stretches of the range, cut at a border of windows or anywhere. */
function cut(seed: number): readonly TimeRange[] {
  const random = seeded(seed + 5000);
  const at = random() < 0.5 ? START + wholeNumber(random, 1, 5) * STEP : START + random() * 6 * STEP;
  return [
    { from: range.from, to: at },
    { from: at, to: range.to },
  ];
}

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);
const batchOf = (seed: number): number => 1 + (seed % 7);

describe.each(SEEDS)('no pair is lost and none counted twice at a page or a border (seed %i)', (seed) => {
  it('shadow: as a plain count has it, in windows, and in ranges side by side', async () => {
    const columns = ['pairs', 'unpaired_live', 'unpaired_shadow', 'live_predictions', 'shadow_predictions'];
    const { lines, truth } = badDay(seed);
    const asked = { lines, batch: batchOf(seed) };
    const query = { queryType: 'shadow', frames: ['summary', 'over_time'] };
    const whole = await ask(shadow, query, asked);
    const ids = [...new Set(truth.map(({ requestId }) => requestId))];
    const requests = ids.map((id) => ({
      live: truth.find(({ requestId, role }) => requestId === id && role === 'live'),
      shadow: truth.find(({ requestId, role }) => requestId === id && role === 'shadow'),
    }));
    const inside = within(range);
    const pairs = requests.filter(({ live, shadow: other }) => inside(live) && other !== undefined).length;
    const alone = {
      live: requests.filter(({ live, shadow: other }) => inside(live) && other === undefined).length,
      shadow: requests.filter(({ live, shadow: other }) => inside(other) && live === undefined).length,
    };
    const expected = {
      pairs,
      unpaired_live: alone.live,
      unpaired_shadow: alone.shadow,
      live_predictions: pairs + alone.live,
      shadow_predictions: pairs + alone.shadow,
    };
    expect(sums(whole, 'summary', columns)).toEqual(expected);
    expect(sums(whole, 'over_time', columns.slice(0, 3))).toEqual(
      Object.fromEntries(columns.slice(0, 3).map((name) => [name, expected[name as keyof typeof expected]]))
    );
    const parts = await Promise.all(
      cut(seed).map((over) => ask(shadow, { ...query, frames: ['summary'] }, { ...asked, over }))
    );
    expect(added(parts.map((frames) => sums(frames, 'summary', columns)))).toEqual(expected);
  });

  it('absurd: labels and the answers of the other side, of live, of the shadow and of both', async () => {
    const columns = ['predictions', 'labelled', 'confident', 'wrong', 'opposed'];
    const { lines, truth } = badDay(seed);
    const asked = { lines, batch: batchOf(seed) };
    for (const role of [undefined, 'shadow', ['live', 'shadow']]) {
      const query = {
        queryType: 'absurd',
        absurd: { confidence: 0.8 },
        ...(role === undefined ? {} : { filters: { role } }),
      };
      const label = new Map(lines.flatMap((one) => (one.event === 'label' ? [[one.predictionId, one.label]] : [])));
      const looked = truth.filter(
        (one) => within(range)(one) && (role === undefined ? ['live'] : [role].flat()).includes(one.role ?? '')
      );
      const sure = (one: Prediction | undefined): boolean => (one?.confidence ?? 0) >= 0.8;
      const judged = looked.filter((one) => sure(one) && label.has(one.predictionId));
      const partner = (one: Prediction) =>
        truth.find(({ requestId, role: other }) => requestId === one.requestId && other !== one.role);
      const expected = {
        predictions: looked.length,
        labelled: looked.filter(({ predictionId }) => label.has(predictionId)).length,
        confident: judged.length,
        wrong: judged.filter((one) => label.get(one.predictionId) !== one.prediction).length,
        opposed: looked.filter((one) => sure(one) && sure(partner(one)) && partner(one)?.prediction !== one.prediction)
          .length,
      };
      const whole = await ask(absurd, { ...query, frames: ['summary', 'over_time'] }, asked);
      expect(sums(whole, 'summary', columns)).toEqual(expected);
      const { labelled: _, ...ofWindows } = expected;
      expect(sums(whole, 'over_time', columns)).toMatchObject(ofWindows);
      const parts = await Promise.all(
        cut(seed).map((over) => ask(absurd, { ...query, frames: ['summary'] }, { ...asked, over }))
      );
      expect(added(parts.map((frames) => sums(frames, 'summary', columns)))).toEqual(expected);
    }
  });

  it('performance: each prediction in one cell of the confusion, however late its label', async () => {
    const { lines, truth } = badDay(seed);
    const asked = { lines, batch: batchOf(seed) };
    const query = { queryType: 'performance', frames: ['labels', 'confusion'] };
    const label = new Set(lines.flatMap((one) => (one.event === 'label' ? [one.predictionId] : [])));
    const looked = truth.filter((one) => within(range)(one) && one.role === 'live');
    const labelled = looked.filter(({ predictionId }) => label.has(predictionId)).length;
    const whole = await ask(modelPerformance, query, asked);
    expect(sums(whole, 'labels', ['rows', 'labelled'])).toEqual({ rows: looked.length, labelled });
    expect(sums(whole, 'confusion', ['count'])).toEqual({ count: labelled });
  });
});
