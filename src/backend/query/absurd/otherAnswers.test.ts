import { eventQuestion } from '../resolveEvents';
import { tableEvents, type GivenEvent } from '../testing/tableEvents';
import { otherQuestion, readOtherAnswers, rolesOf } from './otherAnswers';

const question = eventQuestion('prediction', {
  query: { queryType: 'absurd', model: 'fraud', filters: { version: '7', country: 'DE' } },
  settings: {},
});
const context = { signal: new AbortController().signal };
const range = { from: 0, to: 100_000 };

const answer = (requestId: string | undefined, prediction: string | number, confidence: number): GivenEvent => ({
  event: 'prediction',
  time: 10,
  requestId,
  predictionId: `${requestId}`,
  prediction,
  confidence,
  role: 'shadow',
});

describe('what the other side answered', () => {
  it('comes back whole: every class and every confidence, 1 and the threshold among them', async () => {
    const given = Array.from({ length: 3000 }, (_, i) =>
      answer(`r${i}`, `class ${i % 700}`, i % 3 === 0 ? 1 : i % 3 === 1 ? 0.95 : 0.95 + (i % 50) / 1001)
    );
    const others = await readOtherAnswers(
      tableEvents(given, { batch: 500 }),
      { ...question, filters: [] },
      range,
      0.95,
      context
    );
    expect(others.size).toBe(3000);
    given.forEach((one, i) => {
      const found = others.of(`r${i}`);
      expect(found?.prediction).toBe(`class ${i % 700}`);
      expect(found?.confidence).toBeCloseTo('confidence' in one ? (one.confidence ?? NaN) : NaN, 9);
    });
    expect(others.of('another')).toBeUndefined();
    expect(others.of(undefined)).toBeUndefined();
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
      { ...question, filters: [] },
      range,
      0.95,
      context
    );
    expect(others.of('a')?.prediction).toBe('fraud');
    expect(others.of('b')).toBeUndefined();
    expect(others.of('c')?.prediction).toBe('1');
    expect(others.notices.join()).toContain('1 predictions of the other side have no request_id');
  });

  it('is asked for the same traffic, of any version', () => {
    expect(otherQuestion(question, [{ label: 'role', op: '=', value: 'shadow' }]).filters).toEqual([
      { label: 'country', op: '=', value: 'DE' },
      { label: 'role', op: '=', value: 'shadow' },
    ]);
  });

  it('is of no side where a query looks at both', () => {
    expect(rolesOf([{ label: 'role', op: '=~', value: 'live|shadow' }])).toEqual({ own: [], other: undefined });
  });
});
