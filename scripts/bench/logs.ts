import { seeded } from '../../src/engine/testing/random';
import type { LogLine } from '../../src/backend/upstream/testing/loki/log';
import { startLoki } from '../lib/loki';
import { interleave, median, type Contender } from '../lib/measure';
import { decodeFrame, startPlugin } from '../lib/pluginProcess';
import { gate, LIMITS, type Gate } from './limits';
import { mostResidentMb, processorSeconds } from './process';

const HOUR_MS = 3_600_000;
/** Lines of both sides together. */
const LINES = 100_000;
const A_SIDE = LINES / 2;
const ROUNDS = 7;
const WARM_UP = 1;
/** What Loki gives at once, and how full of it a slice is that is cut without having looked. */
const PAGE = 5_000;
const FILL = 0.95;
/** As many requests at once as a browser would make. */
const AT_ONCE = 6;
const STREAM = { model: 'bench', role: 'live', event: 'prediction' } as const;
const SELECTOR = '{model="bench",role="live",event="prediction"}';

const NUMBERS = ['amount', 'distance_km', 'device_score', 'account_age_days', 'customer_age', 'items'] as const;
const TEXTS = ['country', 'payment_method', 'merchant_category', 'device'] as const;
const VALUES = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'] as const;

/** An hour of predictions, evenly over it, as the contract has them. */
function hour(from: number, shift: number, seed: number): readonly LogLine[] {
  const random = seeded(seed);
  const rounded = (value: number): number => Math.round(value * 1000) / 1000;
  return Array.from({ length: A_SIDE }, (_, i): LogLine => {
    const numbers = NUMBERS.map((name, k) => [name, rounded((random() + random() + random()) * 20 * (k + 1) + shift)]);
    const texts = TEXTS.map((name) => [name, VALUES[Math.floor(random() ** (1 + shift / 20) * VALUES.length)]]);
    const line = {
      prediction_id: `p-${seed}-${i}`,
      request_id: `r-${seed}-${i}`,
      version: '7',
      features: Object.fromEntries([...numbers, ...texts]),
      prediction: random() < 0.05 ? 'fraud' : 'legit',
      confidence: rounded(0.5 + random() / 2),
      latency_ms: rounded(5 + random() * 20),
    };
    return [BigInt(from + Math.floor(((i + 1) * HOUR_MS) / A_SIDE)) * 1_000_000n, JSON.stringify(line)];
  });
}

/** A template that says how many of nine bounds a value is above: as short as one can be that halves. */
function binTemplate(label: string, bounds: readonly number[]): string {
  const tree = (low: number, high: number): string => {
    const middle = (low + high) >> 1;
    return low === high
      ? String(low)
      : `{{if le $x ${(bounds[middle] ?? 0).toFixed(1)}}}${tree(low, middle)}{{else}}${tree(middle + 1, high)}{{end}}`;
  };
  return `{{$x := float64 .${label}}}${tree(0, bounds.length)}`;
}

interface Side {
  readonly from: number;
  readonly to: number;
}

