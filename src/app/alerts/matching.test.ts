import { matching } from './matching';
import { toLines } from './readRules';

const rule = (name: string, state: string, labels: Readonly<Record<string, string>>) => ({
  name,
  state,
  labels,
  queriedDatasourceUIDs: ['tidemark'],
});

const RULES = toLines(
  {
    data: {
      groups: [
        {
          name: 'fraud: feature drift',
          file: 'Tidemark',
          rules: [
            rule('Card fraud', 'firing', { team: 'data', check: 'feature_drift' }),
            rule('Card fraud', 'inactive', { team: 'risk', check: 'realised' }),
          ],
        },
        { name: 'eta: quality', file: 'Tidemark', rules: [rule('Delivery', 'inactive', { team: 'data' })] },
      ],
    },
  },
  new Set(['tidemark'])
);
const found = (text: string): readonly string[] =>
  matching(RULES, text).map(({ name, labels }) => `${name} ${labels['team']}`);

describe('finding rules by words', () => {
  it.each([
    ['nothing', ' ', ['Card fraud data', 'Card fraud risk', 'Delivery data']],
    ['a name, whatever its case', 'CARD', ['Card fraud data', 'Card fraud risk']],
    ['the group', 'quality', ['Delivery data']],
    ['a state', 'firing', ['Card fraud data']],
    ['several words, all of which must be there', 'fraud risk', ['Card fraud risk']],
    ['a word that no rule has', 'fraud logistics', []],
  ])('by %s', (_, text, names) => {
    expect(found(text)).toEqual(names);
  });
});
