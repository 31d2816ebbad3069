import type { Frame } from '../../frames/frame';
import { right, tableOf, wrong } from './testing/ask';

describe('rows', () => {
  const events = [
    ...wrong(1, { predictionId: 'a', confidence: 0.96, features: { amount: 3, time: 'noon' } }),
    ...wrong(1, { predictionId: 'b "x"', confidence: 0.99, features: { amount: 4 } }),
    ...wrong(1, { predictionId: 'c', confidence: 0.97, features: { amount: 5 } }),
    ...wrong(1, { predictionId: 'unsure', confidence: 0.5 }),
    ...right(5),
  ];

  it('stand with the most confident first, no more than asked for, and what is left out is said', async () => {
    const { rows, said } = await tableOf(events, 'rows', { query: { limit: 2 } });
    expect(rows.map((row) => row['prediction_id'])).toEqual(['b "x"', 'c']);
    expect(said).toContain('Of 3 (wrong) rows the most confident are shown');
  });

  it('carry features where the query names them, under a name of their own where one is taken', async () => {
    const plain = await tableOf(events, 'rows');
    expect(plain.frame.fields.map(({ name }) => name)).toEqual([
      'time',
      'prediction_id',
      'prediction',
      'label',
      'confidence',
      'rule',
      'version',
      'role',
      'signs',
      'shadow',
      'request_id',
      'latency_ms',
      'logql',
    ]);
    const { rows } = await tableOf(events, 'rows', { query: { features: ['amount', 'time', 'absent'] } });
    expect(rows[2]).toMatchObject({ prediction_id: 'a', amount: 3, feature_time: 'noon', absent: null });
  });

  it('give the LogQL of their line, escaped, and a link where Grafana knows the log as a data source', async () => {
    const { rows, frame } = await tableOf(events, 'rows');
    expect(rows[2]?.['logql']).toBe('{model="fraud",event="prediction"} |= "a"');
    expect(rows[0]?.['logql']).toBe('{model="fraud",event="prediction"} | json id="prediction_id" | id=`b "x"`');
    const linkOf = ({ fields }: Frame) => fields.find(({ name }) => name === 'prediction_id')?.config?.links;
    expect(linkOf(frame)).toBeUndefined();
    const linked = await tableOf(events, 'rows', { settings: { loki: { datasourceUid: 'loki-1' } } });
    expect(linkOf(linked.frame)).toEqual([
      {
        title: 'Show the log line',
        url: '',
        internal: {
          datasourceUid: 'loki-1',
          datasourceName: 'Loki',
          query: {
            refId: 'A',
            queryType: 'range',
            expr: '{model="fraud",event="prediction"} |= "${__value.raw}"',
          },
        },
      },
    ]);
  });

  it('are a table with all its columns where there is none', async () => {
    const { rows, frame } = await tableOf(right(3), 'rows', { query: { features: ['amount'] } });
    expect(rows).toEqual([]);
    expect(frame.fields.map(({ name }) => name)).toContain('amount');
  });
});
