import type { DriftQuery, Settings } from '../../model';
import { TidemarkError } from '../errors';
import type { Upstream } from '../upstream/upstream';
import { compare } from './compare';
import { categorical, numeric, tableUpstream, type Entry } from './testing/tableUpstream';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const range = { from: NOW - HOUR, to: NOW };
const yesterday = { from: NOW - DAY - HOUR, to: NOW - DAY };

const calm = numeric([10, 20, 30], [2500, 2500, 2500, 2500]);
const moved = numeric([10, 20, 30], [500, 1000, 3500, 5000]);

/** A feature that moved today, and one that stayed. */
const entries: readonly Entry[] = [
  { metric: 'model_feature', feature: 'amount', labels: { model: 'fraud' }, observation: calm, when: yesterday },
  { metric: 'model_feature', feature: 'amount', labels: { model: 'fraud' }, observation: moved, when: range },
  { metric: 'model_feature', feature: 'age', labels: { model: 'fraud' }, observation: calm },
  {
    metric: 'model_feature_category_total',
    feature: 'country',
    labels: { model: 'fraud' },
    observation: categorical({ DE: 600, FR: 400 }),
  },
];

function ask(
  upstream: Upstream,
  query: Partial<DriftQuery> = {},
  { settings = {}, fromAlert = false }: { settings?: Settings; fromAlert?: boolean } = {}
) {
  return compare(
    { query: { queryType: 'drift', model: 'fraud', ...query } as DriftQuery, range, intervalMs: 60_000, fromAlert },
    { instance: { settings, upstream }, signal: new AbortController().signal, now: () => range.to }
  );
}

async function refusal(asked: Promise<unknown>): Promise<{ code: string; message: string }> {
  const thrown: unknown = await asked.then(
    () => undefined,
    (error: unknown) => error
  );
  if (!(thrown instanceof TidemarkError)) {
    throw new Error(`expected a refusal, got ${String(thrown)}`);
  }
  return { code: thrown.code, message: thrown.message };
}

