import { failuresOf, testBody } from './contactPoints';

describe('a test of a contact point', () => {
  it('leaves hidden secrets to Grafana, which knows them by the uid', () => {
    const receiver = { uid: 'u', name: 'Risk ML', type: 'slack', settings: { url: '[REDACTED]', title: 'x' } };
    expect(testBody([receiver], 'Hello', { team: 'risk' })).toMatchObject({
      receivers: [
        { grafana_managed_receiver_configs: [{ uid: 'u', settings: { title: 'x' }, secureFields: { url: true } }] },
      ],
      alert: { labels: { team: 'risk' }, annotations: { summary: 'Hello' } },
    });
  });

  it('has failed where one of its receivers has, whatever the status of the answer', () => {
    const of = (status: string, error?: string) => ({
      grafana_managed_receiver_configs: [{ status, ...(error !== undefined && { error }) }],
    });
    expect(failuresOf({ receivers: [of('ok'), of('failed', 'connection refused')] })).toEqual(['connection refused']);
    expect(failuresOf({ receivers: [of('ok')] })).toEqual([]);
  });
});
