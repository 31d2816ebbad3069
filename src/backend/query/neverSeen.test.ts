import { querySchema, type Settings } from '../../model';
import { createSampleEvents } from '../upstream/sample/events';
import { createSampleUpstream } from '../upstream/sample';
import { absurd } from './absurd/absurd';
import { withoutValues } from './neverSeen';
import { modelPerformance } from './performance/performance';
import { quality } from './quality/quality';
import type { Handler } from './request';
import { shadow } from './shadow/shadow';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 23, 20, 7, 33);
const SETTINGS: Settings = { models: [{ id: 'fraud', task: 'binary' }], privateFields: ['features.device_score'] };
const clock = { now: () => NOW };
const sample = { settings: SETTINGS, upstream: createSampleUpstream(clock), events: createSampleEvents(clock) };

/** What is said of a question about the sample's last half hour. */
async function said(handler: Handler, query: object): Promise<readonly string[]> {
  const frames = await handler(
    {
      query: querySchema.parse({ model: 'fraud', reference: { kind: 'offset', offset: '1h' }, ...query }),
      range: { from: NOW - 30 * MINUTE, to: NOW },
      intervalMs: MINUTE,
      fromAlert: false,
    },
    { instance: sample, signal: new AbortController().signal, now: clock.now }
  );
  return frames.flatMap(({ meta }) => meta.notices ?? []).map(({ text }) => text);
}

const GROUP = /^groupBy: "contry" parts nothing, for no line holds it\. No line has .* "contry": there is "country", /;
const FEATURE = /^features: no line holds "amuont"\. No line has .* "amuont": there is "amount", /;

describe('a name that no line holds', () => {
  it.each<[string, Handler, object]>([
    ['shadow', shadow, { queryType: 'shadow', frames: ['segments'] }],
    ['absurd', absurd, { queryType: 'absurd', frames: ['segments'] }],
    ['performance', modelPerformance, { queryType: 'performance', frames: ['summary'], metrics: ['accuracy'] }],
  ])('is no group of %s without a word', async (_, handler, query) => {
    expect(await said(handler, { ...query, groupBy: ['contry'] })).toEqual(
      expect.arrayContaining([expect.stringMatching(GROUP)])
    );
    expect((await said(handler, { ...query, groupBy: ['country'] })).join()).not.toContain('parts nothing');
  });

  it.each<[string, Handler, object]>([
    ['shadow', shadow, { queryType: 'shadow', frames: ['rows'] }],
    // In half an hour there need be no error: what is impossible here is certain.
    ['absurd', absurd, { queryType: 'absurd', frames: ['rows'], absurd: { rules: [{ name: 'all', when: 'confidence >= 0.0' }] } }], // prettier-ignore
  ])('is no empty column of %s without a word, and a private one is not searched for', async (_, handler, query) => {
    const notices = await said(handler, { ...query, features: ['amuont', 'amount', 'device_score'] });
    expect(notices).toEqual(expect.arrayContaining([expect.stringMatching(FEATURE)]));
    expect(notices.filter((text) => text.startsWith('features:'))).toHaveLength(1);
  });

  it('is refused by quality, which would have nothing to look at, and said beside those that are there', async () => {
    const query = { queryType: 'quality', frames: ['summary'] };
    await expect(said(quality, { ...query, features: ['amuont'] })).rejects.toThrow(FEATURE);
    expect(await said(quality, { ...query, features: ['amuont', 'country'] })).toEqual([
      expect.stringMatching(FEATURE),
    ]);
  });

  it('is not told by no row', () => {
    expect(withoutValues(['a'], [])).toEqual([]);
    expect(withoutValues(['a', 'b', 'c'], [{ a: '', b: 0 }, { a: null }])).toEqual(['a', 'c']);
  });
});