describe('compare', () => {
  it('judges every feature of both sources, in order of their names', async () => {
    const { rows } = await ask(tableUpstream(entries));
    expect(rows.map(({ feature, assessment }) => [feature, assessment.verdict])).toEqual([
      ['age', 'ok'],
      ['amount', 'drift'],
      ['country', 'ok'],
    ]);
  });

  it('asks one question a source and side', async () => {
    const upstream = tableUpstream(entries);
    await ask(upstream);
    expect(upstream.asked.map(({ question, range: { to } }) => [question.source.metric, to])).toEqual([
      ['model_feature', range.to],
      ['model_feature_category_total', range.to],
      ['model_feature', yesterday.to],
      ['model_feature_category_total', yesterday.to],
    ]);
  });

  it('corrects significance over all features together', async () => {
    const { rows } = await ask(tableUpstream(entries));
    const alone = (await ask(tableUpstream(entries), { features: ['amount'] })).rows[0]?.assessment;
    const amount = rows.find(({ feature }) => feature === 'amount')?.assessment;
    expect(alone?.pValue).toBe(amount?.pValue);
    expect(alone?.pAdjusted).toBeCloseTo(alone?.pValue ?? NaN, 12);
    expect(rows.every(({ assessment: { pValue, pAdjusted } }) => (pAdjusted ?? 0) >= (pValue ?? 1))).toBe(true);
  });

  it('compares with a stretch of time, with other labels, and with a profile', async () => {
    const versions: readonly Entry[] = [
      { metric: 'model_feature', feature: 'amount', labels: { model: 'fraud', version: '6' }, observation: calm },
      { metric: 'model_feature', feature: 'amount', labels: { model: 'fraud', version: '7' }, observation: moved },
    ];
    const settings: Settings = {
      profiles: [{ name: 'train', features: [{ name: 'amount', edges: [10, 20, 30], counts: [1, 1, 1, 1] }] }],
    };
    const references: ReadonlyArray<DriftQuery['reference']> = [
      { kind: 'range', from: new Date(yesterday.from).toISOString(), to: new Date(yesterday.to).toISOString() },
      { kind: 'labels', labels: { version: '6' } },
      { kind: 'profile', name: 'train' },
    ];
    const counts = await Promise.all(
      references.map(async (reference) => {
        const table = reference?.kind === 'range' ? entries : versions;
        const filters: Record<string, string> = reference?.kind === 'range' ? {} : { version: '7' };
        const { rows } = await ask(tableUpstream(table), { reference, features: ['amount'], filters }, { settings });
        return [rows[0]?.assessment.referenceCount, rows[0]?.assessment.currentCount];
      })
    );
    expect(counts).toEqual([
      [10000, 10000],
      [10000, 10000],
      [4, 10000],
    ]);
  });

  it('compares each group with its own past, and with the whole of a profile', async () => {
    const grouped = ['DE', 'FR'].map((country): Entry => {
      const observation = country === 'DE' ? moved : calm;
      return { metric: 'model_feature', feature: 'amount', labels: { model: 'fraud', country }, observation };
    });
    const settings: Settings = {
      profiles: [{ name: 'train', features: [{ name: 'amount', edges: [10, 20, 30], counts: [500, 500, 500, 500] }] }],
    };
    const past = await ask(tableUpstream(grouped), { groupBy: ['country'] });
    expect(past.rows.map(({ group, assessment }) => [group['country'], assessment.verdict])).toEqual([
      ['DE', 'ok'],
      ['FR', 'ok'],
    ]);
    const profile = await ask(
      tableUpstream(grouped),
      { groupBy: ['country'], reference: { kind: 'profile', name: 'train' } },
      { settings }
    );
    expect(profile.rows.map(({ group, assessment }) => [group['country'], assessment.verdict])).toEqual([
      ['DE', 'drift'],
      ['FR', 'ok'],
    ]);
  });

  it('compares every version with the one that the reference names', async () => {
    const versions = ['6', '7', '8'].map((version): Entry => {
      const observation = version === '8' ? moved : calm;
      return { metric: 'model_feature', feature: 'amount', labels: { model: 'fraud', version }, observation };
    });
    const { rows } = await ask(tableUpstream(versions), {
      groupBy: ['version'],
      reference: { kind: 'labels', labels: { version: '6' } },
    });
    expect(rows.map(({ group, assessment }) => [group['version'], assessment.verdict])).toEqual([
      ['6', 'ok'],
      ['7', 'ok'],
      ['8', 'drift'],
    ]);
  });

  it('keeps a feature that has vanished, and one that is new, with what can be said of them', async () => {
    const { rows } = await ask(
      tableUpstream([
        ...entries,
        { metric: 'model_feature', feature: 'gone', labels: { model: 'fraud' }, observation: calm, when: yesterday },
        { metric: 'model_feature', feature: 'new', labels: { model: 'fraud' }, observation: calm, when: range },
      ])
    );
    const shown = rows.map(({ feature, assessment: { verdict, referenceCount, currentCount } }) => ({
      feature,
      verdict,
      referenceCount,
      currentCount,
    }));
    expect(shown).toContainEqual({ feature: 'gone', verdict: 'insufficient', referenceCount: 10000, currentCount: 0 });
    expect(shown).toContainEqual({ feature: 'new', verdict: 'insufficient', referenceCount: 0, currentCount: 10000 });
  });

  it('lets one feature that cannot be used leave its neighbours whole', async () => {
    const broken = { kind: 'unusable', message: 'there is no +Inf bucket.' } as const;
    const { rows } = await ask(
      tableUpstream([
        ...entries,
        { metric: 'model_feature', feature: 'bad', labels: { model: 'fraud' }, observation: broken },
      ])
    );
    expect(rows.find(({ feature }) => feature === 'bad')?.assessment.reason).toContain('there is no +Inf bucket.');
    expect(rows.find(({ feature }) => feature === 'amount')?.assessment.verdict).toBe('drift');
  });

  it('fails where nothing of what was asked for can be used', async () => {
    const broken = { kind: 'unusable', message: 'there is no +Inf bucket.' } as const;
    const upstream = tableUpstream([
      { metric: 'model_feature', feature: 'bad', labels: { model: 'fraud' }, observation: broken },
    ]);
    expect(await refusal(ask(upstream))).toEqual({
      code: 'unusable_data',
      message: 'bad: Reference: there is no +Inf bucket.',
    });
  });

  it('shows what both the histogram and the counter have but once, and says so', async () => {
    const { rows, notices } = await ask(
      tableUpstream([
        ...entries,
        {
          metric: 'model_feature_category_total',
          feature: 'age',
          labels: { model: 'fraud' },
          observation: categorical({ x: 1 }),
        },
      ])
    );
    expect(rows.filter(({ feature }) => feature === 'age')).toHaveLength(1);
    expect(notices).toEqual([expect.stringContaining('age: both the histogram and the counter')]);
  });

  it('keeps what the upstream said, once, and what it was asked, side by side', async () => {
    const { notices, executed } = await ask(tableUpstream(entries, { notices: ['a limit was met'] }));
    expect(notices).toEqual(['a limit was met']);
    expect(executed.split('\n').slice(0, 2)).toEqual([
      '# current: 2026-11-23T11:00:00.000Z to 2026-11-23T12:00:00.000Z',
      'all of model_feature',
    ]);
    expect(executed).toContain('# reference: 2026-11-22T11:00:00.000Z to 2026-11-22T12:00:00.000Z');
  });
});