/** Runs so many at a time. */
async function pooled<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) {
      results.push(await run(items[i] as T));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

async function post(url: string, params: Readonly<Record<string, string>>): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(params) });
  if (!response.ok) {
    throw new Error(`Loki answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
  }
  return response.json();
}

type Streams = {
  readonly data: { readonly result: ReadonlyArray<{ readonly values: ReadonlyArray<[string, string]> }> };
};
type Vector = { readonly data: { readonly result: ReadonlyArray<{ readonly value: [number, string] }> } };

/** What a plan has to know of each feature in the end: its numbers, or how often each text came. */
class Values {
  private readonly numbers: number[] = [];
  private readonly counts = new Map<string, number>();

  add(value: unknown): void {
    if (typeof value === 'number') {
      this.numbers.push(value);
    } else {
      const text = String(value);
      this.counts.set(text, (this.counts.get(text) ?? 0) + 1);
    }
  }

  get size(): number {
    return this.numbers.length + [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }
}

/** All lines of both sides in slices that fit into a page each, because their density is known; values are kept. */
async function reading(
  url: string,
  sides: readonly Side[],
  query: string,
  pick: (text: string) => readonly unknown[]
): Promise<number> {
  const slices = sides.flatMap(({ from, to }) => {
    const count = Math.ceil(A_SIDE / (PAGE * FILL));
    const at = (i: number): bigint => BigInt(Math.round(from + ((to - from) * i) / count)) * 1_000_000n + 1n;
    return Array.from({ length: count }, (_, i) => [at(i), at(i + 1)] as const);
  });
  const counts = await pooled(slices, async ([start, end]) => {
    const answer = (await post(`${url}/loki/api/v1/query_range`, {
      query,
      start: String(start),
      end: String(end),
      limit: String(PAGE),
      direction: 'forward',
    })) as Streams;
    const features: Values[] = [];
    for (const { values } of answer.data.result) {
      for (const [, text] of values) {
        pick(text).forEach((value, i) => (features[i] ??= new Values()).add(value));
      }
    }
    return features[0]?.size ?? 0;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A count a feature and side, in bins that are given. */
async function counting(
  url: string,
  sides: readonly Side[],
  numbers: readonly string[],
  texts: readonly string[]
): Promise<number> {
  const bounds = Array.from({ length: 9 }, (_, i) => (i + 1) * 10);
  const pipelines = [
    ...numbers.map(
      (name) =>
        `sum by (bin) (count_over_time(${SELECTOR} | json v="features.${name}" | label_format bin=\`${binTemplate('v', bounds)}\` [1h]))`
    ),
    ...texts.map((name) => `sum by (v) (count_over_time(${SELECTOR} | json v="features.${name}" [1h]))`),
  ];
  const asked = pipelines.flatMap((query) => sides.map(({ to }) => ({ query, time: String(BigInt(to) * 1_000_000n) })));
  const counts = await pooled(asked, async (params) => {
    const { data } = (await post(`${url}/loki/api/v1/query`, params)) as Vector;
    return data.result.reduce((sum, { value }) => sum + Number(value[1]), 0);
  });
  return counts.reduce((sum, count) => sum + count, 0) / pipelines.length;
}

interface LogCase {
  readonly features: number;
  readonly plan: string;
  readonly driftMs: number;
  readonly plansMs: Readonly<Record<'read' | 'rewritten' | 'counted', number>>;
  /** Seconds of processor time a round, of Loki, the plugin and the bench together. */
  readonly processorSeconds: Readonly<Record<string, number>>;
  readonly cheapest: string;
  readonly ratio: number;
}

export interface LogsBench {
  readonly what: string;
  readonly peers: string;
  readonly lines: number;
  readonly rounds: number;
  readonly cases: readonly LogCase[];
  readonly residentMbMost: number;
  readonly gates: readonly Gate[];
}

/** Features of each question: the first is the one that must hold, the others show where the planner changes its mind. */
const CASES: ReadonlyArray<{ readonly numbers: readonly string[]; readonly texts: readonly string[] }> = [
  { numbers: NUMBERS, texts: TEXTS },
  { numbers: NUMBERS.slice(0, 2), texts: TEXTS.slice(0, 1) },
  { numbers: NUMBERS.slice(0, 1), texts: [] },
  { numbers: [], texts: TEXTS.slice(0, 1) },
];

/**
 * A drift query over the lines of a real Loki, through the built executable as Grafana asks it, against what plain HTTP
 * calls of the same process cost that get as much from the same Loki: every line as it is, every line rewritten to the
 * wanted fields, or a count a feature and side. The cheapest of the three is what it is compared with.
 */
export async function benchLogs(say: (line: string) => void): Promise<LogsBench> {
  const loki = await startLoki();
  const plugin = await startPlugin();
  try {
    const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 2 * HOUR_MS + 600_000;
    say(`Pushing ${LINES} lines ...`);
    const [before, now] = [end - 25 * HOUR_MS, end - HOUR_MS];
    await loki.push([{ labels: STREAM, lines: hour(before, 0, 1) }]);
    await loki.push([{ labels: STREAM, lines: hour(now, 8, 2) }]);
    const source = { uid: 'bench', jsonData: { prometheus: { url: 'http://127.0.0.1:1' }, loki: { url: loki.url } } };
    const sidesOf = (round: number): readonly Side[] =>
      [end - 24 * HOUR_MS, end].map((to) => ({ from: to - HOUR_MS - round, to: to - round }));
    const cases: LogCase[] = [];
    for (const { numbers, texts } of CASES) {
      const count = numbers.length + texts.length;
      say(`${count} features ...`);
      let plan = '';
      const drift = async (round: number): Promise<void> => {
        const [, { to } = { to: end }] = sidesOf(round);
        const { A: answer } = await plugin.queryData(source, [
          {
            refId: 'A',
            json: {
              queryType: 'drift',
              format: 'table',
              source: {
                upstream: 'loki',
                selector: SELECTOR,
                fields: numbers.map((name) => `features.${name}`),
                categoryFields: texts.map((name) => `features.${name}`),
              },
              reference: { kind: 'offset', offset: '1d' },
            },
            from: to - HOUR_MS,
            to,
          },
        ]);
        const [buffer] = answer?.frames ?? [];
        if (answer?.status !== 200 || buffer === undefined) {
          throw new Error(`drift was answered with ${answer?.status}: ${answer?.error}`);
        }
        const frame = decodeFrame(buffer);
        const seen = frame.fields.find(({ name }) => name === 'current_count')?.values ?? [];
        // A round begins some milliseconds earlier, and so loses a line or none.
        if (frame.rows !== count || !seen.every((one) => Number(one) > A_SIDE - 50)) {
          throw new Error(`drift saw ${String(seen)} of ${A_SIDE} lines, in ${frame.rows} rows`);
        }
        const { notices } = frame.meta as { notices?: ReadonlyArray<{ text: string }> };
        plan = notices?.map(({ text }) => text).find((text) => /^(Loki counted|Read line by line)/.test(text)) ?? '';
      };
      const near = (lines: number): void => {
        if (!(lines > LINES - 100)) {
          throw new Error(`a plain plan saw ${lines} of ${LINES} lines`);
        }
      };
      const wanted = [...numbers, ...texts];
      const extraction = wanted.map((name, i) => `f${i}="features.${name}"`).join(', ');
      const rewritten = `${SELECTOR} | json ${extraction} | line_format \`${wanted.map((_, i) => `{{.f${i}}}`).join('\x1f')}\` | keep model`;
      const contenders: readonly Contender[] = [
        { name: 'drift', run: drift },
        {
          name: 'read',
          run: async (round) =>
            near(
              await reading(loki.url, sidesOf(round), SELECTOR, (text) => {
                const { features } = JSON.parse(text) as { features: Record<string, unknown> };
                return wanted.map((name) => features[name]);
              })
            ),
        },
        {
          name: 'rewritten',
          run: async (round) =>
            near(
              await reading(loki.url, sidesOf(round), rewritten, (text) =>
                text.split('\x1f').map((cell, i) => (i < numbers.length ? Number(cell) : cell))
              )
            ),
        },
        { name: 'counted', run: async (round) => near(await counting(loki.url, sidesOf(round), numbers, texts)) },
      ];
      const worked: Record<string, number> = {};
      const processors = (): number =>
        [loki.pid, plugin.pid, process.pid].reduce((sum, pid) => sum + processorSeconds(pid), 0);
      const metered = contenders.map(({ name, run }): Contender => ({
        name,
        run: async (round) => {
          const before = processors();
          await run(round);
          if (round >= WARM_UP) {
            worked[name] = (worked[name] ?? 0) + (processors() - before) / ROUNDS;
          }
        },
      }));
      const times = await interleave(metered, ROUNDS, WARM_UP);
      const of = (name: string): number => median(times[name] ?? []);
      const plansMs = { read: of('read'), rewritten: of('rewritten'), counted: of('counted') };
      const [cheapest = ''] = Object.entries(plansMs).sort(([, a], [, b]) => a - b)[0] ?? [];
      const best = Math.min(...Object.values(plansMs));
      cases.push({
        features: count,
        plan,
        driftMs: of('drift'),
        plansMs,
        processorSeconds: worked,
        cheapest,
        ratio: of('drift') / best,
      });
    }
    return {
      what: `a drift query over ${LINES} lines of a real Loki, an hour against the same hour a day earlier, through the built executable over gRPC, its frame decoded`,
      peers: `plain HTTP calls, ${AT_ONCE} at once, of the bench's own process to the same Loki: "read" takes all lines in slices of known density and keeps the values of each, "rewritten" lets Loki reduce each to the wanted fields, "counted" has Loki count each feature of each side in bins that are known beforehand`,
      lines: LINES,
      rounds: ROUNDS,
      cases,
      residentMbMost: mostResidentMb(plugin.pid),
      gates: cases
        .slice(0, 1)
        .map(({ features, ratio }) =>
          gate(
            `drift of ${features} features of ${LINES} lines against the cheapest plain plan`,
            ratio,
            LIMITS.logsRatio
          )
        ),
    };
  } finally {
    await plugin.stop();
    await loki.stop();
  }
}
