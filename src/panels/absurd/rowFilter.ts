import type { DataFrame } from '@grafana/data';
import { ABSURD_ROWS_FIELDS, ABSURD_SIGNS, type AbsurdSign } from '../../model/absurdFrames';
import { numberAt, textAt } from '../shared/frames';

/** What of the rows of the answer is shown. */
export interface RowFilter {
  /** At least this confident; null: however confident, and where nobody knows how. */
  readonly confidence: number | null;
  /** The name of a rule, `any` rule, `none`, or null for all rows. */
  readonly rule: { readonly name: string } | 'any' | 'none' | null;
  readonly sign: AbsurdSign | null;
}

export const NO_FILTER: RowFilter = { confidence: null, rule: null, sign: null };

const F = ABSURD_ROWS_FIELDS;

/** `rule` names every rule that was broken, with commas between; a name may hold a comma itself. */
function breaks(rules: string, name: string): boolean {
  return `, ${rules}, `.includes(`, ${name}, `);
}

export function matchingRows(frame: DataFrame, { confidence, rule, sign }: RowFilter): readonly number[] {
  return Array.from({ length: frame.length }, (_, row) => row).filter((row) => {
    const sure = numberAt(frame, F.confidence, row);
    const rules = textAt(frame, F.rule, row);
    const signs = textAt(frame, F.signs, row).split(', ');
    return (
      (confidence === null || (sure !== null && sure >= confidence)) &&
      (rule === null || (rule === 'any' ? rules !== '' : rule === 'none' ? rules === '' : breaks(rules, rule.name))) &&
      (sign === null || signs.includes(sign))
    );
  });
}

/** What can be chosen, from what the rows hold: a filter that empties the table is not offered. */
export interface FilterChoices {
  readonly confidences: readonly number[];
  readonly rules: readonly string[];
  readonly hasRows: { readonly anyRule: boolean; readonly noRule: boolean };
  readonly signs: readonly AbsurdSign[];
}

/** Steps above the threshold of confidence that a person would choose. */
const STEPS = [0.8, 0.9, 0.95, 0.99, 0.999, 0.9999];
const MOST_STEPS = 4;

/** `known` are the names of the rules of the model, where the query brings them; else they are taken from the rows. */
export function choicesOf(frame: DataFrame, known: readonly string[]): FilterChoices {
  const rows = Array.from({ length: frame.length }, (_, row) => row);
  const confidences = rows.flatMap((row) => numberAt(frame, F.confidence, row) ?? []);
  const rules = rows.map((row) => textAt(frame, F.rule, row));
  const signs = new Set(rows.flatMap((row) => textAt(frame, F.signs, row).split(', ')));
  const [least, most] = [Math.min(...confidences), Math.max(...confidences)];
  const broken = known.filter((name) => rules.some((each) => breaks(each, name)));
  return {
    confidences: STEPS.filter((step) => step > least && step <= most).slice(0, MOST_STEPS),
    rules: known.length > 0 ? broken : [...new Set(rules.filter((each) => each !== ''))],
    hasRows: { anyRule: rules.some((each) => each !== ''), noRule: rules.includes('') },
    signs: ABSURD_SIGNS.filter((sign) => signs.has(sign)),
  };
}