describe('compare, where something is missing', () => {
  const past = entries.map((entry) => ({ ...entry, when: yesterday }));
  const present = entries.map((entry) => ({ ...entry, when: range }));

  it('names the feature that is not there, and the closest that are', async () => {
    expect(await refusal(ask(tableUpstream(entries), { features: ['amuont'] }))).toEqual({
      code: 'unknown_feature',
      message: 'No feature "amuont": there is "amount", "age", "country".',
    });
  });

  it('says that no feature matches an expression', async () => {
    expect(await refusal(ask(tableUpstream(entries), { features: ['/^zzz/'] }))).toMatchObject({
      code: 'unknown_feature',
      message: expect.stringContaining('No feature matches: there is "age"'),
    });
  });

  it('shows the features that are there, and says of the one that is not that it is not', async () => {
    const { rows } = await ask(tableUpstream(entries), { features: ['amount', 'amuont'] });
    expect(rows.map(({ feature, assessment }) => [feature, assessment.verdict])).toEqual([
      ['amount', 'drift'],
      ['amuont', 'insufficient'],
    ]);
    expect(rows[1]?.assessment.reason).toContain('neither now nor in the reference: check its name');
  });

  it('names the models that the upstream shows where the one asked for is none', async () => {
    expect(await refusal(ask(tableUpstream(entries), { model: 'frod' }))).toEqual({
      code: 'unknown_model',
      message: 'No model "frod": the upstream shows "fraud".',
    });
  });

  it('says where and when nothing was observed now', async () => {
    const { code, message } = await refusal(ask(tableUpstream(past)));
    expect(code).toBe('no_current_data');
    expect(message).toContain('2026-11-23T11:00:00Z to 2026-11-23T12:00:00Z');
    expect(message).toContain('model_feature_bucket{model="fraud",role!="shadow"}');
    expect(message).toContain('The shadow is left out: filter by role to see it.');
  });

  it('takes counters that did not move for nothing observed', async () => {
    const still = [{ ...present[0], observation: numeric([10], [0, 0]) } as Entry, past[0] as Entry];
    expect((await refusal(ask(tableUpstream(still)))).code).toBe('no_current_data');
  });

  it('answers an alert rule with no values, so that it becomes NoData and not an error', async () => {
    const { rows } = await ask(tableUpstream(past), {}, { fromAlert: true });
    expect(rows.map(({ feature }) => feature)).toEqual(['age', 'amount', 'country']);
    expect(rows.every(({ assessment }) => assessment.scores.psi?.ok === false)).toBe(true);
  });

  it('is an error for an alert rule, too, where there was never anything', async () => {
    expect((await refusal(ask(tableUpstream([]), {}, { fromAlert: true }))).code).toBe('no_current_data');
  });

  it('says that the reference is empty, and which', async () => {
    const { code, message } = await refusal(ask(tableUpstream(present)));
    expect(code).toBe('no_reference_data');
    expect(message).toContain('the same time 1d earlier: 2026-11-22T11:00:00Z');
  });

  it('says that the reference lies outside retention where the upstream tells how far it goes back', async () => {
    const { code, message } = await refusal(ask(tableUpstream(present, { oldest: NOW - 2 * HOUR })));
    expect(code).toBe('no_reference_data');
    expect(message).toContain('outside retention: the oldest data of the upstream is of 2026-11-23T10:00:00Z');
  });

  it('says that a profile holds none of the features', async () => {
    const settings: Settings = { profiles: [{ name: 'train', features: [] }] };
    expect(
      (await refusal(ask(tableUpstream(present), { reference: { kind: 'profile', name: 'train' } }, { settings })))
        .message
    ).toContain('profile train, holds none of these features');
  });

  it('passes on why the upstream failed', async () => {
    const fault = new TidemarkError('upstream_unreachable', 'connection refused');
    expect((await refusal(ask(tableUpstream(entries, { faults: { model_feature: fault } })))).code).toBe(
      'upstream_unreachable'
    );
  });
});
