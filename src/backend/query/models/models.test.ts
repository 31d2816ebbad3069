import { querySchema, type DriftQuery, type Settings } from '../../../model';
import type { ModelEvent } from '../../upstream/events';
import { tableEvents, type GivenEvent } from '../testing/tableEvents';
import { tableUpstream, type Entry } from '../testing/tableUpstream';
import { asText, changesOf } from './changes';
import { models } from './models';
import { historyOf } from './periods';

const DAY = 86_400_000;

const event = (day: number, version: string, stage: string, more: Partial<ModelEvent> = {}): ModelEvent => ({
  event: 'model',
  time: day * DAY,
  group: {},
  version,
  role: 'live',
  stage,
  hyperparameters: {},
  trainingData: undefined,
  runUrl: undefined,
  ...more,
});

const brief = (events: readonly ModelEvent[]) =>
  historyOf(events).periods.map(({ version, stage, since, until }) => [
    version,
    stage,
    since / DAY,
    until === undefined ? null : until / DAY,
  ]);

describe('which version served when', () => {
  it('is told by deployments: the next one ends the time of the one before', () => {
    expect(brief([event(1, '6', 'deployed'), event(4, '7', 'deployed')])).toEqual([
      ['6', 'replaced', 1, 4],
      ['7', 'deployed', 4, null],
    ]);
  });

  it('goes back to the version before after a roll-back, whether or not an event says so', () => {
    const events = [event(1, '6', 'deployed'), event(4, '7', 'deployed'), event(5, '7', 'rolled_back')];
    const expected = [
      ['6', 'replaced', 1, 4],
      ['7', 'rolled_back', 4, 5],
      ['6', 'deployed', 5, null],
    ];
    expect(brief(events)).toEqual(expected);
    expect(brief([...events, event(5.1, '6', 'deployed')])).toEqual(expected);
  });

  it('ends with a retirement, and nothing serves then', () => {
    expect(brief([event(1, '6', 'deployed'), event(4, '6', 'retired')])).toEqual([['6', 'retired', 1, 4]]);
  });

  it('counts a deployment that is told twice once, in whatever order the events come', () => {
    expect(brief([event(4, '7', 'deployed'), event(1, '6', 'deployed'), event(2, '6', 'deployed')])).toEqual([
      ['6', 'replaced', 1, 4],
      ['7', 'deployed', 4, null],
    ]);
  });

  it('keeps roles apart', () => {
    expect(
      brief([event(1, '6', 'deployed'), event(2, '7', 'deployed', { role: 'shadow' }), event(3, '7', 'retired')])
    ).toEqual([
      ['6', 'deployed', 1, null],
      ['7', 'deployed', 2, null],
    ]);
  });

  it('counts stages that are not known, and leaves them out', () => {
    const { periods, unknownStage } = historyOf([event(1, '6', 'promoted'), event(1, '6', 'promoted')]);
    expect(periods).toEqual([]);
    expect([...unknownStage]).toEqual([['promoted', 2]]);
  });

  it('has the facts of a version that any of its events tells', () => {
    const [first] = historyOf([
      event(1, '6', 'deployed', { hyperparameters: { depth: 6 }, trainingData: 's3://a' }),
      event(2, '6', 'deployed', { runUrl: 'https://runs/6' }),
    ]).periods;
    expect(first).toMatchObject({ hyperparameters: { depth: 6 }, trainingData: 's3://a', runUrl: 'https://runs/6' });
  });
});

describe('what changed between two versions', () => {
  it('is each hyperparameter, and the training data and run, that differ', () => {
    const { periods } = historyOf([
      event(1, '6', 'deployed', { hyperparameters: { depth: 6, rate: 0.1, gone: true }, trainingData: 'may' }),
      event(2, '7', 'deployed', { hyperparameters: { depth: 8, rate: 0.1, new: 'x' }, trainingData: 'june' }),
    ]);
    expect(changesOf(periods).map(({ from, to, what, before, after }) => [from, to, what, before, after])).toEqual([
      ['6', '7', 'hyperparameters.depth', '6', '8'],
      ['6', '7', 'hyperparameters.gone', 'true', undefined],
      ['6', '7', 'hyperparameters.new', undefined, 'x'],
      ['6', '7', 'training_data', 'may', 'june'],
    ]);
  });

  it('is nothing where the keys of an object come in another order', () => {
    expect(asText({ b: [1, { d: 1, c: 2 }], a: null })).toBe(asText({ a: null, b: [1, { c: 2, d: 1 }] }));
  });
});

