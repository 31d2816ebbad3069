import { answered, type AlignedPair, type Answer } from '../../engine';
import type { ProfileSettings } from '../../model';
import { seriesSelector } from '../upstream/promql';
import type { Answered, CounterQuestion, Increase, IncreaseOverTime } from '../upstream/upstream';
import { currentQuestion, referenceQuestion, sharedGroupBy, type ResolvedQuery } from './resolve';
import { rowKey } from './sides';

/** The end of a window, or null where there is but one. */
type WindowEnd = number | null;

interface Row {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
}

/** What one side counted of values that are missing. */
interface MissingSide {
  readonly counts: ReadonlyMap<string, ReadonlyMap<WindowEnd, number>>;
  /** The upstream has such a counter, of whatever feature. */
  readonly counter: boolean;
  readonly executed: readonly string[];
  readonly notices: readonly string[];
}

const NOT_ASKED: MissingSide = { counts: new Map(), counter: false, executed: [], notices: [] };

function sideOf(
  { value, executed, notices }: Answered<ReadonlyArray<Increase | IncreaseOverTime>>,
  by: readonly string[]
): MissingSide {
  const counts = value.map((row) => {
    const byWindow =
      'count' in row ? [[null, row.count] as const] : row.points.map(({ time, count }) => [time, count] as const);
    return [rowKey(row.feature, row.group, by), new Map<WindowEnd, number>(byWindow)] as const;
  });
  return { counts: new Map(counts), counter: value.length > 0, executed: [executed], notices };
}

function sideOfProfile({ features }: ProfileSettings): MissingSide {
  const counts = features.flatMap(({ name, missing }) =>
    missing === undefined ? [] : [[rowKey(name, {}, []), new Map<WindowEnd, number>([[null, missing]])] as const]
  );
  return { ...NOT_ASKED, counts: new Map(counts) };
}

/** Counts of missing values, to be put beside the bins of each pair. */
export interface MissingCounts {
  beside(
    pair: Answer<AlignedPair>,
    row: Row,
    window?: { readonly reference: WindowEnd; readonly current: WindowEnd }
  ): Answer<AlignedPair>;
  /** What has to be said of them. */
  notices(rows: readonly Row[]): readonly string[];
  readonly executed: { readonly reference: readonly string[]; readonly current: readonly string[] };
}

type Ask = (question: CounterQuestion) => Promise<Answered<ReadonlyArray<Increase | IncreaseOverTime>>>;

/**
 * Asks both sides how many values were missing, where a score needs to know.
 *
 * A counter comes into being with its first count, so that one that only one side has stood at zero on the other. That
 * is said, and only done where the upstream has such a counter at all: where nobody counts there is no number, and
 * never a zero.
 */
export async function askMissing(
  resolved: ResolvedQuery,
  ask: { readonly current: Ask; readonly reference: Ask }
): Promise<MissingCounts> {
  const { missing, reference, groupBy } = resolved;
  const by = sharedGroupBy(resolved);
  const [now, before] =
    missing === undefined
      ? [NOT_ASKED, NOT_ASKED]
      : await Promise.all([
          ask.current(currentQuestion(resolved, missing)).then((answer) => sideOf(answer, groupBy)),
          reference.kind === 'profile'
            ? sideOfProfile(reference.profile)
            : ask.reference(referenceQuestion(resolved, missing)).then((answer) => sideOf(answer, by)),
        ]);
  const counter = now.counter || before.counter;
  const find = ({ feature, group }: Row) => ({
    before: before.counts.get(rowKey(feature, group, by)),
    now: now.counts.get(rowKey(feature, group, groupBy)),
  });
  return {
    beside: (pair, row, window = { reference: null, current: null }) => {
      const found = find(row);
      if (!pair.ok || !counter || (found.before === undefined && found.now === undefined)) {
        return pair;
      }
      const counts = {
        reference: found.before?.get(window.reference) ?? 0,
        current: found.now?.get(window.current) ?? 0,
      };
      return answered<AlignedPair>({ ...pair.value, missing: counts }, pair.repairs);
    },
    notices: (rows) => {
      const said = [...before.notices, ...now.notices];
      if (missing !== undefined && !counter) {
        const { metric, matchers } = currentQuestion(resolved, missing).source;
        said.push(
          `Nothing counts missing values: there is no series ${seriesSelector(metric, matchers)}. Name the counter of the model in its metrics.featureMissing.`
        );
      }
      const born = rows.filter((row) => {
        const found = find(row);
        return counter && (found.before === undefined) !== (found.now === undefined);
      });
      if (born.length > 0) {
        const names = [...new Set(born.map(({ feature }) => feature))].join(', ');
        said.push(
          `${names}: only one side has the counter of missing values, and the other is taken to have had none.`
        );
      }
      return said;
    },
    executed: { reference: before.executed, current: now.executed },
  };
}
