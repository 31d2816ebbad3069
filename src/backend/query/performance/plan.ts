import { parseDuration, selectionMatchers, type DriftQuery, type ModelSettings } from '../../../model';
import { TidemarkError } from '../../errors';
import type { Matcher, TimeRange } from '../../upstream/upstream';
import type { QueryRequest } from '../request';
import { stepsOf, type Steps } from '../steps';
import { usualTraffic } from '../usualTraffic';

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;
/** The time range is cut into no more windows than this. */
const MOST_BLOCKS = 1_000;

/** Labelled predictions from which estimates learn, and with which the current ones are compared. */
export interface PerformanceReference {
  readonly range: TimeRange;
  /** Stand in place of every filter of the same name. */
  readonly matchers: readonly Matcher[];
  readonly text: string;
  /** Nobody asked for just this: it may be shortened where a part of it teaches as much. */
  readonly isDefault: boolean;
}

/** What to read, and how to cut it. */
export interface Plan {
  readonly range: TimeRange;
  readonly groupBy: readonly string[];
  readonly filters: readonly Matcher[];
  /** What is meant where neither the model nor the filters name a side: not the shadow. */
  readonly usual: readonly Matcher[];
  /** The time range cut into windows of this length, which end with it, to find those whose labels are complete. */
  readonly blockMs: number;
  readonly blocks: readonly TimeRange[];
  /** Undefined where nothing over time is asked for. */
  readonly steps: Steps | undefined;
  /** Undefined where nothing that is asked for needs one. */
  readonly reference: PerformanceReference | undefined;
}

function timeOf(
  reference: NonNullable<DriftQuery['reference']>,
  range: TimeRange
): Pick<PerformanceReference, 'range' | 'matchers'> | undefined {
  switch (reference.kind) {
    case 'offset': {
      const offset = parseDuration(reference.offset) ?? WEEK_MS;
      return { range: { from: range.from - offset, to: range.to - offset }, matchers: [] };
    }
    case 'range':
      return { range: { from: Date.parse(reference.from), to: Date.parse(reference.to) }, matchers: [] };
    case 'labels':
      return { range, matchers: selectionMatchers(reference.labels) };
    case 'profile':
      return undefined;
  }
}

/**
 * What is learned from: what the query names, else what the model does where that holds predictions, else a week. That
 * week ends before the time range, and before those predictions whose labels are still to come, as the settings say.
 */
export function referenceOf(
  { reference: asked }: Pick<DriftQuery, 'reference'>,
  { reference: own, labels }: Pick<ModelSettings, 'reference' | 'labels'>,
  range: TimeRange,
  now: number
): PerformanceReference {
  if (asked?.kind === 'profile') {
    throw new TidemarkError(
      'bad_query',
      'reference: a profile holds counts of features, and no labelled prediction to learn from: name an earlier time (offset) or a stretch of time (range).'
    );
  }
  const named = asked ?? own;
  const found = named === undefined ? undefined : timeOf(named, range);
  if (named === undefined || found === undefined) {
    const delay = labels === undefined ? 0 : (parseDuration(labels.delay) ?? 0);
    const to = Math.min(range.from, now - delay);
    return { range: { from: to - WEEK_MS, to }, matchers: [], text: 'the week before', isDefault: true };
  }
  const text = {
    offset: () => `the same time ${'offset' in named ? named.offset : ''} earlier`,
    range: () => ('from' in named ? `${named.from} to ${named.to}` : ''),
    labels: () => `${found.matchers.map(({ label, value }) => `${label}=${value}`).join(', ')} at the same time`,
    profile: () => '',
  }[named.kind]();
  return { ...found, text, isDefault: false };
}

/** Windows that do not overlap and end with the range; the first may be shorter. */
function blocksOf({ from, to }: TimeRange, windowMs: number): readonly TimeRange[] {
  const count = Math.ceil((to - from) / windowMs);
  return Array.from({ length: count }, (_, i) => {
    const end = to - (count - 1 - i) * windowMs;
    return { from: Math.max(from, end - windowMs), to: end };
  });
}

export interface PlanNeeds {
  readonly overTime: boolean;
  readonly reference: boolean;
  /** Names that a column of the answer has already. */
  readonly taken: readonly string[];
}

export function planOf(request: QueryRequest, model: ModelSettings, now: number, needs: PlanNeeds): Plan {
  const { query, range } = request;
  const groupBy = [...new Set(query.groupBy ?? [])];
  const taken = groupBy.find((label) => needs.taken.includes(label));
  if (taken !== undefined) {
    throw new TidemarkError(
      'bad_query',
      `groupBy: ${JSON.stringify(taken)} is the name of a column of the answer itself; group by another label.`
    );
  }
  const steps = needs.overTime ? stepsOf(query, range, request) : undefined;
  const asked = query.window === undefined ? undefined : parseDuration(query.window);
  const shortest = Math.ceil((range.to - range.from) / MOST_BLOCKS);
  const blockMs = Math.max(shortest, steps?.windowMs ?? asked ?? HOUR_MS);
  return {
    range,
    groupBy,
    filters: selectionMatchers(query.filters ?? {}),
    usual: usualTraffic(query),
    blockMs,
    blocks: blocksOf(range, blockMs),
    steps,
    reference: needs.reference ? referenceOf(query, model, range, now) : undefined,
  };
}
