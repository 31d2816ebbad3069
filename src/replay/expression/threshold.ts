import { labelsKey } from '../labels';
import { labelsOf, NO_DATA, type Value } from './value';

export const EVALUATORS = [
  'gt',
  'lt',
  'eq',
  'ne',
  'gte',
  'lte',
  'within_range',
  'outside_range',
  'within_range_included',
  'outside_range_included',
] as const;
export type EvaluatorType = (typeof EVALUATORS)[number];

export interface Evaluator {
  readonly type: EvaluatorType;
  readonly params: readonly number[];
}

/** Where an instance begins to fire, and, once it does, where it is quiet again. */
export interface Condition {
  readonly evaluator: Evaluator;
  readonly unloadEvaluator?: Evaluator;
}

/** Whether a number is beyond an evaluator. */
export function holds({ type, params: [first = NaN, second = NaN] }: Evaluator, value: number): boolean {
  switch (type) {
    case 'gt':
      return value > first;
    case 'lt':
      return value < first;
    case 'eq':
      return value === first;
    case 'ne':
      return value !== first;
    case 'gte':
      return value >= first;
    case 'lte':
      return value <= first;
    case 'within_range':
      return value > first && value < second;
    case 'outside_range':
      return value < first || value > second;
    case 'within_range_included':
      return value >= first && value <= second;
    case 'outside_range_included':
      return value <= first || value >= second;
  }
}

/**
 * 1 where a value fires, else 0; null stays null.
 *
 * @param active keys of the labels of instances that fire or are about to: those are held against the condition of their
 *   end. Source: pkg/expr/threshold.go and hysteresis.go of Grafana 12.4.
 */
export function evaluateThreshold(
  { evaluator, unloadEvaluator }: Condition,
  values: readonly Value[],
  active: ReadonlySet<string>
): readonly Value[] {
  if (unloadEvaluator !== undefined && values.length === 0) {
    return [NO_DATA];
  }
  return values.map((one) => {
    if (one.kind === 'no_data' || one.value === null) {
      return one;
    }
    const fires =
      unloadEvaluator !== undefined && active.has(labelsKey(labelsOf(one)))
        ? !holds(unloadEvaluator, one.value)
        : holds(evaluator, one.value);
    return { ...one, value: fires ? 1 : 0 };
  });
}
