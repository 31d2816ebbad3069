import { LANGUAGES, snippetOf } from './snippets';

const bins = [{ name: 'amount', edges: [1, 2.5, 1000] }];

describe('what a service has to add', () => {
  it.each(LANGUAGES)('has in %s the bounds of the reference, the model, and the names of the contract', (language) => {
    const text = snippetOf(language, 'fraud', bins);
    expect(text).toContain('1, 2.5, 1000');
    expect(text).toContain('"fraud"');
    for (const name of ['model_feature', 'model_feature_category_total', 'model_predictions_total']) {
      expect(text).toContain(name);
    }
  });

  it('cannot be broken out of by the name of a model', () => {
    expect(snippetOf('python', 'a"b', bins)).toContain('"model": "a\\"b"');
  });

  it('has bounds to begin with where there is no reference', () => {
    expect(snippetOf('go', 'fraud', [])).toContain('"amount": {1, 2, 5');
  });
});
