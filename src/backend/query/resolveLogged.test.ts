import { loggedFields, loggedModel } from './resolveLogged';
import type { ResolvedReference } from './resolveReference';

const settings = {
  privateFields: ['features.email'],
  models: [{ id: 'fraud', privateFields: ['features.iban', 'customer'] }, { id: 'eta' }],
};

describe('an ad-hoc source of the log', () => {
  it('keeps private what the settings or any of their models do: it is no way around them', () => {
    const { source } = loggedFields({ upstream: 'loki', selector: '{app="x"}', fields: ['amount'] }, [], settings);
    expect(source.privateFields).toEqual(['features.email', 'features.iban', 'customer']);
  });

  it('picks no streams by personal data', () => {
    const of = (selector: string) => () =>
      loggedFields({ upstream: 'loki', selector, fields: ['amount'] }, [], settings);
    expect(of('{app="x",customer=~"a.*"}')).toThrow(/"customer" is personal data by the settings \(privateFields\)/);
    expect(of('{app="x"}')).not.toThrow();
  });
});

describe('the features of a model', () => {
  const model = {
    id: 'fraud',
    features: [
      { name: 'amount', kind: 'numeric' as const },
      { name: 'email', kind: 'categorical' as const },
    ],
  };
  const offset: ResolvedReference = { kind: 'offset', offsetMs: 1, text: 'a moment before' };
  const namesOf = (...patterns: Parameters<typeof loggedModel>[1]) =>
    loggedModel(model, patterns, offset, settings).features.map(({ feature }) => feature);

  it('are read without those that are private, though the settings describe them', () => {
    expect(namesOf()).toEqual(['amount', 'prediction', 'confidence']);
    expect(namesOf({ kind: 'regex', regex: 'am|em' })).toEqual(['amount']);
  });

  it('hold a private one that the query itself names, so that it is refused and not passed over', () => {
    expect(namesOf({ kind: 'exact', name: 'email' })).toEqual(['email']);
  });
});
