import { type Answer, answered, noAnswer } from '../answer';
import { faultOfNamedCounts } from '../proportion/counts';

/** One pair of predictions, or many alike: what live said and what the shadow said for the same requests. */
export interface PairCount {
  readonly live: string;
  readonly shadow: string;
  readonly count: number;
}

/** What two models said about the same requests: `counts[live][shadow]`, classes in rising order. */
export interface FlipMatrix {
  readonly classes: readonly string[];
  readonly counts: ReadonlyArray<readonly number[]>;
  readonly pairs: number;
}

/** More classes than anybody can read a matrix of, and few enough that it fits in memory. */
const MOST_CLASSES = 2_000;

/**
 * The flip matrix of two models on the same requests, from counts that an upstream pushed down, or from rows with a
 * count of 1. Cells that occur twice are added. No pair at all gives no answer. O(cells + classes^2).
 *
 * @example
 * flipMatrix([{ live: 'a', shadow: 'b', count: 2 }, { live: 'b', shadow: 'b', count: 5 }]).value.counts // => [[0, 2], [0, 5]]
 */
export function flipMatrix(cells: readonly PairCount[]): Answer<FlipMatrix> {
  const names = new Set<string>();
  for (const { live, shadow, count } of cells) {
    const fault = faultOfNamedCounts({ [`live ${live}, shadow ${shadow}`]: count });
    if (fault !== null) {
      return fault;
    }
    names.add(live);
    names.add(shadow);
  }
  if (names.size > MOST_CLASSES) {
    return noAnswer(
      'too_many_classes',
      `${names.size} different predictions are too many for a matrix (at most ${MOST_CLASSES}): compare the numbers instead, or bin them.`
    );
  }
  const classes = [...names].sort();
  const place = new Map(classes.map((name, i) => [name, i]));
  const counts = classes.map(() => new Array<number>(classes.length).fill(0));
  let pairs = 0;
  for (const { live, shadow, count } of cells) {
    const row = counts[place.get(live) as number] as number[];
    const column = place.get(shadow) as number;
    row[column] = (row[column] as number) + count;
    pairs += count;
  }
  const fault = faultOfNamedCounts({ pairs });
  if (fault !== null) {
    return fault;
  }
  return pairs > 0
    ? answered({ classes, counts, pairs })
    : noAnswer('empty_current', 'No request was answered by both models: check that both log the same request_id.');
}

/**
 * The same from two columns of predictions, row by row. O(rows).
 *
 * @example
 * flipMatrixFromRows(['a', 'b', 'b'], ['b', 'b', 'b']).value.counts // => [[0, 1], [0, 2]]
 */
export function flipMatrixFromRows(live: readonly string[], shadow: readonly string[]): Answer<FlipMatrix> {
  if (live.length !== shadow.length) {
    return noAnswer('unequal_lengths', `${live.length} live predictions against ${shadow.length}: pair them first.`);
  }
  const cells = new Map<string, Map<string, number>>();
  for (let i = 0; i < live.length; i++) {
    const one = live[i] as string;
    const other = shadow[i] as string;
    let row = cells.get(one);
    if (row === undefined) {
      row = new Map();
      cells.set(one, row);
    }
    row.set(other, (row.get(other) ?? 0) + 1);
  }
  return flipMatrix(
    [...cells].flatMap(([one, row]) => [...row].map(([other, count]) => ({ live: one, shadow: other, count })))
  );
}

/**
 * The flips alone, the most frequent first. O(classes^2 log classes).
 *
 * @example
 * flips({ classes: ['a', 'b'], counts: [[3, 1], [2, 4]], pairs: 10 })[0] // => { live: 'b', shadow: 'a', count: 2 }
 */
export function flips(matrix: FlipMatrix): readonly PairCount[] {
  return matrix.classes
    .flatMap((live, i) =>
      matrix.classes.map((shadow, j) => ({ live, shadow, count: i === j ? 0 : (matrix.counts[i]?.[j] ?? 0) }))
    )
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}
