import { load } from 'js-yaml';
import { profileYaml } from './profileYaml';

// As Grafana stores it: by the alphabet.
const profile = {
  created: '2026-11-20T00:00:00Z',
  features: [
    { counts: [812, 2210, 30100], edges: [10, 20], missing: 0, name: 'amount' },
    { categories: { DE: 20, FR: 18 }, name: 'country' },
  ],
  model: 'fraud',
  name: 'train',
  rows: 33122,
};

describe('a profile as YAML', () => {
  it('says all of it, names first and each feature on a line of its own', () => {
    expect(profileYaml(profile)).toBe(
      [
        'profiles:',
        '  - name: train',
        '    model: fraud',
        '    rows: 33122',
        "    created: '2026-11-20T00:00:00Z'",
        '    features:',
        '      - {name: amount, counts: [812, 2210, 30100], edges: [10, 20], missing: 0}',
        '      - {name: country, categories: {DE: 20, FR: 18}}',
        '',
      ].join('\n')
    );
    expect(load(profileYaml(profile))).toEqual({ profiles: [profile] });
  });
});
