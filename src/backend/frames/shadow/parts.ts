import type { Answer, Estimate } from '../../../engine';
import { SHADOW_BOUNDS, SHADOW_PANEL_ID, type ShadowNumber } from '../../../model';
import { WITH_BOUNDS } from '../../query/shadow/columns';
import type { Numbers } from '../../query/shadow/comparison';
import { asBasis, asEdge } from '../fieldConfig';
import type { Field, FieldConfig, Frame } from '../frame';
import { metaOf } from '../meta';
import { NUMBER_CONFIG } from './configs';

export type Bound = 'value' | 'lower' | 'upper';

export function part(answer: Answer<Estimate>, which: Bound = 'value'): number | null {
  return answer.ok ? (answer.value[which] ?? null) : null;
}

export function texts(name: string, values: ReadonlyArray<string | null>, config: FieldConfig): Field {
  return { name, type: 'string', values, config };
}

export function numbers(name: string, values: ReadonlyArray<number | null>, config: FieldConfig): Field {
  return { name, type: 'number', values, config };
}

const IS_COUNT: ReadonlySet<ShadowNumber> = new Set([
  'pairs',
  'unpaired_live',
  'unpaired_shadow',
  'live_predictions',
  'shadow_predictions',
  'labelled_pairs',
]);

/** The column of a number, and those of its bounds where it has some. */
export function numberFields(name: ShadowNumber, rows: readonly Numbers[], asGraph = false): readonly Field[] {
  const answers = rows.map((of) => of(name));
  const own = asGraph && IS_COUNT.has(name) ? asBasis(NUMBER_CONFIG[name]) : NUMBER_CONFIG[name];
  const bound = (which: 'lower' | 'upper', word: string): Field => {
    const { displayNameFromDS: title = name, mappings: _mappings, ...rest } = own;
    const values = answers.map((answer) => part(answer, which));
    const titled = {
      ...rest,
      displayNameFromDS: `${title}, ${word}`,
      description: `With 95 % confidence no ${which === 'lower' ? 'less' : 'more'}.`,
    };
    const config = asGraph ? asEdge(titled, which === 'lower' ? undefined : `${title}, at least`) : titled;
    return numbers(`${name}${SHADOW_BOUNDS[which]}`, values, config);
  };
  const values = answers.map((answer) => part(answer));
  return [
    numbers(name, values, own),
    ...(WITH_BOUNDS.has(name) ? [bound('lower', 'at least'), bound('upper', 'at most')] : []),
  ];
}

/** Explore shows all frames of a comparison in one panel of ours. */
export const TABLE = {
  type: 'table',
  preferredVisualisationType: 'table',
  preferredVisualisationPluginId: SHADOW_PANEL_ID,
} as const;

export function table(name: string, fields: readonly Field[]): Frame {
  return { name, fields, meta: metaOf([], '', TABLE) };
}