const ask = (
  table: readonly GivenEvent[] | undefined,
  {
    query = {},
    fromAlert = false,
    entries = [],
  }: { query?: object; fromAlert?: boolean; entries?: readonly Entry[] } = {}
) => {
  const settings: Settings = {};
  const parsed: DriftQuery = querySchema.parse({ queryType: 'models', model: 'fraud', ...query });
  return models(
    { query: parsed, range: { from: 3 * DAY, to: 10 * DAY }, intervalMs: 60_000, fromAlert },
    {
      instance: {
        settings,
        upstream: tableUpstream(entries),
        ...(table === undefined ? {} : { events: tableEvents(table) }),
      },
      signal: new AbortController().signal,
      now: () => 10 * DAY,
    }
  );
};

const TOLD: readonly GivenEvent[] = [
  event(1, '5', 'deployed', { hyperparameters: { depth: 6, version: 'x' }, runUrl: 'https://runs/5' }),
  event(2, '6', 'deployed', { hyperparameters: { depth: 6 } }),
  event(4, '7', 'deployed', { hyperparameters: { depth: 8, loss: 'focal' } }),
  event(5, '7', 'rolled_back'),
].map(({ group: _group, ...rest }) => rest);

describe('a query of the kind models', () => {
  it('answers the versions that served in the time range, the latest first, a column a hyperparameter', async () => {
    const [versions] = await ask(TOLD, { query: { frames: ['versions'] } });
    const column = (name: string) => versions?.fields.find((field) => field.name === name)?.values;
    expect(column('version')).toEqual(['6', '7', '6']);
    expect(column('stage')).toEqual(['deployed', 'rolled_back', 'replaced']);
    expect(column('since')).toEqual([5 * DAY, 4 * DAY, 2 * DAY]);
    expect(column('until')).toEqual([null, 5 * DAY, 4 * DAY]);
    expect(column('depth')).toEqual([6, 8, 6]);
    expect(column('loss')).toEqual([null, 'focal', null]);
  });

  it('tells a hyperparameter from a column of the same name', async () => {
    const [versions] = await ask(TOLD.slice(0, 1), { query: { frames: ['versions'] } });
    expect(versions?.fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['version', 'hyperparameter_version'])
    );
  });

  it('answers what changed, and what happened as annotations', async () => {
    const frames = await ask(TOLD, { query: { frames: ['changes', 'timeline'] } });
    const column = (at: number, name: string) => frames[at]?.fields.find((field) => field.name === name)?.values;
    expect(column(0, 'what')).toEqual([
      'hyperparameters.depth',
      'hyperparameters.loss',
      'hyperparameters.depth',
      'hyperparameters.loss',
    ]);
    expect(column(1, 'title')).toEqual([
      'live: version 7 deployed',
      'live: version 7 rolled back',
      'live: version 6 serves again',
    ]);
    expect(column(1, 'text')?.[0]).toBe('hyperparameters.depth: 6 → 8; hyperparameters.loss: not set → focal');
    expect(column(1, 'tags')?.[0]).toBe('model,deployed,live,version 7');
  });

  const differences = async (query: object, table = TOLD) => {
    const [changes] = await ask(table, { query: { frames: ['changes'], ...query } });
    const column = (name: string) => changes?.fields.find((field) => field.name === name)?.values ?? [];
    return column('what').map((what, i) => [
      column('from')[i],
      column('to')[i],
      what,
      column('before')[i],
      column('after')[i],
    ]);
  };

  it('compares any two versions: the one that the reference names, and those that are looked at', async () => {
    const candidate = event(6, '9', 'deployed', { role: 'shadow', hyperparameters: { depth: 9 } });
    const { group: _group, ...line } = candidate;
    const told = [...TOLD, line];
    const against = { reference: { kind: 'labels', labels: { version: '5' } } };
    expect(await differences({ ...against, filters: { version: '9' } }, told)).toEqual([
      ['5', '9', 'hyperparameters.depth', '6', '9'],
      ['5', '9', 'hyperparameters.version', 'x', null],
      ['5', '9', 'run_url', 'https://runs/5', null],
    ]);
    // Without a filter: with each version of the time range, whichever role it serves.
    const pairs = (await differences(against, told)).map(([from, to]) => `${String(from)} ${String(to)}`);
    expect([...new Set(pairs)]).toEqual(['5 9', '5 6', '5 7']);
  });

  it('names the versions that there are where a reference names none of them, and refuses what is no version', async () => {
    const reference = { kind: 'labels', labels: { version: '4' } };
    await expect(ask(TOLD, { query: { reference } })).rejects.toThrow(/no such version .* known are 5, 6, 7\./);
    for (const other of [
      { kind: 'offset', offset: '1d' },
      { kind: 'labels', labels: { role: 'live' } },
      { kind: 'labels', labels: { version: '5', country: 'DE' } },
    ]) {
      await expect(ask(TOLD, { query: { reference: other } })).rejects.toThrow(/"labels": \{"version": "6"\}/);
    }
  });

  it('knows when a version was replaced, and by what it differs, though it is the only one that is looked at', async () => {
    const [versions] = await ask(TOLD, { query: { frames: ['versions'], filters: { version: '6' } } });
    const column = (name: string) => versions?.fields.find((field) => field.name === name)?.values;
    expect(column('stage')).toEqual(['deployed', 'replaced']);
    expect(column('until')).toEqual([null, 4 * DAY]);
    expect(await differences({ filters: { version: '7' } })).toEqual([
      ['6', '7', 'hyperparameters.depth', '6', '8'],
      ['6', '7', 'hyperparameters.loss', null, 'focal'],
    ]);
    await expect(ask(TOLD, { query: { filters: { version: ['4', '8'] } } })).rejects.toThrow(
      /No version of fraud that served is one of those that the filters pick: known are 5, 6, 7\./
    );
  });

  it('leads to the training run where each can be opened, and nowhere else', async () => {
    const links = async (url: string) => {
      const { group: _group, ...line } = event(4, '7', 'deployed', { runUrl: url });
      const [versions] = await ask([...TOLD.slice(0, 1), line], { query: { frames: ['versions'] } });
      return versions?.fields.find(({ name }) => name === 'run_url')?.config?.links;
    };
    expect(await links('https://runs/7')).toEqual([
      { title: 'Open the training run', url: '${__value.raw}', targetBlank: true },
    ]);
    expect(await links('javascript:alert(1)')).toBeUndefined();
    expect(await links('run 7')).toBeUndefined();
  });

  it('answers a rule one number a role', async () => {
    const frames = await ask(TOLD, { fromAlert: true, query: { metrics: ['live_versions', 'rollbacks'] } });
    expect(frames.map(({ fields: [field] }) => [field?.name, field?.labels, field?.values[0]])).toEqual([
      ['live_versions', { model: 'fraud', role: 'live', metric: 'live_versions' }, 1],
      ['rollbacks', { model: 'fraud', role: 'live', metric: 'rollbacks' }, 1],
    ]);
  });

  it('says what to log where no deployment is known', async () => {
    await expect(ask([])).rejects.toThrow(
      /No deployment of fraud .*version and stage .* {model="fraud",event="model"}/
    );
  });

  it('takes the versions from model_info where there is no log, and says what that cannot tell', async () => {
    const seen = (version: string, from: number, to: number): Entry => ({
      metric: 'model_info',
      feature: 'model_info',
      labels: { model: 'fraud', version, role: 'live', stage: '', depth: version, instance: 'a:80' },
      when: { from: from * DAY, to: to * DAY },
      observation: { kind: 'samples', values: [1] },
    });
    const [versions] = await ask(undefined, {
      query: { frames: ['versions'] },
      entries: [seen('6', 0, 5), seen('7', 5, 11)],
    });
    const column = (name: string) => versions?.fields.find((field) => field.name === name)?.values;
    expect(column('version')).toEqual(['7', '6']);
    expect(column('stage')).toEqual(['deployed', 'replaced']);
    expect(column('depth')).toEqual(['7', '6']);
    expect(column('until')?.[0]).toBeNull();
    expect(Math.abs(Number(column('since')?.[0]) - 5 * DAY)).toBeLessThan(DAY / 20);
    expect(versions?.fields.map(({ name }) => name)).not.toContain('instance');
    expect(versions?.meta.notices?.[0]?.text).toMatch(/reads no log/);
  });

  it('says what to set where there is neither a log nor model_info', async () => {
    await expect(ask(undefined)).rejects.toThrow(/set loki\.url.*no gauge model_info/);
  });
});
