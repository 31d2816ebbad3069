import type { ClassicReducer } from './reduceSeries';
import { holds, type Evaluator } from './threshold';
import { NO_LABELS, type Value } from './value';

export const CLASSIC_OPERATORS = ['and', 'or', 'logic-or'] as const;
export type ClassicOperator = (typeof CLASSIC_OPERATORS)[number];

/** One of the conditions of a classic condition. */
export interface ClassicPart {
  /** The query or expression that it looks at. */
  readonly of: string;
  readonly reducer: ClassicReducer;
  /** `no_value` holds where there is nothing. */
  readonly evaluator: Evaluator | { readonly type: 'no_value' };
  /** How it joins those before it. */
  readonly operator: ClassicOperator;
}

/** The bounds of a classic range may be given in either order. */
function inOrder({ type, params }: Evaluator): Evaluator {
  return type.includes('range') ? { type, params: [...params].sort((a, b) => a - b) } : { type, params };
}

interface Outcome {
  readonly fires: boolean;
  readonly noData: boolean;
}

function outcomeOf({ evaluator }: ClassicPart, values: readonly Value[]): Outcome {
  if (evaluator.type === 'no_value' && values.length === 0) {
    return { fires: true, noData: false };
  }
  const numbers = values.map((one) => (one.kind === 'no_data' ? null : one.value));
  const holdsFor = (value: number | null): boolean =>
    evaluator.type === 'no_value' ? value === null : value !== null && holds(inOrder(evaluator), value);
  return {
    fires: numbers.some(holdsFor),
    noData: numbers.every((value) => value === null && !holdsFor(value)),
  };
}

/**
 * One number without labels, whatever it looks at: 1 where the conditions hold, 0 where they do not, null without data.
 *
 * @param valuesOf what a part looks at, as numbers. Source: pkg/expr/classic/classic.go of Grafana 12.4.
 */
export function evaluateClassic(
  parts: readonly ClassicPart[],
  valuesOf: (part: ClassicPart, place: number) => readonly Value[]
): readonly Value[] {
  let fires = false;
  let noData = false;
  for (const [place, part] of parts.entries()) {
    if (fires && part.operator === 'logic-or') {
      break;
    }
    const outcome = outcomeOf(part, valuesOf(part, place));
    const both = place > 0 && part.operator === 'and';
    fires = both ? fires && outcome.fires : fires || outcome.fires;
    noData = both ? noData && outcome.noData : noData || outcome.noData;
  }
  return [{ kind: 'number', labels: NO_LABELS, value: noData ? null : fires ? 1 : 0 }];
}
