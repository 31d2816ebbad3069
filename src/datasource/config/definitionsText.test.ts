import type { TidemarkOptions } from '../types';
import { fitsForms } from './definitions';
import { readDefinitions, writeDefinitions } from './definitionsText';

const PROVISIONING = `
apiVersion: 1
datasources:
  - name: Prometheus
    type: prometheus
  - name: Tidemark
    uid: tidemark
    type: tidemark-drift-datasource
    jsonData:
      prometheus: { url: "http://prometheus:9090" }
      models:
        - id: fraud
          title: Card fraud
          owner: risk
          task: binary
          selector: { model: fraud }
          features:
            - { name: amount, kind: numeric, importance: 0.4, range: [0, 10000], thresholds: { psi: 0.2 } }
            - { name: country, kind: categorical, categories: [DE, FR, IN, US] }
          reference: { kind: profile, name: train-7 }
          segments: [country]
          absurd: { confidence: 0.95, rules: [{ name: negative price, when: "prediction < 0" }] }
      profiles:
        - name: train-7
          model: fraud
          rows: 50000
          features:
            - { name: amount, edges: [10, 20, 50, 100], counts: [812, 2210, 30100, 15012, 1866], missing: 0 }
            - { name: country, categories: { DE: 20000, FR: 18000, IN: 7000, US: 5000 }, missing: 0 }
      teams:
        - { id: risk, title: Risk ML, contactPoint: risk-slack, concerns: [model, output] }
`;

function read(text: string): Pick<TidemarkOptions, 'models' | 'teams' | 'profiles'> {
  const answer = readDefinitions(text);
  if (!answer.ok) {
    throw new Error(JSON.stringify(answer.problems));
  }
  return answer.definitions;
}

describe('definitions as text', () => {
  it('are found in a whole provisioning file', () => {
    const definitions = read(PROVISIONING);
    expect(definitions.models?.[0]?.features?.[0]).toMatchObject({ name: 'amount', range: [0, 10000] });
    expect(definitions.teams).toHaveLength(1);
    expect(Object.keys(definitions).sort()).toEqual(['models', 'profiles', 'teams']);
    expect(fitsForms(definitions)).toBe(true);
  });

  it('come back from their own text as they were, with all that no form shows', () => {
    const definitions = read(PROVISIONING);
    expect(read(writeDefinitions(definitions))).toEqual(definitions);
  });

  it('are read from JSON, and from a jsonData', () => {
    expect(read('{"jsonData": {"models": [{"id": "a"}]}}')).toEqual({ models: [{ id: 'a' }] });
    expect(read('')).toEqual({});
  });

  it.each([
    ['models:\n  - title: x', 'models[0].id', /./],
    ['models:\n  - { id: a }\n  - { id: a }', 'models[1].id', /stands twice/],
    [
      'profiles:\n  - { name: p, features: [{ name: f, edges: [1, 2], counts: [1, 2] }] }',
      'profiles[0].features[0].counts',
      /one more/,
    ],
    ['models: [1,\nteams: 2', '', /line \d/],
    ['just a text', '', /models, teams and profiles/],
    ['datasources:\n  - type: prometheus', 'datasources', /tidemark-drift-datasource/],
    ['model:\n  - id: a', 'model', /only models, teams and profiles/],
  ])('point at what is wrong: %j at %s', (text, path, message) => {
    const answer = readDefinitions(text);
    expect(answer.ok).toBe(false);
    if (!answer.ok) {
      expect(answer.problems[0]?.path).toBe(path);
      expect(answer.problems[0]?.message).toMatch(message);
    }
  });

  it('are left to the text where a form cannot show their shape', () => {
    expect(fitsForms({ models: 'fraud' } as unknown as TidemarkOptions)).toBe(false);
    expect(fitsForms({ models: [{ id: 'a', features: [null] }] } as unknown as TidemarkOptions)).toBe(false);
    expect(fitsForms({ models: [{ id: 'a', selector: { model: 7 } }] } as unknown as TidemarkOptions)).toBe(false);
    expect(fitsForms({})).toBe(true);
  });
});
