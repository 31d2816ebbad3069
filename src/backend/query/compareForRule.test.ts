import { querySchema, type DriftQuery, type Settings } from '../../model';
import { dataset } from './dataset/dataset';
import { drift } from './drift';
import { numeric, tableUpstream } from './testing/tableUpstream';

const HOUR = 3_600_000;
const RANGE = { from: 100 * HOUR, to: 106 * HOUR };
const BEFORE = { from: RANGE.from - 24 * HOUR, to: RANGE.to - 24 * HOUR };
const SETTINGS: Settings = { models: [{ id: 'fraud', reference: { kind: 'offset', offset: '1d' } }] };

/** An upstream that counts how often it is asked for distributions, and may answer an error first. */
function counting(failures = 0) {
  const seen = { metric: 'model_feature', feature: 'amount', labels: { model: 'fraud' } };
  const table = tableUpstream([
    { ...seen, when: BEFORE, observation: numeric([10, 20], [500, 500, 1000]) },
    { ...seen, when: RANGE, observation: numeric([10, 20], [1500, 300, 200]) },
  ]);
  let [asked, left] = [0, failures];
  const upstream: typeof table = {
    ...table,
    distributions: async (question, range, context) => {
      asked += 1;
      left -= 1;
      if (left >= 0) {
        throw new Error('not this time');
      }
      return table.distributions(question, range, context);
    },
  };
  return { upstream, asked: () => asked };
}

function asker({ upstream }: Pick<ReturnType<typeof counting>, 'upstream'>, settings = SETTINGS) {
  let now = RANGE.to;
  const ask = async (
    handler: typeof drift,
    query: Partial<DriftQuery>,
    { range = RANGE, fromAlert = true, signal = new AbortController().signal } = {}
  ) => {
    const parsed = querySchema.parse({ queryType: handler === drift ? 'drift' : 'dataset', model: 'fraud', ...query });
    const request = { query: parsed, range, intervalMs: 1000, fromAlert };
    const frames = await handler(request, { instance: { settings, upstream }, signal, now: () => now });
    return frames.flatMap(({ fields }) => fields.map(({ name, values }) => [name, values[0]] as const));
  };
  return { ask, pass: (ms: number) => (now += ms) };
}

const PSI: Partial<DriftQuery> = { scores: ['psi'], features: ['amount'] };
const EFFECT: Partial<DriftQuery> = { ...PSI, metrics: ['effect'] };

describe('a comparison that rules share', () => {
  it('is made once for all that the rules of an instant want of it', async () => {
    const counted = counting();
    const { ask } = asker(counted);
    const [score] = await ask(drift, PSI);
    const once = counted.asked();
    const [effect] = await ask(drift, EFFECT);
    await Promise.all([ask(drift, PSI), ask(drift, EFFECT)]);
    expect(counted.asked()).toBe(once);
    // Another number of the same comparison, and not the same number once more.
    expect([score?.[0], effect?.[0]]).toEqual(['psi', 'effect']);
    expect(effect?.[1]).toBeLessThan(Number(score?.[1]));
  });

  it('answers what it would have answered alone', async () => {
    const together = asker(counting());
    await together.ask(drift, PSI);
    expect(await together.ask(drift, EFFECT)).toEqual(await asker(counting()).ask(drift, EFFECT));
    expect(await together.ask(dataset, { metrics: ['drifted_features'] })).toEqual(
      await asker(counting()).ask(dataset, { metrics: ['drifted_features'] })
    );
  });

  it.each([
    ['another instant', PSI, { range: { from: RANGE.from - 1000, to: RANGE.to - 1000 } }],
    ['other features', { ...PSI, features: ['/a/'] }, {}],
    ['another alpha', { ...PSI, alpha: 0.001 }, {}],
    ['a person, who may want to know it anew', PSI, { fromAlert: false }],
  ])('is made again for %s', async (_, query, how) => {
    const counted = counting();
    const { ask } = asker(counted);
    await ask(drift, PSI);
    const once = counted.asked();
    await ask(drift, query, how);
    expect(counted.asked()).toBe(2 * once);
  });

  it('is forgotten before the next evaluation', async () => {
    const counted = counting();
    const { ask, pass } = asker(counted);
    await ask(drift, PSI);
    const once = counted.asked();
    pass(60_000);
    await ask(drift, PSI);
    expect(counted.asked()).toBe(2 * once);
  });

  it('is made again where it failed', async () => {
    const { ask } = asker(counting(1));
    await expect(ask(drift, PSI)).rejects.toThrow('not this time');
    expect((await ask(drift, PSI))[0]?.[0]).toBe('psi');
  });

  it('is made again where the settings have changed', async () => {
    const counted = counting();
    await asker(counted).ask(drift, PSI);
    const once = counted.asked();
    await asker(counted, { ...SETTINGS }).ask(drift, PSI);
    expect(counted.asked()).toBe(2 * once);
  });

  it('does not end with the rule that asked first', async () => {
    const { ask } = asker(counting());
    const gone = new AbortController();
    const first = ask(drift, PSI, { signal: gone.signal });
    const second = ask(drift, EFFECT);
    gone.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    expect((await second)[0]?.[0]).toBe('effect');
  });
});
