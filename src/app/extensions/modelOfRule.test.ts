import { modelOfRule } from './modelOfRule';

const ours = new Set(['tidemark']);
/** As Grafana's rules API tells the queries of a rule. */
const expression = (...questions: ReadonlyArray<Record<string, unknown>>) =>
  JSON.stringify([
    ...questions.map((model, index) => ({ refId: String(index), datasourceUid: 'tidemark', model })),
    { refId: 'C', datasourceUid: '__expr__', model: { type: 'threshold', expression: '0' } },
  ]);

describe('the model of a rule', () => {
  it('is the one that its query asks for', () => {
    expect(modelOfRule(expression({ model: 'fraud' }), undefined, ours)).toEqual({
      model: 'fraud',
      source: 'tidemark',
    });
  });

  it('is the one of the instance, where a rule watches several', () => {
    const rule = expression({ model: 'fraud' }, { model: 'parcel_eta' });
    expect(modelOfRule(rule, 'parcel_eta', ours)?.model).toBe('parcel_eta');
  });

  it.each([
    ['asks somebody else', JSON.stringify([{ datasourceUid: 'prometheus', model: { model: 'fraud' } }])],
    ['names no model', expression({ source: {} })],
    ['is one expression of Prometheus', 'up == 0'],
    ['is JSON of another shape', '{"model":"fraud"}'],
  ])('is none where the rule %s', (_, text) => {
    expect(modelOfRule(text, undefined, ours)).toBeUndefined();
  });
});
