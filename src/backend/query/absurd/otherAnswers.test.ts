import type { DriftQuery } from '../../../model';
import { servedQuestion } from '../resolveEvents';
import { tableEvents, type GivenEvent } from '../testing/tableEvents';
import { otherSides, readOtherAnswers, sideQuestion } from './otherAnswers';

const asking = (query: Partial<DriftQuery> = {}, selector?: Record<string, string>) =>
  servedQuestion({
    query: { queryType: 'absurd', model: 'fraud', ...query },
    settings: { models: [{ id: 'fraud', ...(selector === undefined ? {} : { selector }) }] },
  });
const question = asking();
const live = (requestId: string | undefined) => ({ requestId, role: 'live' });
const context = { signal: new AbortController().signal };
const range = { from: 0, to: 100_000 };

const answer = (
  requestId: string | undefined,
  prediction: string | number,
  confidence: number,
  role = 'shadow'
): GivenEvent => ({
  event: 'prediction',
  time: 10,
  requestId,
  predictionId: `${requestId}`,
  prediction,
  confidence,
  role,
});

describe('what the other side answered', () => {
  it('comes back whole: every class and every confidence, 1 and the threshold among them', async () => {
    const given = Array.from({ length: 3000 }, (_, i) =>
      answer(`r${i}`, `class ${i % 700}`, i % 3 === 0 ? 1 : i % 3 === 1 ? 0.95 : 0.95 + (i % 50) / 1001)
    );
    const others = await readOtherAnswers(tableEvents(given, { batch: 500 }), question, range, 0.95, context);
    given.forEach((one, i) => {
      const found = others.of(live(`r${i}`));
      expect(found?.prediction).toBe(`class ${i % 700}`);
      expect(found?.confidence).toBeCloseTo('confidence' in one ? (one.confidence ?? NaN) : NaN, 9);
    });
    expect(others.size).toBe(3000);
    expect(others.of(live('another'))).toBeUndefined();
    expect(others.of(live(undefined))).toBeUndefined();
  });

  it('leaves out what is unsure, keeps the first answer to a request, and counts those without an id', async () => {
    const others = await readOtherAnswers(
      tableEvents([
        answer('a', 'fraud', 0.99),
        answer('a', 'fine', 0.99),
        answer('b', 'fine', 0.5),
        answer('c', 1, 0.97),
        answer(undefined, 'fine', 0.99),
      ]),
      question,
      range,
      0.95,
      context
    );
    expect(others.of(live('a'))?.prediction).toBe('fraud');
    expect(others.of(live('b'))).toBeUndefined();
    expect(others.of(live('c'))?.prediction).toBe('1');
    expect(others.notices.join()).toContain('1 predictions of the other side have no request_id');
  });

  it('is asked for the same traffic, of any version', () => {
    const { filters } = sideQuestion(asking({ filters: { version: '7', country: 'DE' } }), 'shadow');
    expect(filters).toEqual([
      { label: 'country', op: '=', value: 'DE' },
      { label: 'role', op: '=', value: 'shadow' },
    ]);
  });

  it.each<{ readonly query: Partial<DriftQuery>; readonly sides: readonly string[] }>([
    { query: {}, sides: ['shadow'] },
    { query: { filters: { country: 'DE' } }, sides: ['shadow'] },
    { query: { filters: { role: 'live' } }, sides: ['shadow'] },
    { query: { filters: { role: 'shadow' } }, sides: ['served'] },
    // A version may have been on either side, and with several roles, or groups of them, there are both.
    { query: { filters: { version: '7' } }, sides: ['served', 'shadow'] },
    { query: { filters: { role: ['live', 'shadow'] } }, sides: ['served', 'shadow'] },
    { query: { groupBy: ['version'] }, sides: ['served', 'shadow'] },
  ])('is of $sides for $query', ({ query, sides }) => {
    expect(otherSides(asking(query))).toEqual(sides);
  });

  it('is not at hand where the settings show one role alone', () => {
    expect(otherSides(asking({}, { model: 'fraud', role: 'live' }))).toEqual([]);
  });

  it('counts the answers of a side only once a prediction was held against it', async () => {
    const events = tableEvents([answer('a', 'fraud', 0.99), answer('b', 'fine', 0.99, 'live')]);
    const others = await readOtherAnswers(events, asking({ filters: { version: '7' } }), range, 0.95, context);
    expect(others.size).toBe(0);
    expect(others.of({ requestId: 'b', role: 'shadow' })?.prediction).toBe('fine');
    // The version's own answer to the request is not one of another.
    expect(others.of({ requestId: 'a', role: 'shadow' })).toBeUndefined();
    expect(others.size).toBe(1);
  });
});
