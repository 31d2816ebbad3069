import type { Settings } from '../../model';
import { compilePack } from '../compile';
import { RememberingGrafana } from '../testing/RememberingGrafana';
import { SETTINGS, withAlerting } from '../testing/settings';
import { desiredOf, nothingOf, type Desired } from './desired';
import { isRecord, textOf, type Snapshot, type Told } from './objects';
import { planOf, type Plan, type PlanOptions } from './plan';
import { readSnapshot } from './read';
import { runSteps, runUndo, type Outcome } from './run';
import { changedBetween } from './verify';

/** What a person types in place of the variables. */
const VALUES = { RISK_URL: 'https://chat.example.com/hooks/secret-of-risk', DATA_KEY: 'secret-of-data' };
const NIGHTS = { name: 'nights', intervals: [{ times: [{ from: '20:00', to: '24:00' }] }] };
const FULL = withAlerting({ muteTimings: [NIGHTS] });

function desired(settings: Settings, uid = 'tidemark'): Desired {
  const packed = compilePack(settings, uid);
  if (!packed.ok) {
    throw new Error(JSON.stringify(packed.problems));
  }
  return desiredOf(packed.pack);
}

async function read(grafana: RememberingGrafana): Promise<Snapshot> {
  const answer = await readSnapshot(grafana);
  if (!answer.ok) {
    throw new Error(answer.refusal.message);
  }
  return answer.snapshot;
}

async function plan(grafana: RememberingGrafana, wanted: Desired, options: PlanOptions = {}): Promise<Plan> {
  return planOf(wanted, await read(grafana), options);
}

/** A person types each secret once. */
const typed = (grafana: RememberingGrafana): PlanOptions => (grafana.points.length < 2 ? { values: VALUES } : {});

async function apply(
  grafana: RememberingGrafana,
  wanted: Desired,
  options: PlanOptions = typed(grafana)
): Promise<Outcome> {
  return runSteps((await plan(grafana, wanted, options)).steps, grafana);
}

/** One that people work with already. */
function inUse(): RememberingGrafana {
  const grafana = new RememberingGrafana();
  grafana.folders = [{ uid: 'ops', title: 'Ops' }];
  grafana.rules = [
    {
      uid: 'disk',
      title: 'Disk is full',
      folderUID: 'ops',
      ruleGroup: 'machines',
      labels: { team: 'ops' },
      notification_settings: { receiver: 'ops mail' },
      data: [],
    },
  ];
  grafana.points = [{ uid: 'ops-mail', name: 'ops mail', type: 'email', settings: { addresses: 'ops@example.com' } }];
  grafana.timings = [{ name: 'weekends', time_intervals: [{ weekdays: ['saturday'] }], version: '1' }];
  grafana.templates = [{ name: 'ops', template: '{{ define "ops" }}{{ end }}' }];
  grafana.policies = {
    receiver: 'ops mail',
    group_by: ['alertname'],
    routes: [{ receiver: 'ops mail', object_matchers: [['team', '=', 'ops']] }],
  };
  return grafana;
}

const held = ({ changes }: Plan) =>
  changes.flatMap(({ name, held: why }) => (why === undefined ? [] : [`${name}: ${why}`]));
const changed = (list: readonly Told[], uid: string, change: (told: Told) => Told): Told[] =>
  list.map((one) => (one['uid'] === uid || one['name'] === uid ? change(one) : one));

