import { ask, NOW, request } from './testing/ask';

type Said = Parameters<typeof request>[1];

const MINUTE = 60_000;

const AGREES: Said = { shadow: 'fraud' };

/** Ten requests a minute of the last hour; the shadow says what `said` makes of the minutes ago. */
const requests = (said: (minutesAgo: number) => Said) =>
  Array.from({ length: 590 }, (_, i) => {
    const ago = 59 - Math.floor(i / 10);
    return request(`r${i}`, {
      at: NOW - ago * MINUTE,
      live: 'fraud',
      label: 'fraud',
      ...said(ago + (i % 10) / 100),
    });
  }).flat();

const labelsOf = async (events: ReturnType<typeof requests>, metric: string, models?: Parameters<typeof ask>[2]) => {
  const [frame] = await ask(events, { metrics: [metric] }, { fromAlert: true, ...models });
  return frame?.fields[0]?.labels;
};

describe('the cause of what is recommended of a shadow', () => {
  it('says why it is worse, and since when it has been wrong more often', async () => {
    const events = requests((ago) => (ago < 20 ? { shadow: 'fine' } : AGREES));
    expect(await labelsOf(events, 'shadow_worse_cause')).toEqual({
      model: 'fraud',
      metric: 'shadow_worse',
      reason: expect.stringMatching(/^Worse: on 590 labelled pairs the shadow is right 3\d.* less often/),
      since: expect.stringMatching(/^about 23 Nov 11:(39|40|41) UTC$/),
    });
  });

  it('says since when it has failed, where that is what speaks against it', async () => {
    const events = requests((ago) => (ago < 30 ? { errors: [undefined, 'out of memory'] } : AGREES));
    expect(await labelsOf(events, 'shadow_worse_cause')).toMatchObject({
      reason: expect.stringContaining('fails'),
      since: expect.stringMatching(/^about 23 Nov 11:(29|30|31) UTC$/),
    });
  });

  it('says of one that may take over since when it has been compared', async () => {
    expect(
      await labelsOf(
        requests(() => AGREES),
        'shadow_better_cause'
      )
    ).toMatchObject({
      metric: 'shadow_better',
      since: '23 Nov 11:01 UTC',
    });
  });

  it('says nothing of one of which that is not recommended', async () => {
    expect(
      await labelsOf(
        requests(() => AGREES),
        'shadow_worse_cause'
      )
    ).toEqual({ model: 'fraud', metric: 'shadow_worse' });
  });
});
