import { LOG_PARSERS, SOURCE_KINDS, UPSTREAM_KEYS, type ResourceParams } from '../../model';
import { TidemarkError } from '../errors';
import type { TimeRange } from '../upstream/upstream';

const DAY_MS = 86_400_000;

function instant(name: 'from' | 'to', text: string | null): number | undefined {
  if (text === null || text === '') {
    return undefined;
  }
  const value = Number(text);
  if (!Number.isFinite(value)) {
    throw new TidemarkError('bad_query', `${name}: ${JSON.stringify(text)} is no time; give milliseconds since 1970.`);
  }
  return value;
}

/** One of a few names; an empty text is none. */
function oneOf<T extends string>(name: string, text: string | null, names: readonly T[]): T | undefined {
  if (text === null || text === '') {
    return undefined;
  }
  const found = names.find((known) => known === text);
  if (found === undefined) {
    throw new TidemarkError('bad_query', `${name}: ${JSON.stringify(text)} is none of ${names.join(', ')}.`);
  }
  return found;
}

/** The parameters of a resource's URL; an empty one is none. */
export function readParams(url: string): ResourceParams {
  // Grafana gives the path and the query without a host.
  const given = new URL(url, 'http://plugin').searchParams;
  const from = instant('from', given.get('from'));
  const to = instant('to', given.get('to'));
  const kind = oneOf('kind', given.get('kind'), SOURCE_KINDS);
  const upstream = oneOf('upstream', given.get('upstream'), UPSTREAM_KEYS);
  const parser = oneOf('parser', given.get('parser'), LOG_PARSERS);
  const texts = (['model', 'metric', 'selector', 'label'] as const).flatMap((name) => {
    const value = given.get(name);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(kind === undefined ? {} : { kind }),
    ...(upstream === undefined ? {} : { upstream }),
    ...(parser === undefined ? {} : { parser }),
    ...Object.fromEntries(texts),
  };
}

/** The stretch of time that is meant: without one, the last day. */
export function rangeOf({ from, to }: ResourceParams, now: number): TimeRange {
  const end = to ?? now;
  const range = { from: from ?? end - DAY_MS, to: end };
  if (!(range.to > range.from)) {
    throw new TidemarkError('bad_query', 'The time range is empty: "to" must be later than "from".');
  }
  return range;
}

/** @throws TidemarkError where the parameter is not given. */
export function required<K extends 'model' | 'kind' | 'label'>(
  params: ResourceParams,
  name: K
): NonNullable<ResourceParams[K]> {
  const value = params[name];
  if (value === undefined) {
    throw new TidemarkError('bad_query', `Give the parameter "${name}".`);
  }
  return value;
}
