import { createPrometheusUpstream } from '../../src/backend/upstream/prometheus';
import type { UpstreamDeps } from '../../src/backend/upstream/deps';
import type { CallContext, Observation, Upstream } from '../../src/backend/upstream/upstream';
import type { HttpUpstream } from '../../src/model';

export interface Asked {
  readonly upstream: Upstream;
  /** One entry an HTTP exchange: the call of the API that it was. */
  readonly operations: string[];
}

/** The upstream as the backend makes it, with a note of what it asks. */
export function askAt(settings: HttpUpstream, secrets: Readonly<Record<string, string>> = {}): Asked {
  const operations: string[] = [];
  const silent = (): void => undefined;
  const deps: UpstreamDeps = {
    now: Date.now,
    observer: { exchanged: ({ operation }) => operations.push(operation), cache: silent },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  };
  return { upstream: createPrometheusUpstream(settings, secrets, deps), operations };
}

export function patiently(): CallContext {
  return { signal: new AbortController().signal };
}

/** The counts of an observation that must have some. */
export function countsOf(observation: Observation | undefined): readonly number[] {
  if (observation?.kind !== 'histogram') {
    throw new Error(`no histogram: ${JSON.stringify(observation)}`);
  }
  return observation.histogram.counts;
}

/** Counts by category. */
export function categoriesOf(observation: Observation | undefined): Readonly<Record<string, number>> {
  if (observation?.kind !== 'histogram' || observation.histogram.kind !== 'categorical') {
    throw new Error(`no categories: ${JSON.stringify(observation)}`);
  }
  const { categories, counts } = observation.histogram;
  return Object.fromEntries(categories.map((category, i) => [category, counts[i] ?? NaN]));
}

/** Real counts, as `increase()` gives them, within its rounding. */
export function expectClose(actual: readonly number[], expected: readonly number[], relative = 1e-9): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => {
    const wanted = expected[i] ?? NaN;
    expect(Math.abs(value - wanted)).toBeLessThanOrEqual(Math.max(relative * Math.abs(wanted), 1e-6));
  });
}
