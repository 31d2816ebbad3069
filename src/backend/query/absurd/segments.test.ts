import { right, tableOf, wrong } from './testing/ask';

describe('segments', () => {
  const events = [
    ...right(200, { features: { country: 'DE' } }),
    ...right(180, { features: { country: 'FR' } }),
    ...wrong(20, { features: { country: 'FR' } }),
  ];

  it('those of the model, where the query names none, with the clearest first and corrected', async () => {
    const { rows } = await tableOf(events, 'segments', { model: { segments: ['country', 'device'] } });
    expect(rows[0]).toMatchObject({
      segment: 'country',
      value: 'FR',
      sign: 'wrong',
      hits: 20,
      of: 200,
      share: 0.1,
      elsewhere: 0,
      ratio: null,
      verdict: 'drift',
    });
    expect(rows.find(({ value }) => value === 'DE')).toMatchObject({ hits: 0, verdict: 'ok' });
    // A segment that no line has is one value, and has nothing to be compared with.
    expect(rows.find(({ segment }) => segment === 'device')).toMatchObject({ value: '', p_value: null });
    expect(Number(rows[0]?.['p_adjusted'])).toBeGreaterThanOrEqual(Number(rows[0]?.['p_value']));
  });

  it('a concentration that may be chance is not called fine', async () => {
    const few = [...right(5, { features: { country: 'DE' } }), ...wrong(1, { features: { country: 'FR' } })];
    const { rows } = await tableOf(few, 'segments', { query: { groupBy: ['country'] } });
    expect(rows.find(({ value }) => value === 'FR')).toMatchObject({ verdict: 'insufficient' });
  });

  it('none is named: a table without rows, and what to set', async () => {
    const { rows, frame, said } = await tableOf(events, 'segments');
    expect(rows).toEqual([]);
    expect(frame.fields.map(({ name }) => name).slice(0, 4)).toEqual(['segment', 'value', 'sign', 'hits']);
    expect(said).toContain('No segment is named: set "groupBy"');
  });
});
