import type { Value } from './value';

/** What becomes of a value that is no number: it stays, is left out, or is replaced. */
export type Reduction =
  | { readonly mode: 'strict' }
  | { readonly mode: 'dropNN' }
  | { readonly mode: 'replaceNN'; readonly replaceWithValue: number };

/**
 * Of numbers there is nothing to reduce: each goes through, unless it is none. Queries of ours answer numbers alone, and
 * no series. Source: ReduceCommand of pkg/expr/commands.go of Grafana 12.4.
 */
export function evaluateReduce(reduction: Reduction, values: readonly Value[]): readonly Value[] {
  return values.flatMap((one): readonly Value[] => {
    if (one.kind !== 'number' || reduction.mode === 'strict') {
      return [one];
    }
    if (one.value !== null && Number.isFinite(one.value)) {
      return [one];
    }
    return reduction.mode === 'dropNN' ? [] : [{ ...one, value: reduction.replaceWithValue }];
  });
}
