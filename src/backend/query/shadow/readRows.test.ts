import type { Settings } from '../../../model';
import { tableEvents } from '../testing/tableEvents';
import { ask, frame, request, rows, said } from './testing/ask';

describe('the requests on which they disagree most', () => {
  const events = [
    ...request('sure', {
      live: 'ok',
      shadow: 'bad',
      confidences: [0.99, 0.98],
      features: { amount: 900, country: 'DE' },
      label: 'bad',
    }),
    ...request('unsure', {
      live: 'ok',
      shadow: 'bad',
      confidences: [0.99, 0.6],
      features: { amount: 10, country: 'FR' },
    }),
    ...request('agreed', { live: 'ok', shadow: 'ok', confidences: [0.99, 0.98] }),
  ];

  it('come first where both are the surest, with who was right', async () => {
    const frames = await ask(events, { frames: ['rows'] });
    expect(rows(frames, 'rows')).toMatchObject([
      {
        request_id: 'sure',
        live: 'ok',
        shadow: 'bad',
        live_confidence: 0.99,
        shadow_confidence: 0.98,
        label: 'bad',
        right: 'shadow',
        live_prediction_id: 'sure/live',
        shadow_prediction_id: 'sure/shadow',
        live_version: '7',
        shadow_version: '8',
        live_latency_ms: 10,
        shadow_latency_ms: 12,
      },
      { request_id: 'unsure', label: null, right: null },
    ]);
    expect(frame(frames, 'rows').fields.map(({ name }) => name)).not.toContain('amount');
  });

  it('have the inputs that the query names, and never a private one', async () => {
    const settings: Settings = { models: [{ id: 'fraud' }], privateFields: ['features.country'] };
    const frames = await ask(events, { frames: ['rows'], features: ['/.*/'] }, { settings });
    const { fields } = frame(frames, 'rows');
    expect(fields.find(({ name }) => name === 'amount')).toMatchObject({ type: 'number', values: [900, 10] });
    expect(fields.map(({ name }) => name)).not.toContain('country');
  });

  it('read inputs only where they are shown, in the stretch of time of each', async () => {
    const upstream = tableEvents(events);
    await ask(upstream, { frames: ['summary'], features: ['amount'] });
    expect(upstream.asked.every(({ question }) => question.features.length === 0)).toBe(true);
    await ask(upstream, { frames: ['rows'], features: ['amount'] });
    const reads = upstream.asked.filter(({ question }) => question.features.length > 0);
    expect(reads.map(({ range: read }) => read.to - read.from)).toEqual([7]);
  });

  it('lead to their lines in Explore where the log is a data source of Grafana', async () => {
    const linked = await ask(events, { frames: ['rows'] }, { settings: { loki: { datasourceUid: 'loki-1' } } });
    const link = (column: string) =>
      frame(linked, 'rows').fields.find(({ name }) => name === column)?.config?.links?.[0]?.internal;
    expect(link('request_id')).toMatchObject({
      datasourceUid: 'loki-1',
      query: { expr: '{model="fraud",event="prediction"} |= "${__value.raw}"' },
    });
    expect(link('live_prediction_id')).toEqual(link('request_id'));
    const plain = await ask(events, { frames: ['rows'] });
    expect(frame(plain, 'rows').fields.every(({ config }) => config?.links === undefined)).toBe(true);
  });

  const many = Array.from({ length: 150 }, (_, i) =>
    request(`r${i}`, { live: 'a', shadow: 'b', confidences: [1, i / 150] })
  ).flat();

  it('are as many as the query asks for', async () => {
    const few = await ask(many, { frames: ['rows'], limit: 3 });
    expect(rows(few, 'rows').map(({ request_id: id }) => id)).toEqual(['r149', 'r148', 'r147']);
    expect(said(few)).toContain('Of 150 requests on which the two disagree, 3 are shown');
    const all = await ask(many, { frames: ['rows'], limit: 500 });
    expect(rows(all, 'rows')).toHaveLength(150);
    expect(said(all)).not.toContain('are shown');
  });

  it('are at most a hundred where it asks for no number, and it is said how many there are', async () => {
    const frames = await ask(many, { frames: ['rows'] });
    const shown = rows(frames, 'rows');
    expect(shown).toHaveLength(100);
    expect(shown[0]).toMatchObject({ request_id: 'r149' });
    expect(said(frames)).toContain('Of 150 requests on which the two disagree, 100 are shown');
  });
});
