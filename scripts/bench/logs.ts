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
/** A plugin runs for weeks, and what it runs often is compiled; so has the plain side to be. */
const WARM_UP = 3;
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

/** A template that says how many of the bounds a value is above: as short as one can be that halves. */
function binTemplate(label: string, bounds: readonly number[]): string {
  const float = (bound: number): string => (Number.isInteger(bound) ? bound.toFixed(1) : String(bound));
  const tree = (low: number, high: number): string => {
    const middle = (low + high) >> 1;
    return low === high
      ? String(low)
      : `{{if le $x ${float(bounds[middle] ?? 0)}}}${tree(low, middle)}{{else}}${tree(middle + 1, high)}{{end}}`;
  };
  return `{{$x := float64 .${label}}}${tree(0, bounds.length)}`;
}

interface Side {
  readonly from: number;
  readonly to: number;
}

/** Runs so many at a time; the results are in the order of the items. */
async function pooled<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) {
      results[i] = await run(items[i] as T);
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
type Vector = {
  readonly data: {
    readonly result: ReadonlyArray<{
      readonly metric: Readonly<Record<string, string>>;
      readonly value: [number, string];
    }>;
  };
};

/** What was seen of one feature on one side, reference or current: its numbers, or how often each text came. */
interface Column {
  readonly numbers: number[];
  readonly counts: Map<string, number>;
}

function take({ numbers, counts }: Column, value: unknown): void {
  if (typeof value === 'number') {
    numbers.push(value);
  } else {
    const text = String(value);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
}

/** Nine bounds that cut the reference into ten bins of much the same size. */
function deciles(values: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(values).sort();
  const bounds = Array.from({ length: 9 }, (_, i) => sorted[Math.floor((sorted.length * (i + 1)) / 10)] ?? 0);
  return [...new Set(bounds)];
}

/** How many values there are in each bin, whose upper bound belongs to it. */
function binned(values: readonly number[], bounds: readonly number[]): readonly number[] {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const value of values) {
    let [low, high] = [0, bounds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= (bounds[middle] ?? Infinity)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    counts[low] = (counts[low] ?? 0) + 1;
  }
  return counts;
}

type Counts = ReadonlyMap<string, number>;

/** The population stability index of two counts. */
function psiOf(reference: Counts, current: Counts): number {
  const total = (counts: Counts): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [all, now] = [total(reference), total(current)];
  return [...new Set([...reference.keys(), ...current.keys()])].reduce((sum, key) => {
    const [p, q] = [(reference.get(key) ?? 0) / all, (current.get(key) ?? 0) / now];
    return p > 0 && q > 0 ? sum + (q - p) * Math.log(q / p) : sum;
  }, 0);
}

/** A plan's answer to the question: how many lines it saw, and how far each feature is from the reference. */
interface Answer {
  readonly lines: number;
  readonly psi: readonly number[];
}

function compared(reference: Column, current: Column): number {
  if (reference.numbers.length === 0) {
    return psiOf(reference.counts, current.counts);
  }
  const bounds = deciles(reference.numbers);
  const [before, now] = [reference, current].map(
    ({ numbers }) => new Map(binned(numbers, bounds).map((count, bin) => [String(bin), count]))
  );
  return psiOf(before ?? new Map(), now ?? new Map());
}

const nanosecondsOf = (ms: number): bigint => BigInt(Math.round(ms)) * 1_000_000n;

/** The lines of a slice, which has to be less than a page: what is cut off nobody would miss. */
async function lines(url: string, query: string, from: bigint, to: bigint): Promise<Streams['data']['result']> {
  const { data } = (await post(`${url}/loki/api/v1/query_range`, {
    query,
    start: String(from),
    end: String(to),
    limit: String(PAGE),
    direction: 'forward',
  })) as Streams;
  return data.result;
}

/**
 * All lines of both sides, each once, in slices that fit into a page because their density is known; their values are
 * binned by the deciles of the reference.
 */
async function reading(
  url: string,
  sides: readonly Side[],
  query: string,
  pick: (text: string) => readonly unknown[]
): Promise<Answer> {
  const slices = sides.flatMap(({ from, to }, side) => {
    const count = Math.ceil(A_SIDE / (PAGE * FILL));
    const at = (i: number): bigint => nanosecondsOf(from + ((to - from) * i) / count) + 1n;
    return Array.from({ length: count }, (_, i) => ({ side, start: at(i), end: at(i + 1) }));
  });
  const columns = sides.map((): Column[] => []);
  const counts = await pooled(slices, async ({ side, start, end }) => {
    const ofSide = columns[side] ?? [];
    let count = 0;
    for (const { values } of await lines(url, query, start, end)) {
      for (const [, text] of values) {
        pick(text).forEach((value, i) => take((ofSide[i] ??= { numbers: [], counts: new Map() }), value));
      }
      count += values.length;
    }
    if (count >= PAGE) {
      throw new Error('a slice of a plain plan holds more than a page');
    }
    return count;
  });
  const [reference = [], current = []] = columns;
  return {
    lines: counts.reduce((sum, count) => sum + count, 0),
    psi: reference.map((column, i) => compared(column, current[i] ?? column)),
  };
}

/** A count a feature and side, by Loki, in bins that are laid on one page of the reference. */
async function counting(
  url: string,
  sides: readonly Side[],
  numbers: readonly string[],
  texts: readonly string[],
  first: { readonly query: string; readonly pick: (text: string) => readonly unknown[] }
): Promise<Answer> {
  const [{ from, to } = { from: 0, to: 0 }] = sides;
  const laid: number[][] = numbers.map(() => []);
  if (numbers.length > 0) {
    for (const { values } of await lines(url, first.query, nanosecondsOf(from) + 1n, nanosecondsOf(to) + 1n)) {
      for (const [, text] of values) {
        first.pick(text).forEach((value, i) => laid[i]?.push(Number(value)));
      }
    }
  }
  const pipelines = [
    ...numbers.map(
      (name, i) =>
        `sum by (bin) (count_over_time(${SELECTOR} | json v="features.${name}" | label_format bin=\`${binTemplate('v', deciles(laid[i] ?? []))}\` [1h]))`
    ),
    ...texts.map((name) => `sum by (v) (count_over_time(${SELECTOR} | json v="features.${name}" [1h]))`),
  ];
  const asked = pipelines.flatMap((query) => sides.map((side) => ({ query, time: String(nanosecondsOf(side.to)) })));
  const counts = await pooled(asked, async (params): Promise<Counts> => {
    const { data } = (await post(`${url}/loki/api/v1/query`, params)) as Vector;
    return new Map(data.result.map(({ metric, value }) => [metric['bin'] ?? metric['v'] ?? '', Number(value[1])]));
  });
  const all = counts.reduce((sum, one) => sum + [...one.values()].reduce((a, b) => a + b, 0), 0);
  return {
    lines: all / pipelines.length,
    psi: pipelines.map((_, i) => psiOf(counts[2 * i] ?? new Map(), counts[2 * i + 1] ?? new Map())),
  };
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
      let psi: readonly number[] = [];
      const wanted = [...numbers, ...texts];
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
        const column = (name: string): readonly unknown[] =>
          frame.fields.find((field) => field.name === name)?.values ?? [];
        const byName = new Map(column('feature').map((name, i) => [String(name), Number(column('psi')[i])]));
        psi = wanted.map((name) => byName.get(`features.${name}`) ?? byName.get(name) ?? NaN);
        const { notices } = frame.meta as { notices?: ReadonlyArray<{ text: string }> };
        plan = notices?.map(({ text }) => text).find((text) => /^(Loki counted|Read line by line)/.test(text)) ?? '';
      };
      // What has not answered the same question is no peer: bins that are laid on a page differ a little.
      const asWell = (answer: Answer): void => {
        if (!(answer.lines > LINES - 100)) {
          throw new Error(`a plain plan saw ${answer.lines} of ${LINES} lines`);
        }
        if (!psi.every((ours, i) => Math.abs(ours - (answer.psi[i] ?? NaN)) < 0.02 + 0.1 * ours)) {
          throw new Error(`a plain plan answers ${answer.psi.join(', ')} where drift answers ${psi.join(', ')}`);
        }
      };
      const extraction = wanted.map((name, i) => `f${i}="features.${name}"`).join(', ');
      const rewritten = `${SELECTOR} | json ${extraction} | line_format \`${wanted.map((_, i) => `{{.f${i}}}`).join('\x1f')}\` | keep model`;
      const ofWhole = (text: string): readonly unknown[] => {
        const { features } = JSON.parse(text) as { features: Record<string, unknown> };
        return wanted.map((name) => features[name]);
      };
      const ofCells = (text: string): readonly unknown[] =>
        text.split('\x1f').map((cell, i) => (i < numbers.length ? Number(cell) : cell));
      const first = { query: rewritten, pick: ofCells };
      const contenders: readonly Contender[] = [
        { name: 'drift', run: drift },
        { name: 'read', run: async (round) => asWell(await reading(loki.url, sidesOf(round), SELECTOR, ofWhole)) },
        {
          name: 'rewritten',
          run: async (round) => asWell(await reading(loki.url, sidesOf(round), rewritten, ofCells)),
        },
        {
          name: 'counted',
          run: async (round) => asWell(await counting(loki.url, sidesOf(round), numbers, texts, first)),
        },
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
      peers: `plain HTTP calls, ${AT_ONCE} at once, of the bench's own process to the same Loki: "read" takes all lines in slices of a density that it need not ask for, and bins their values by the deciles of the reference, "rewritten" lets Loki reduce each to the wanted fields first, "counted" lays bins on a page of the reference and has Loki count each feature of each side in them; each has to come to the same PSI`,
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
