import { MIDDLE, right, rowsOf, tableOf, wrong } from './testing/ask';

describe('inputs that repeat', () => {
  const events = [
    ...wrong(3, { features: { amount: 0, country: 'DE', ssn: '1' } }),
    ...right(1, { features: { amount: 0, country: 'DE', ssn: '2' } }),
    ...wrong(1, { features: { amount: 5, country: 'DE', ssn: '3' } }),
    ...right(5, { features: { amount: 9, country: 'FR', ssn: '4' } }),
  ];

  it('are combinations of the features that the query names, with how often they were absurd of all seen', async () => {
    const { rows } = await tableOf(events, 'repeats', { query: { features: ['amount', 'country'] } });
    expect(rows).toEqual([
      {
        amount: 0,
        country: 'DE',
        absurd: 3,
        predictions: 4,
        share: 0.75,
        wrong: 3,
        rule_violations: 0,
        opposed: 0,
        first_seen: MIDDLE,
        last_seen: MIDDLE + 2,
      },
    ]);
  });

  it('are none where the query names no feature', async () => {
    const { rows, said } = await tableOf(events, 'repeats');
    expect(rows).toEqual([]);
    expect(said).toContain('set "features"');
  });

  it('never hold what the settings keep private', async () => {
    const { frame, said } = await tableOf(events, 'repeats', {
      query: { features: ['amount', 'ssn'] },
      settings: { privateFields: ['features.ssn'] },
    });
    expect(JSON.stringify(rowsOf(frame))).not.toContain('"1"');
    expect(rowsOf(frame)).toMatchObject([{ amount: 0, ssn: null, absurd: 3 }]);
    expect(said).toContain('"ssn": kept private by the settings');
  });
});