describe('applying a pack', () => {
  it('says first what it would make, then makes it, and then has nothing more to do', async () => {
    const grafana = inUse();
    const wanted = desired(FULL);
    const first = await plan(grafana, wanted, { values: VALUES });
    expect(new Set(first.changes.map(({ what }) => what))).toEqual(new Set(['make']));
    expect(first.changes.filter(({ kind }) => kind === 'rule')).toHaveLength(
      wanted.groups.flatMap(({ rules }) => rules).length
    );
    expect(first).toMatchObject({ blocked: false, missing: [] });
    expect(await runSteps(first.steps, grafana)).toMatchObject({ kept: [] });
    expect(await plan(grafana, wanted, {})).toMatchObject({ changes: [], steps: [], missing: [] });
  });

  it('leaves what is not its own as it was, and everything so when it is undone', async () => {
    const grafana = inUse();
    const [before, state] = [await read(grafana), grafana.state()];
    const { done } = await apply(grafana, desired(FULL));
    const theirs = changedBetween(before, await read(grafana)).filter(
      (key) => !/tidemark-|nights|template tidemark/.test(key)
    );
    expect(theirs).toEqual([]);
    expect(await runUndo(done, grafana)).toEqual([]);
    expect(grafana.state()).toBe(state);
  });

  it('leaves what it makes to be edited, unless asked', async () => {
    const open = inUse();
    await apply(open, desired(FULL));
    expect(open.writes.filter(({ editable }) => !editable)).toEqual([]);
    const locked = inUse();
    await apply(locked, desired(FULL), { values: VALUES, lock: true });
    expect(locked.rules.filter(({ provenance }) => provenance === 'api').length).toBeGreaterThan(10);
    // What is locked can be changed without being opened, which Grafana refuses.
    const { failed } = await apply(locked, desired({ ...FULL, models: FULL.models?.slice(0, 1) ?? [] }), {
      values: VALUES,
    });
    expect(failed).toBeUndefined();
  });

  it('brings back what a person has changed, but lets a paused rule be paused', async () => {
    const grafana = inUse();
    const wanted = desired(FULL);
    await apply(grafana, wanted);
    const uid = 'tidemark-fraud-quality';
    grafana.rules = changed(grafana.rules, uid, (rule) => ({ ...rule, for: '3h', isPaused: true }));
    const state = grafana.state();
    const { changes, steps } = await plan(grafana, wanted);
    expect(changes).toEqual([
      expect.objectContaining({
        key: uid,
        what: 'change',
        differences: [{ path: 'for', before: '10800', after: '600' }],
      }),
    ]);
    const { done } = await runSteps(steps, grafana);
    expect(grafana.rules.find((rule) => rule['uid'] === uid)).toMatchObject({ for: '10m', isPaused: true });
    await runUndo(done, grafana);
    expect(grafana.state()).toBe(state);
  });

  it('removes what the settings no longer have, and nothing that others need', async () => {
    const grafana = inUse();
    await apply(grafana, desired(FULL));
    const fewer: Settings = {
      ...SETTINGS,
      models: SETTINGS.models?.slice(0, 1) ?? [],
      teams: (SETTINGS.teams ?? []).filter(({ id }) => id !== 'logistics'),
    };
    const state = grafana.state();
    const { changes, steps, blocked } = await plan(grafana, desired(fewer));
    const gone = changes.filter(({ what }) => what === 'remove');
    expect(gone.filter(({ kind }) => kind === 'rule').every(({ key }) => key.startsWith('tidemark-eta-'))).toBe(true);
    expect(gone.filter(({ kind }) => kind !== 'rule').map(({ name }) => name)).toEqual(['nights', 'logistics mail']);
    expect(blocked).toBe(false);
    const { done } = await runSteps(steps, grafana);
    expect(grafana.timings.map(({ name }) => name)).toEqual(['weekends']);
    expect(await plan(grafana, desired(fewer))).toMatchObject({ changes: [], steps: [] });
    await runUndo(done, grafana);
    expect(grafana.state()).toBe(state);

    grafana.rules = changed(grafana.rules, 'disk', (rule) => ({
      ...rule,
      notification_settings: { receiver: 'logistics mail', mute_time_intervals: ['nights'] },
    }));
    const second = await plan(grafana, desired(fewer));
    expect(held(second)).toEqual(['nights: in-use', 'logistics mail: in-use']);
    expect(second.blocked).toBe(false);
    const { failed } = await runSteps(second.steps, grafana);
    expect(failed).toBeUndefined();
    expect(grafana.points.map(({ name }) => name)).toContain('logistics mail');
  });

  it('takes everything away again where nothing is wanted any more', async () => {
    const grafana = inUse();
    const state = grafana.state();
    await apply(grafana, desired(withAlerting({ muteTimings: [NIGHTS], routing: 'policies' })));
    await apply(grafana, nothingOf('tidemark'));
    // The folder may hold what people have put there.
    grafana.folders = grafana.folders.filter(({ title }) => title !== 'Tidemark');
    expect(grafana.state()).toBe(state);
  });

  it('moves rules to another folder with their state, and back', async () => {
    const grafana = inUse();
    await apply(grafana, desired(FULL));
    const state = grafana.state();
    const { done, failed } = await apply(grafana, desired(withAlerting({ muteTimings: [NIGHTS], folder: 'ML' })));
    expect(failed).toBeUndefined();
    expect(grafana.writes.filter(({ method }) => method === 'DELETE')).toEqual([]);
    expect(new Set(grafana.rules.map(({ folderUID }) => folderUID))).toEqual(new Set(['ops', 'tidemark-rules-ML']));
    await runUndo(done, grafana);
    expect(grafana.state()).toBe(state);
  });

  it('adds one branch to the policies where that is asked for, and leaves the tree otherwise', async () => {
    const grafana = inUse();
    const tree = structuredClone(grafana.policies);
    const wanted = desired(withAlerting({ routing: 'policies' }));
    await apply(grafana, wanted);
    const [branch, ...rest] = grafana.policies['routes'] as readonly Told[];
    expect(branch?.['object_matchers']).toEqual([['__grafana_origin', '=', 'plugin/tidemark-drift-app']]);
    expect({ ...grafana.policies, routes: rest }).toEqual(tree);
    expect(await plan(grafana, wanted)).toMatchObject({ changes: [] });
    await apply(grafana, desired(SETTINGS));
    expect(grafana.policies).toEqual(tree);
  });

  it('ends at the first refusal, says what was done by then, and takes that back', async () => {
    const grafana = inUse();
    const state = grafana.state();
    grafana.refuses = ({ method, path }) =>
      method === 'PUT' && path.includes('job') ? { status: 400, body: { message: 'invalid alert rule' } } : undefined;
    const { done, failed } = await apply(grafana, desired(FULL));
    expect(failed).toMatchObject({ refusal: { status: 400, message: 'invalid alert rule' } });
    expect(done.length).toBeGreaterThan(3);
    expect(await runUndo(done, grafana)).toEqual([]);
    expect(grafana.state()).toBe(state);
  });
});

