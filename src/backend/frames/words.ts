import type { FieldConfig } from './frame';

/**
 * Letters in Grafana's own orange have a contrast of 2.7 on white, in its green of 3: nobody reads those. In a pill of
 * one of these the white letters have more than 4.5, in the dark theme as well as in the light one.
 */
const SHADES = {
  red: '#C4162A',
  orange: '#A85400',
  green: '#1B7F3B',
  blue: '#1F60C4',
  gray: '#5F6673',
} as const;

/** How grave a word is, in the colours that Grafana has for it. */
export type Tone = keyof typeof SHADES;

export interface Word {
  readonly text: string;
  /** None where the word is neither good nor bad. */
  readonly tone?: Tone;
}

/** What a person reads in place of each value of a column: text, or pills where at least one of the words has a tone. */
export function wordsConfig(
  words: Readonly<Record<string, Word>>
): Required<Pick<FieldConfig, 'mappings'>> & Pick<FieldConfig, 'custom'> {
  const isToned = Object.values(words).some(({ tone }) => tone !== undefined);
  const options = Object.entries(words).flatMap(([value, { text, tone = 'gray' }], index) => {
    const shown = { text, ...(isToned && { color: SHADES[tone] }), index };
    // A pill asks for the colour of the word that it shows, and not of the value.
    const keys = isToned ? new Set([value, text]) : [value];
    return [...keys].map((key) => [key, shown] as const);
  });
  return {
    mappings: [{ type: 'value', options: Object.fromEntries(options) }],
    ...(isToned && { custom: { cellOptions: { type: 'pill' } } }),
  };
}
