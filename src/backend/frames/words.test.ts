import { wordsConfig, type Tone } from './words';

/** As WCAG 2.2 defines it: 4.5 is what small text needs. */
function contrastWithWhite(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}

const optionsOf = (words: Parameters<typeof wordsConfig>[0]) => {
  const [mapping] = wordsConfig(words).mappings;
  return mapping?.type === 'value' ? mapping.options : {};
};

describe('words in place of values', () => {
  it.each(['red', 'orange', 'green', 'blue', 'gray'] satisfies Tone[])('can be read in %s', (tone) => {
    expect(contrastWithWhite(optionsOf({ a: { text: 'a', tone } })['a']?.color ?? '')).toBeGreaterThan(4.5);
  });

  it('are found by the value and by the word, of which a pill asks for its colour', () => {
    const words = { ok: { text: 'Fine', tone: 'green' }, retired: { text: 'Retired' } } as const;
    const options = optionsOf(words);
    expect(Object.keys(options)).toEqual(['ok', 'Fine', 'retired', 'Retired']);
    expect(options['Fine']).toEqual(options['ok']);
    expect(options['retired']).toEqual({ text: 'Retired', color: '#5F6673', index: 1 });
    expect(wordsConfig(words).custom).toEqual({ cellOptions: { type: 'pill' } });
  });

  it('stay plain text where none of them is good or bad', () => {
    expect(wordsConfig({ live: { text: 'Live' } })).toEqual({
      mappings: [{ type: 'value', options: { live: { text: 'Live', index: 0 } } }],
    });
  });
});
