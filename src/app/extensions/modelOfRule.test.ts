import { modelOfRule } from './modelOfRule';

const ours = new Set(['tidemark']);
/** As Grafana's rules API tells the queries of a rule. */
const expression = (...questions: ReadonlyArray<Record<string, unknown>>) =>
  JSON.stringify([
    ...questions.map((model, index) => ({ refId: String(index), datasourceUid: 'tidemark', model })),
    { refId: 'C', datasourceUid: '__expr__', model: { type: 'threshold', expression: '0' } },
  ]);

const of = (text: unknown, model?: string, origin?: string) => modelOfRule({ expression: text, model, origin }, ours);

describe('the model of a rule', () => {
  it('is the one that its query asks for', () => {
    expect(of(expression({ model: 'fraud' }))).toEqual({
      model: 'fraud',
      source: 'tidemark',
    });
  });

  it('is the one of the instance, where a rule watches several', () => {
    const rule = expression({ model: 'fraud' }, { model: 'parcel_eta' });
    expect(of(rule, 'parcel_eta')?.model).toBe('parcel_eta');
  });

  it('is the one of an instance whose rule is not told, where the app has made the rule', () => {
    expect(of(undefined, 'fraud', 'plugin/tidemark-drift-app')).toEqual({ model: 'fraud' });
    expect(of(undefined, 'fraud', 'plugin/another-app')).toBeUndefined();
  });

  it.each([
    ['asks somebody else', JSON.stringify([{ datasourceUid: 'prometheus', model: { model: 'fraud' } }])],
    ['names no model', expression({ source: {} })],
    ['is one expression of Prometheus', 'up == 0'],
    ['is JSON of another shape', '{"model":"fraud"}'],
  ])('is none where the rule %s', (_, text) => {
    expect(of(text)).toBeUndefined();
  });
});
