import { loggedFields } from './resolveLogged';

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
