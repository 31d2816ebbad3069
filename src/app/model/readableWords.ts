import { MappingType, type DataFrame, type Field, type ValueMapping } from '@grafana/data';

/**
 * A word in one of Grafana's colours cannot be read on white: its orange has a contrast of 2.7, its green of 3. On these
 * the light letters of a pill have more than 4.5, in either theme.
 */
const SHADES: Readonly<Record<string, string>> = {
  red: '#C4162A',
  orange: '#A85400',
  green: '#1B7F3B',
  blue: '#1F60C4',
};
const OTHER = '#5F6673';

function shaded(mapping: ValueMapping): ValueMapping {
  return mapping.type !== MappingType.ValueToText
    ? mapping
    : {
        ...mapping,
        options: Object.fromEntries(
          Object.entries(mapping.options).flatMap(([value, result]) => {
            const readable = { ...result, color: SHADES[result.color ?? ''] ?? OTHER };
            // A pill asks for the colour of the word that it shows, and not of the value.
            return [value, result.text ?? value].map((key) => [key, readable] as const);
          })
        ),
      };
}

function readable(field: Field): Field {
  const { config } = field;
  const custom = config.custom as { readonly cellOptions?: { readonly type?: string } } | undefined;
  return custom?.cellOptions?.type !== 'color-text' || config.mappings === undefined
    ? field
    : {
        ...field,
        config: {
          ...config,
          mappings: config.mappings.map(shaded),
          custom: { ...custom, cellOptions: { type: 'pill' } },
        },
      };
}

/** A table of the backend as the page draws it: verdicts and states as pills that can be read. */
export const readableWords = (frame: DataFrame): DataFrame => ({ ...frame, fields: frame.fields.map(readable) });