describe('what is not ours', () => {
  it('is refused where a file provides it, however little would change', async () => {
    const grafana = inUse();
    await apply(grafana, desired(FULL));
    grafana.rules = changed(grafana.rules, 'tidemark-eta-quality', (rule) => ({
      ...rule,
      for: '1h',
      provenance: 'file',
    }));
    const found = await plan(grafana, desired(FULL));
    expect(held(found)).toEqual(['eta: data quality / eta: file']);
    expect(found.blocked).toBe(true);
  });

  it('is no obstacle where a file provides just what is wanted', async () => {
    const grafana = inUse();
    await apply(grafana, desired(FULL));
    const byFile = (list: readonly Told[]) => list.map((one) => ({ ...one, provenance: 'file' }));
    grafana.rules = byFile(grafana.rules);
    grafana.timings = byFile(grafana.timings);
    grafana.points = byFile(grafana.points);
    grafana.templates = byFile(grafana.templates).map((one) => ({
      ...one,
      template: textOf(one, 'template').replace(/^.*\n/, ''),
    }));
    expect(await plan(grafana, desired(FULL), {})).toMatchObject({ changes: [], steps: [], blocked: false });
  });

  it('is left alone where it only bears our name', async () => {
    const grafana = inUse();
    grafana.timings.push({ name: 'nights', time_intervals: [{ weekdays: ['monday'] }], version: '1' });
    grafana.points.push({ uid: 'x', name: 'risk chat', type: 'email', settings: { addresses: 'a@example.com' } });
    grafana.templates.push({ name: 'tidemark', template: '{{ define "mine" }}{{ end }}' });
    grafana.rules.push({
      uid: 'tidemark-fraud-quality',
      title: 'mine',
      folderUID: 'ops',
      ruleGroup: 'g',
      labels: {},
      data: [],
    });
    expect(held(await plan(grafana, desired(FULL)))).toEqual([
      'tidemark: stranger',
      'nights: stranger',
      'risk chat: stranger',
      'fraud: data quality / Card fraud: stranger',
    ]);
  });

  it('keeps a group from being written in which it stands', async () => {
    const grafana = inUse();
    await apply(grafana, desired(FULL));
    const [ours] = grafana.rules.filter(({ uid }) => uid === 'tidemark-eta-quality');
    grafana.rules.push({
      uid: 'theirs',
      title: 'theirs',
      folderUID: ours?.['folderUID'],
      ruleGroup: ours?.['ruleGroup'],
      data: [],
    });
    expect(await plan(grafana, desired(FULL))).toMatchObject({ changes: [] });
    const other = await plan(grafana, desired(withAlerting({ muteTimings: [NIGHTS], keepFiring: '1h' })));
    expect(held(other)).toContain('eta: data quality / eta: mixed-group');
    // Without the model its rule goes alone.
    const fewer = { ...FULL, models: FULL.models?.slice(0, 1) ?? [] };
    const { failed } = await apply(grafana, desired(fewer));
    expect(failed).toBeUndefined();
    expect(grafana.rules.map(({ uid }) => uid)).toContain('theirs');
    expect(grafana.rules.map(({ uid }) => uid)).not.toContain('tidemark-eta-quality');
  });

  it('may be of another data source of ours: neither removes what the other needs', async () => {
    const grafana = inUse();
    await apply(grafana, desired(FULL));
    // Groups of one folder have their names from models, which two data sources may share.
    const second = withAlerting({ muteTimings: [NIGHTS], folder: 'Second' });
    expect(held(await plan(grafana, desired(FULL, 'second')))).toContain('eta: data quality / eta: mixed-group');
    await apply(grafana, desired(second, 'second'));
    const state = grafana.state();
    expect(await plan(grafana, desired(FULL))).toMatchObject({ changes: [] });
    const { done } = await apply(grafana, nothingOf('second'));
    expect(grafana.rules.some(({ uid }) => String(uid).startsWith('tidemark-second-'))).toBe(false);
    expect(grafana.timings.map(({ name }) => name)).toContain('nights');
    expect(await plan(grafana, desired(FULL))).toMatchObject({ changes: [] });
    await runUndo(done, grafana);
    expect(grafana.state()).toBe(state);
    const other = withAlerting({ muteTimings: [{ ...NIGHTS, intervals: [{ weekdays: ['monday'] }] }] });
    expect(held(await plan(grafana, desired(other)))).toEqual(['nights: other-source']);
  });
});

