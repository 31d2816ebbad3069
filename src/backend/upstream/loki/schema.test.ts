import type { LokiApi } from './api';
import { ServerLimits } from './limits';
import { Schemas } from './schema';

const SOURCE = { matchers: [{ label: 'model', op: '=', value: 'fraud' }] } as const;
const MINUTE = 60_000;
const { signal } = new AbortController();

/** A log whose first stream begins at an instant, and which counts how often it is asked for labels. */
function logFrom(begin: number) {
  let asked = 0;
  let now = 0;
  const labelNames: LokiApi['labelNames'] = async (_selector, { to }) => {
    asked += 1;
    return to > begin ? ['model'] : [];
  };
  const schemas = new Schemas({ labelNames } as unknown as LokiApi, new ServerLimits(), () => now);
  return {
    isEmpty: (from: number, to: number) => schemas.isEmpty(SOURCE, { from, to }, signal),
    asked: () => asked,
    pass: (ms: number) => (now += ms),
  };
}

describe('whether there is a stream at all', () => {
  it('is told of each range by itself: that one minute is empty says nothing of the next', async () => {
    const log = logFrom(2 * MINUTE);
    expect(await log.isEmpty(0, MINUTE)).toBe(true);
    expect(await log.isEmpty(MINUTE, 3 * MINUTE)).toBe(false);
  });

  it('is not asked again a moment later, and is asked anew where nothing was', async () => {
    const log = logFrom(2 * MINUTE);
    await log.isEmpty(0, MINUTE);
    await log.isEmpty(0, MINUTE);
    expect(log.asked()).toBe(1);
    log.pass(3_000);
    await log.isEmpty(0, MINUTE);
    expect(log.asked()).toBe(2);
    await log.isEmpty(0, 3 * MINUTE);
    await log.isEmpty(1, 3 * MINUTE + 1);
    expect(log.asked()).toBe(3);
  });

  it('is not claimed of a range that Loki does not look at as a whole', async () => {
    const log = logFrom(Infinity);
    expect(await log.isEmpty(0, 90 * 24 * 60 * MINUTE)).toBe(false);
  });
});
