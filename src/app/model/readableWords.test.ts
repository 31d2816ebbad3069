import { createDataFrame, FieldType, MappingType } from '@grafana/data';
import { readableWords } from './readableWords';

const table = (options: Readonly<Record<string, { text: string; color?: string }>>, cell = 'color-text') =>
  createDataFrame({
    fields: [
      {
        name: 'verdict',
        type: FieldType.string,
        values: ['ok'],
        config: {
          mappings: [{ type: MappingType.ValueToText, options }],
          custom: { cellOptions: { type: cell }, width: 90 },
        },
      },
    ],
  });

it('words in a colour become pills of a shade on which light letters can be read', () => {
  const [field] = readableWords(table({ ok: { text: 'Fine', color: 'green' }, retired: { text: 'retired' } })).fields;
  expect(field?.config.custom).toEqual({ cellOptions: { type: 'pill' }, width: 90 });
  expect(field?.config.mappings?.[0]).toMatchObject({
    options: {
      ok: { text: 'Fine', color: '#1B7F3B' },
      // By the word, too: that is what the pill asks for.
      Fine: { text: 'Fine', color: '#1B7F3B' },
      retired: { text: 'retired', color: '#5F6673' },
    },
  });
});

it('a column that is not coloured stays as it is', () => {
  const frame = table({ ok: { text: 'ok', color: 'green' } }, 'auto');
  expect(readableWords(frame).fields[0]).toBe(frame.fields[0]);
});
