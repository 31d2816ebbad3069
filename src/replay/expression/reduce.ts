import type { Reduction } from './reduceSeries';
import type { Value } from './value';

/**
 * Of numbers there is nothing to reduce: each goes through, unless it is none. Source: ReduceCommand of
 * pkg/expr/commands.go of Grafana 12.4.
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
