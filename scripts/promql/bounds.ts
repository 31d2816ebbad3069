import { formatDuration } from '../../src/model';
import { labelText, selectorText, type LabelMatcher } from '../../src/engine';
import { UsageError, type PromqlOptions } from './options';

/** Series that have bounds in common: which values of the first label, and the bounds. */
export interface Layout {
  readonly edges: readonly number[];
  /** Undefined: whatever is matched. */
  readonly values?: readonly string[];
}

export interface Layouts {
  readonly layouts: readonly Layout[];
  /** What is left out, in words. */
  readonly said: readonly string[];
}

interface Series {
  readonly metric: Readonly<Record<string, string>>;
}

async function vector(url: string, query: string): Promise<readonly Series[]> {
  let answer: { data?: { result?: readonly Series[] }; error?: string };
  try {
    const response = await fetch(`${url}/api/v1/query`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ query }),
      signal: AbortSignal.timeout(25_000),
    });
    answer = (await response.json()) as typeof answer;
  } catch (thrown) {
    throw new UsageError(
      `No answer of Prometheus from ${url} (${thrown instanceof Error ? thrown.message : String(thrown)}): check --url, or give --edges.`
    );
  }
  if (answer.data?.result === undefined) {
    throw new UsageError(`${url} refuses to tell the bounds: ${answer.error ?? 'its answer is none of Prometheus'}.`);
  }
  return answer.data.result;
}

/** The finite bounds of every list. */
function shared(lists: ReadonlyArray<ReadonlySet<number>>): readonly number[] {
  const [first = new Set<number>(), ...rest] = lists;
  return [...first].filter((bound) => rest.every((list) => list.has(bound))).sort((a, b) => a - b);
}

function add<K, V>(map: Map<K, V>, key: K, fresh: () => V): V {
  const held = map.get(key) ?? fresh();
  map.set(key, held);
  return held;
}

/** The bounds that the series of each value of the first label share, those with the same bounds together. */
export function groupBounds(label: string | undefined, series: readonly Series[]): Layouts {
  const ofValue = new Map<string, Map<string, Set<number>>>();
  for (const { metric } of series) {
    const { le = '', ...others } = metric;
    const bound = Number(le);
    const lists = add(ofValue, label === undefined ? '' : (metric[label] ?? ''), () => new Map<string, Set<number>>());
    const list = add(lists, JSON.stringify(Object.entries(others).sort()), () => new Set<number>());
    if (le !== '' && Number.isFinite(bound)) {
      list.add(bound);
    }
  }
  const layouts = new Map<string, { edges: readonly number[]; values: string[] }>();
  const said: string[] = [];
  for (const [value, lists] of [...ofValue].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const edges = shared([...lists.values()]);
    if (edges.length === 0) {
      said.push(`Left out: ${label ?? 'all series'}=${JSON.stringify(value)}, whose series share no finite bound.`);
    } else {
      add(layouts, edges.join(), () => ({ edges, values: [] as string[] })).values.push(value);
    }
  }
  return {
    layouts: [...layouts.values()].map(({ edges, values }) => (label === undefined ? { edges } : { edges, values })),
    said,
  };
}

/**
 * On which bounds to compare what: as the command says, or as the series have it. A histogram of all features has other
 * bounds for each of them, and a query needs them all at once.
 *
 * @throws UsageError where Prometheus cannot be asked, or has no such histogram.
 */
export async function layoutsOf(options: PromqlOptions): Promise<Layouts> {
  const { bounds, metric, matchers, by, windowMs, reference } = options;
  if ('edges' in bounds) {
    return { layouts: [{ edges: bounds.edges }], said: [] };
  }
  const labels = [...by, 'le'].map(labelText).join(', ');
  const text = (own: readonly LabelMatcher[], offset: string): string =>
    `group by (${labels}) (last_over_time(${selectorText(`${metric}_bucket`, own)}[${formatDuration(windowMs)}]${offset}))`;
  const sides = [
    text(matchers, ''),
    reference.kind === 'offset'
      ? text(matchers, ` offset ${formatDuration(reference.offsetMs)}`)
      : text(reference.matchers, ''),
  ];
  const found = await Promise.all(sides.map((query) => vector(bounds.url, query)));
  // A side that is not there yet has no say; two that differ meet on what they share.
  const series = found.flatMap((side, i) =>
    side.map(({ metric: own }) => ({ metric: { ...own, __side__: String(i) } }))
  );
  if (series.length === 0) {
    throw new UsageError(
      `${bounds.url} knows no ${metric}_bucket of the last ${formatDuration(windowMs)} that matches.`
    );
  }
  const layouts = groupBounds(by[0], series);
  if (layouts.layouts.length === 0) {
    throw new UsageError(`Nothing can be compared. ${layouts.said.join(' ')}`);
  }
  return layouts;
}
