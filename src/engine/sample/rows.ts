import { type Answered, type NoAnswer, answered, noAnswer } from '../answer';
import type { Repair } from '../repair';
import { type Random, shuffle } from './random';

/** Observations of several features: a list of rows, each as long as the first. */
export type Rows = ReadonlyArray<ArrayLike<number>>;

/** Rows of both sides, with nothing in them but finite numbers. */
export interface RowSides {
  readonly reference: Rows;
  readonly current: Rows;
  readonly width: number;
}

function drawn(rows: Rows, most: number, random: Random): Rows {
  if (rows.length <= most) {
    return rows;
  }
  const order = rows.map((_, i) => i);
  shuffle(order, random, most);
  return order.slice(0, most).map((i) => rows[i] as ArrayLike<number>);
}

/** Complete rows of both sides, at most so many of each, drawn at random and said. O(values). */
export function rowSides(
  reference: Rows,
  current: Rows,
  { least, most, random }: { readonly least: number; readonly most: number; readonly random: Random }
): Answered<RowSides> | NoAnswer {
  const width = reference[0]?.length ?? current[0]?.length ?? 0;
  if ([...reference, ...current].some((row) => row.length !== width) || width === 0) {
    return noAnswer('unequal_lengths', 'Each row must hold one value of each feature: send them in the same order.');
  }
  const complete = (rows: Rows): Rows => rows.filter((row) => Array.prototype.every.call(row, Number.isFinite));
  const before = complete(reference);
  const now = complete(current);
  if (before.length < least || now.length < least) {
    return noAnswer(
      'too_few_observations',
      `${before.length} against ${now.length} complete rows: ${least} are needed on each side, so widen the window.`
    );
  }
  const repairs: Repair[] = [];
  const dropped = reference.length + current.length - before.length - now.length;
  if (dropped > 0) {
    repairs.push({ kind: 'not_finite_left_out', values: dropped });
  }
  const kept = { reference: drawn(before, most, random), current: drawn(now, most, random), width };
  const rest = kept.reference.length + kept.current.length;
  if (rest < before.length + now.length) {
    repairs.push({ kind: 'sampled', of: before.length + now.length, kept: rest });
  }
  return answered(kept, repairs);
}
