import type { BinningStrategy } from '../../engine';
import { TidemarkError } from '../errors';
import { openByReading } from '../upstream/logged/fromEvents';
import type { LoggedComparison } from '../upstream/logged/subject';
import type { CallContext, TimeRange, Upstream } from '../upstream/upstream';
import type { QueryContext } from './request';
import { currentQuestion, referenceQuestion, type ResolvedQuery } from './resolve';
import { requireEvents } from './resolveEvents';
import type { ResolvedReference } from './resolveReference';

/** Where both sides of a comparison are asked, and how they are to be binned. */
export interface Distributions {
  readonly upstream: Upstream;
  /** As the query wants it; undefined where both sides come in bins that were frozen already. */
  readonly binning: BinningStrategy | undefined;
  /** Why a source has no single values, for scores that need them, and what to change. */
  readonly noValues: string;
  /** The same error, with what the log tells of why there is nothing. */
  readonly withReason: (error: TidemarkError) => Promise<TidemarkError>;
}

interface Asked {
  readonly range: TimeRange;
  readonly otherRange: TimeRange;
  readonly binning: BinningStrategy | undefined;
  /** Single values are asked for. */
  readonly values?: boolean;
  /** Over time: how long windows are, and whether the reference comes in windows too. */
  readonly windows?: { readonly windowMs: number; readonly ofReference: boolean };
}

function profileEdges(reference: ResolvedReference): ReadonlyMap<string, readonly number[]> {
  return new Map(
    reference.kind === 'profile'
      ? reference.profile.features.flatMap((feature) =>
          'edges' in feature ? [[feature.name, feature.edges] as const] : []
        )
      : []
  );
}

function comparisonOf(
  resolved: ResolvedQuery,
  { range, otherRange, binning, values = false, windows }: Asked,
  subject: NonNullable<ResolvedQuery['logged']>
): LoggedComparison {
  const [source] = resolved.sources;
  const matchersOf = (side: typeof currentQuestion): LoggedComparison['current']['matchers'] =>
    source === undefined ? subject.source.matchers : side(resolved, source).source.matchers;
  const { reference } = resolved;
  const windowMs = windows?.windowMs ?? 0;
  return {
    subject,
    current: { range: { from: range.from - windowMs, to: range.to }, matchers: matchersOf(currentQuestion) },
    reference:
      reference.kind === 'profile'
        ? undefined
        : {
            range: { from: otherRange.from - (windows?.ofReference === true ? windowMs : 0), to: otherRange.to },
            matchers: matchersOf(referenceQuestion),
          },
    edges: profileEdges(reference),
    binning,
    values,
    overTime: windows !== undefined,
  };
}

/** The upstream of the query's features: Prometheus, or the log, opened for this comparison. */
export async function openDistributions(
  resolved: ResolvedQuery,
  asked: Asked,
  { instance, signal }: Pick<QueryContext, 'instance' | 'signal'>
): Promise<Distributions> {
  const { logged } = resolved;
  if (logged === undefined) {
    const hint =
      resolved.model !== undefined && instance.events !== undefined && instance.settings.loki !== undefined
        ? ' If the features of this model are in its log, ask for them there: set upstream to loki, in the query or in the model.'
        : '';
    return {
      upstream: instance.upstream,
      binning: asked.binning,
      noValues:
        hint === ''
          ? 'Single values are needed, and there are only counts: ask a gauge, or a field of numbers in the log.'
          : 'Single values are needed, and there are only counts: ask for the features of this model in its log, with upstream set to loki.',
      withReason: async (error) =>
        hint === '' || error.code === 'unknown_model'
          ? error
          : new TidemarkError(error.code, `${error.message}${hint}`),
    };
  }
  const events = requireEvents(instance);
  const comparison = comparisonOf(resolved, asked, logged);
  const context: CallContext = { signal };
  const opened =
    events.features === undefined
      ? await openByReading(events, comparison, context)
      : await events.features.open(comparison, context);
  return {
    upstream: opened.upstream,
    binning: opened.binned ? undefined : asked.binning,
    noValues:
      opened.noValues ?? 'Single values are needed, and this side has only counts: compare two times of the log.',
    withReason: async (error) => {
      const why = await opened.why(context).catch(() => undefined);
      return why === undefined ? error : new TidemarkError(error.code, `${error.message} ${why}`, { cause: error });
    },
  };
}

/**
 * The same for parts of one query that look at the same comparison: a log is looked at, and its bins are laid, once. What
 * any of the parts asks for stands in `together`, so that it does not matter which of them is the first.
 */
export function openOnce(together: Pick<Asked, 'range' | 'values' | 'windows'>): typeof openDistributions {
  let opened: Promise<Distributions> | undefined;
  return (resolved, asked, context) => (opened ??= openDistributions(resolved, { ...asked, ...together }, context));
}