describe('the secrets of contact points', () => {
  it('are asked for once, and sent to nobody but Grafana', async () => {
    const grafana = inUse();
    const first = await plan(grafana, desired(SETTINGS), {});
    expect(first.missing.map(({ variable, field }) => [variable, field])).toEqual([
      ['RISK_URL', 'url'],
      ['DATA_KEY', 'integrationKey'],
    ]);
    await apply(grafana, desired(SETTINGS));
    const snapshot = await read(grafana);
    expect(JSON.stringify(snapshot)).not.toContain('secret-of');
    expect((await plan(grafana, desired(SETTINGS), {})).missing).toEqual([]);
  });

  it('stay what they are when the rest of a contact point changes', async () => {
    const grafana = inUse();
    await apply(grafana, desired(SETTINGS));
    grafana.points = changed(grafana.points, 'risk chat', (point) => ({
      ...point,
      settings: { ...(isRecord(point['settings']) ? point['settings'] : {}), title: 'mine' },
    }));
    const { steps, missing } = await plan(grafana, desired(SETTINGS), {});
    expect(missing).toEqual([]);
    await runSteps(steps, grafana);
    expect(grafana.points.find(({ name }) => name === 'risk chat')).toMatchObject({
      settings: { url: VALUES.RISK_URL, title: '{{ template "tidemark.title" . }}' },
    });
  });

  it('are written over by what is typed, which no difference shows, and come back when that is undone', async () => {
    const grafana = inUse();
    await apply(grafana, desired(SETTINGS));
    const state = grafana.state();
    const { changes, steps } = await plan(grafana, desired(SETTINGS), { values: { DATA_KEY: 'secret-of-today' } });
    expect(JSON.stringify(changes)).not.toContain('secret-of-today');
    const { done } = await runSteps(steps, grafana);
    expect(grafana.state()).toContain('secret-of-today');
    await runUndo(done, grafana);
    expect(grafana.state()).toBe(state);
  });

  it('keep a contact point from being removed by who may not read them: nobody could put it back', async () => {
    const grafana = inUse();
    await apply(grafana, desired(SETTINGS));
    grafana.readsSecrets = false;
    const mail: Settings = {
      ...SETTINGS,
      teams: (SETTINGS.teams ?? []).map((team) => ({ ...team, contactPoint: 'ops mail' })),
      alerting: { contactPoints: [{ name: 'ops mail', type: 'existing' }] },
    };
    const { kept, failed, done } = await apply(grafana, desired(mail));
    expect(failed).toBeUndefined();
    expect(kept.map(({ name }) => name)).toEqual(['data pager', 'risk chat']);
    expect(grafana.points.map(({ name }) => name)).toEqual(expect.arrayContaining(['risk chat', 'data pager']));
    await runUndo(done, grafana);
    // It is tried again by who may.
    grafana.readsSecrets = true;
    const again = await apply(grafana, desired(mail));
    expect(again.kept).toEqual([]);
    expect(grafana.points.map(({ name }) => name)).toEqual(['ops mail']);
    expect(await plan(grafana, desired(mail))).toMatchObject({ changes: [] });
  });
});

it('what a person may not read is said with the words and the status of Grafana', async () => {
  const grafana = inUse();
  grafana.refuses = ({ path }) =>
    path.endsWith('/policies') ? { status: 403, body: { message: "You'll need additional permissions" } } : undefined;
  expect(await readSnapshot(grafana)).toEqual({
    ok: false,
    refusal: { status: 403, path: '/api/v1/provisioning/policies', message: "You'll need additional permissions" },
  });
});
