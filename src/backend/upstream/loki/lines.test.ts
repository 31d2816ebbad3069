import { seeded, wholeNumber } from '../../../engine/testing/random';
import { TidemarkError } from '../../errors';
import type { LokiApi, LokiStream, Span } from './api';
import { ServerLimits } from './limits';
import { halving } from './halving';
import { LineReading } from './lines';

interface Entry {
  readonly time: bigint;
  readonly text: string;
  readonly pod: string;
}

const refusal = (text: string): TidemarkError =>
  new TidemarkError('upstream_rejected_query', `Loki rejects the query: ${text}`);

/** A Loki over a table: it filters, limits and refuses as the real one, and mixes lines of one instant anew each time. */
function tableLoki(
  entries: readonly Entry[],
  random: () => number,
  {
    page,
    longestNs = Infinity,
    mostBytes = Infinity,
  }: { readonly page: number; readonly longestNs?: number; readonly mostBytes?: number }
): Pick<LokiApi, 'lines'> {
  return {
    async lines(query, { from, to }, { limit, direction }) {
      await Promise.resolve();
      if (limit > page) {
        throw refusal(`max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${page})`);
      }
      if (Number(to - from) > longestNs) {
        throw refusal('the query time range exceeds the limit (query length: 9h, limit: 2h)');
      }
      const filters = [...query.matchAll(/\|~ "(.*?)"(?= \|~|$)/g)].map(
        ([, text = '']) => new RegExp(text.replace('(?s)', '').replaceAll('\\\\', '\\'), 'su')
      );
      const fitting = entries
        .filter(({ time, text }) => time >= from && time < to && filters.every((filter) => filter.test(text)))
        .map((entry) => ({ entry, tie: random() }))
        .sort((a, b) => (a.entry.time === b.entry.time ? a.tie - b.tie : a.entry.time < b.entry.time ? -1 : 1))
        .map(({ entry }) => entry);
      if (fitting.reduce((sum, { text }) => sum + text.length, 0) > mostBytes) {
        throw refusal('the query would read too many bytes (query: 3GB, limit: 1GB)');
      }
      const taken = (direction === 'forward' ? fitting : fitting.reverse()).slice(0, limit);
      const pods = [...new Set(taken.map(({ pod }) => pod))];
      return {
        notices: [],
        data: pods.map((pod): LokiStream => ({
          stream: { pod },
          values: taken.filter((one) => one.pod === pod).map(({ time, text }) => [String(time), text]),
        })),
      };
    },
  };
}

/** The same stretch as two, as often as not. */
function inPieces({ from, to }: Span, random: () => number): readonly Span[] {
  const middle = from + BigInt(Math.floor(Number(to - from) * random()));
  return random() < 0.5
    ? [{ from, to }]
    : [
        { from, to: middle },
        { from: middle, to },
      ];
}

const SECOND = 1_000_000_000n;
const START = 1_800_000_000n * SECOND;

/** Steady lines, and bursts of one instant, some of them larger than a page. */
function log(random: () => number): readonly Entry[] {
  const entries: Entry[] = [];
  let id = 0;
  const add = (time: bigint): void => {
    id += 1;
    entries.push({ time, text: `line ${random().toString(36).slice(2, 10)} ${id}`, pod: random() < 0.5 ? 'a' : 'b' });
  };
  for (let i = wholeNumber(random, 0, 300); i > 0; i--) {
    add(START + BigInt(wholeNumber(random, 0, 7_200_000)) * 1_000_000n);
  }
  for (let burst = wholeNumber(random, 0, 3); burst > 0; burst--) {
    const time = START + BigInt(wholeNumber(random, 0, 7_200)) * SECOND;
    for (let i = wholeNumber(random, 1, 90); i > 0; i--) {
      add(time);
    }
  }
  return entries;
}

async function readThrough(reading: LineReading): Promise<readonly string[]> {
  const texts: string[] = [];
  let last: bigint | undefined;
  const direction = new Set<boolean>();
  for await (const lines of reading.read(new AbortController().signal)) {
    for (const { nanoseconds, text, labels } of lines) {
      const time = BigInt(nanoseconds);
      if (last !== undefined && time !== last) {
        direction.add(time > last);
      }
      last = time;
      texts.push(`${labels['pod']} ${text}`);
    }
  }
  expect(direction.size).toBeLessThanOrEqual(1);
  return texts;
}

