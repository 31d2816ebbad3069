import type { PredictionEvent } from '../../upstream/events';
import { ask, made, nextId, right, summaryOf, tableOf } from './testing/ask';

describe('confidently opposed to the other version', () => {
  const pair = (n: number, live: string, shadow: string, more: Partial<PredictionEvent> = {}) =>
    Array.from({ length: n }, () => {
      const requestId = `q${nextId()}`;
      return [
        ...made(1, { requestId, prediction: live }),
        ...made(1, { requestId, prediction: shadow, role: 'shadow', version: '8', ...more }),
      ];
    }).flat();

  it('finds what both are sure of and differ in, and needs no label', async () => {
    const events = [...pair(90, 'fraud', 'fraud'), ...pair(10, 'fraud', 'fine')];
    const { summary } = await summaryOf(events);
    // Each may be wrong in 2 % of cases: at most 4 of 100 pairs may differ.
    expect(summary).toMatchObject({
      predictions: 100,
      confident_pairs: 100,
      opposed: 10,
      opposed_expected: expect.closeTo(4, 6),
      verdict: 'warning',
    });
    expect(summary['opposed_p_value']).toBeLessThan(0.05);
    const { rows } = await tableOf(events, 'rows');
    expect(rows).toHaveLength(10);
    expect(rows[0]).toMatchObject({ prediction: 'fraud', shadow: 'fine', signs: 'opposed', role: 'live' });
  });

  it('compares nothing where the other is unsure, failed, or answered another request', async () => {
    const events = [
      ...pair(5, 'fraud', 'fine', { confidence: 0.6 }),
      ...pair(5, 'fraud', 'fine', { error: 'timeout' }),
      ...made(5),
      ...made(5, { role: 'shadow', prediction: 'fine' }),
    ];
    expect((await summaryOf(events)).summary).toMatchObject({ predictions: 15, opposed: null, confident_pairs: null });
  });

  it('looks from the other side, and past its version, where the shadow is looked at', async () => {
    const { summary } = await summaryOf(pair(4, 'fraud', 'fine'), {
      query: { filters: { role: 'shadow', version: '8' } },
    });
    expect(summary).toMatchObject({ predictions: 4, opposed: 4 });
  });

  it('holds a version against the role that it did not have, and never against itself', async () => {
    const events = [
      // Version 8 is the shadow of 7, and then goes live with 9 as its shadow.
      ...pair(4, 'fraud', 'fine'),
      ...pair(3, 'fraud', 'fraud'),
      ...pair(2, 'fraud', 'fine', { version: '9' }).map((event) =>
        event.event === 'prediction' && event.role !== 'shadow' ? { ...event, version: '8' } : event
      ),
    ];
    const { summary } = await summaryOf(events, { query: { filters: { version: '8' } } });
    expect(summary).toMatchObject({ predictions: 9, confident_pairs: 9, opposed: 6 });
    const { rows } = await tableOf(events, 'rows', { query: { filters: { version: '8' } } });
    expect(rows.filter(({ role }) => role === 'shadow').map(({ prediction, shadow }) => [prediction, shadow])).toEqual(
      Array.from({ length: 4 }, () => ['fine', 'fraud'])
    );
  });

  it('says nothing of request ids where a version had no other beside it', async () => {
    const { said, summary } = await summaryOf(right(20), { query: { filters: { version: '7' } } });
    expect(summary['opposed']).toBeNull();
    expect(said).not.toContain('request_id');
  });

  it('is not asked of numbers, which are never quite the same', async () => {
    const requestId = 'n1';
    const events = [
      ...made(1, { requestId, prediction: 1.5 }),
      ...made(1, { requestId, prediction: 1.6, role: 'shadow' }),
    ];
    expect((await summaryOf(events, { model: { task: undefined } })).summary['opposed']).toBeNull();
    const { asked } = await ask(events, { model: { task: 'regression' } });
    expect(asked.flatMap(({ question: { filters } }) => filters)).not.toContainEqual(
      expect.objectContaining({ op: '=', value: 'shadow' })
    );
  });
});
