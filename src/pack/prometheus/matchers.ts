import type { LabelMatcher } from '../../engine';
import { TELEMETRY, type ModelSettings } from '../../model';

/** What finds the series of a model. */
export function selection(matchers: ModelSettings['selector'], model: ModelSettings): readonly LabelMatcher[] {
  return Object.entries(matchers ?? { [TELEMETRY.modelLabel]: model.id }).map(([label, value]) => ({
    label,
    op: '=',
    value,
  }));
}

export const SHADOW: LabelMatcher = { label: TELEMETRY.roleLabel, op: '!=', value: 'shadow' };
export const is = (label: string, value: string): LabelMatcher => ({ label, op: '=', value });
export const anyOf = (label: string, op: '=~' | '!~', values: readonly string[]): LabelMatcher => ({
  label,
  op,
  value: values.map((value) => value.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('|'),
});
