import { tableEvents } from '../testing/tableEvents';
import { ask, cells, HOUR, NOW } from './testing/ask';

/** An hour's hundred predictions, of which so many are wrong. */
const hour = (hoursAgo: number, wrong: number) =>
  cells(
    [
      ['fraud', 'fraud', 100 - wrong, 0.9],
      ['fraud', 'legit', wrong, 0.9],
    ],
    { from: NOW - hoursAgo * HOUR, to: NOW - (hoursAgo - 1) * HOUR }
  );

const hours = (wrongOf: (hoursAgo: number) => number) =>
  Array.from({ length: 24 }, (_, i) => hour(i + 1, wrongOf(i + 1))).flat();

async function causeOf(events: ReturnType<typeof hours>, metric = 'accuracy_cause') {
  const [frame, ...more] = await ask({
    events: tableEvents(events),
    query: { metrics: [metric] },
    model: { task: 'binary', positive: 'fraud', labels: { delay: '1s' } },
    fromAlert: true,
    now: NOW + HOUR,
  });
  expect(more).toEqual([]);
  return frame?.fields[0]?.labels;
}

describe('the cause of a performance that has fallen', () => {
  it('says in which hour it fell', async () => {
    expect(await causeOf(hours((ago) => (ago <= 6 ? 30 : 8)))).toEqual({
      model: 'fraud',
      metric: 'accuracy',
      kind: 'realised',
      since: 'about 23 Nov 06:00 UTC',
    });
  });

  it('says that it fell before, where no part of the time is worse than another by more than chance explains', async () => {
    expect(await causeOf(hours((ago) => (ago % 2 === 0 ? 29 : 31)))).toMatchObject({
      since: expect.stringMatching(/^before 22 Nov 1[23]:00 UTC$/),
    });
  });

  it('does not take for its beginning that it has got better', async () => {
    expect(await causeOf(hours((ago) => (ago <= 6 ? 8 : 30)))).toMatchObject({
      since: expect.stringMatching(/^before /),
    });
  });
});