describe('reading lines, page after page', () => {
  it('gives each line once, in order, whatever the pages, bursts and limits are', async () => {
    for (let seed = 1; seed <= 150; seed++) {
      const random = seeded(seed);
      const entries = log(random);
      const span = { from: START, to: START + 7_300n * SECOND };
      const loki = tableLoki(entries, random, {
        page: wholeNumber(random, 3, 60),
        ...(random() < 0.3 ? { longestNs: 2 * 3_600e9 } : {}),
        ...(random() < 0.3 ? { mostBytes: 3_000 } : {}),
      });
      const inside = entries.filter(({ time }) => time >= span.from && time < span.to);
      const wanted = inside.map(({ pod, text }) => `${pod} ${text}`).sort();
      for (const direction of ['forward', 'backward'] as const) {
        const expected = [undefined, inside.length, 100_000][wholeNumber(random, 0, 2)];
        const limits = new ServerLimits();
        const options = { direction, limit: 1_000_000, expected };
        const reading = new LineReading(loki as LokiApi, limits, '{a="b"} | keep pod', inPieces(span, random), options);
        expect([seed, direction, [...(await readThrough(reading))].sort()]).toEqual([seed, direction, wanted]);
        expect(reading.report()).toMatchObject({ lines: wanted.length, cut: false, notices: [] });

        const few = wholeNumber(random, 1, Math.max(1, wanted.length - 1));
        const cut = new LineReading(loki as LokiApi, limits, '{a="b"}', [span], { ...options, limit: few });
        expect((await readThrough(cut)).length).toBe(Math.min(few, wanted.length));
        expect(cut.report().cut).toBe(few < wanted.length);
      }
    }
  });

  it('says so where the lines of one instant cannot be told apart', async () => {
    const entries = Array.from({ length: 30 }, (): Entry => ({ time: START, text: 'the same', pod: 'a' }));
    const loki = tableLoki(entries, seeded(1), { page: 10 });
    const options = { direction: 'forward', limit: 1_000, expected: 30 } as const;
    const reading = new LineReading(
      loki as LokiApi,
      new ServerLimits(),
      '{a="b"}',
      [{ from: START, to: START + 5n }],
      options
    );
    expect(await readThrough(reading)).toHaveLength(10);
    expect(reading.report().notices).toEqual([
      expect.stringMatching(/more lines of one instant.*10 of them were read/),
    ]);
  });

  it('asks for smaller pages where a page is larger than can be taken, and gives up where lines are that long', async () => {
    const span = { from: START, to: START + SECOND };
    const options = { direction: 'forward', limit: 100_000, expected: 1 } as const;
    const asked: number[] = [];
    const loki = (most: number) =>
      ({
        async lines(_query, _span, { limit }) {
          asked.push(limit);
          if (limit > most) {
            throw new TidemarkError('upstream_too_large', 'The answer is larger than 64 MiB.');
          }
          return { data: [], notices: [] };
        },
      }) as Pick<LokiApi, 'lines'> as LokiApi;
    expect(await readThrough(new LineReading(loki(400), new ServerLimits(), '{}', [span], options))).toEqual([]);
    expect(asked).toEqual([5000, 1250, 312]);
    const hopeless = new LineReading(loki(1), new ServerLimits(), '{}', [span], options);
    await expect(readThrough(hopeless)).rejects.toMatchObject({ code: 'upstream_too_large' });
  });

  it('halves lines by two expressions of which each line matches exactly one', () => {
    const random = seeded(7);
    const texts = Array.from({ length: 200 }, () => `{"id":"${random().toString(16).slice(2, 9)}","x":1}`);
    const halves = halving(texts)?.map((text) => new RegExp(text.replace('(?s)', ''), 's'));
    const matched = [...texts, '', 'x', '😀', '2'].map((text) => halves?.filter((half) => half.test(text)).length);
    expect(new Set(matched)).toEqual(new Set([1]));
    const [even] = halves ?? [];
    const share = texts.filter((text) => even?.test(text)).length / texts.length;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.75);
    expect(halving(['same', 'same'])).toBeUndefined();
  });
});
