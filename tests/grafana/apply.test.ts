import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Browser, Page } from 'playwright-core';
import { ROOT } from '../../scripts/lib/build';
import { startGrafana, type RunningGrafana } from '../../scripts/lib/grafana';
import { freePort } from '../../scripts/lib/server';
import { FILE_NAMES, writeExport } from '../../src/app/apply/writeExport';
import { parseSettings, type Settings } from '../../src/model';
import { compilePack, terraformText, type Pack } from '../../src/pack';
import {
  changedBetween,
  desiredOf,
  nothingOf,
  planOf,
  readSnapshot,
  runSteps,
  runUndo,
  type Door,
  type Plan,
  type PlanOptions,
  type Snapshot,
} from '../../src/pack/apply';
import { seriousFindings } from '../lib/axe';
import { SCREENSHOTS, startBrowser } from '../lib/browser';
import { PATIENCE } from '../lib/eventually';
import { CHROMIUM } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { GRAFANA, installedGrafana } from './installed';

const VALUES = { RISK: 'http://127.0.0.1:1/secret-of-risk', DATA: 'secret-of-data' };

/** The settings of the data source that the repository provisions, with contact points that need secrets. */
function settingsOf(more: Settings['alerting'] = {}): Settings {
  const file = load(readFileSync(join(ROOT, 'provisioning/datasources/tidemark.yaml'), 'utf8')) as {
    readonly datasources: ReadonlyArray<{ readonly jsonData: Settings }>;
  };
  const given = file.datasources[0]?.jsonData;
  const settings = parseSettings({
    ...given,
    alerting: {
      ...given?.alerting,
      contactPoints: [
        { name: 'Risk ML', type: 'slack', url: { env: 'RISK' } },
        { name: 'Logistics ML', type: 'webhook', url: { env: 'LOGISTICS', optional: true } },
        { name: 'Data platform', type: 'pagerduty', integrationKey: { env: 'DATA' } },
      ],
      labels: { price: '$HOME' },
      ...more,
    },
  });
  if (!settings.ok) {
    throw new Error(JSON.stringify(settings.problems));
  }
  return settings.value;
}

function packOf(settings: Settings): Pack {
  const packed = compilePack(settings, 'tidemark');
  if (!packed.ok) {
    throw new Error(JSON.stringify(packed.problems));
  }
  return packed.pack;
}

const desired = (settings: Settings) => desiredOf(packOf(settings));
const held = ({ changes }: Plan) => new Set(changes.flatMap(({ held: why }) => (why === undefined ? [] : [why])));

describeWith(GRAFANA, 'applying the alert pack to a real Grafana', () => {
  let folder: string;
  let grafana: RunningGrafana;

  const doorOf = (user: string): Door => ({
    send: async ({ method, path, body, editable }) => {
      const response = await fetch(`${grafana.url}${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          authorization: `Basic ${Buffer.from(user).toString('base64')}`,
          ...(editable ? { 'X-Disable-Provenance': 'true' } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      try {
        return { status: response.status, body: JSON.parse(text) };
      } catch {
        return { status: response.status, body: text };
      }
    },
  });
  const admin = doorOf('admin:admin');

  async function must(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: unknown): Promise<unknown> {
    const answer = await admin.send({ method: method as 'POST', path, body, editable: true });
    if (answer.status >= 300) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }
  async function read(door = admin): Promise<Snapshot> {
    const answer = await readSnapshot(door);
    if (!answer.ok) {
      throw new Error(JSON.stringify(answer.refusal));
    }
    return answer.snapshot;
  }
  const plan = async (settings: Settings, options?: PlanOptions, door = admin): Promise<Plan> =>
    planOf(desired(settings), await read(door), options);
  const apply = async (settings: Settings, options?: PlanOptions, door = admin) =>
    runSteps((await plan(settings, options, door)).steps, door);

  /** What people had there before. */
  async function furnish(): Promise<void> {
    const provisioning = '/api/v1/provisioning';
    await must('POST', '/api/folders', { uid: 'ops', title: 'Ops' });
    await must('POST', `${provisioning}/contact-points`, {
      uid: 'ops-mail',
      name: 'Ops mail',
      type: 'email',
      settings: { addresses: 'ops@example.com' },
    });
    await must('POST', `${provisioning}/mute-timings`, {
      name: 'Holidays',
      time_intervals: [{ months: ['december'], days_of_month: ['24:26'] }],
    });
    await must('PUT', `${provisioning}/templates/ops`, { template: '{{ define "ops" }}ops{{ end }}' });
    await must('PUT', `${provisioning}/policies`, {
      receiver: 'Ops mail',
      group_by: ['grafana_folder', 'alertname'],
      routes: [{ receiver: 'Ops mail', object_matchers: [['team', '=', 'ops']], mute_time_intervals: ['Holidays'] }],
    });
    await must('PUT', `${provisioning}/folder/ops/rule-groups/machines`, {
      title: 'machines',
      folderUid: 'ops',
      interval: 300,
      rules: [
        {
          uid: 'disk',
          title: 'Disk is full',
          folderUID: 'ops',
          ruleGroup: 'machines',
          condition: 'A',
          for: '5m',
          noDataState: 'OK',
          execErrState: 'Error',
          data: [
            {
              refId: 'A',
              datasourceUid: '__expr__',
              relativeTimeRange: { from: 0, to: 0 },
              model: { refId: 'A', type: 'math', expression: '0 > 1' },
            },
          ],
        },
      ],
    });
    for (const [login, role] of [
      ['viewer', 'Viewer'],
      ['editor', 'Editor'],
    ]) {
      const { id } = (await must('POST', '/api/admin/users', {
        login,
        name: login,
        password: 'secret1234',
        OrgId: 1,
      })) as {
        readonly id: number;
      };
      await must('PATCH', `/api/org/users/${id}`, { role });
    }
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidemark-apply-'));
    const plugins = join(folder, 'plugins');
    mkdirSync(plugins);
    cpSync(join(ROOT, 'dist'), join(plugins, 'tidemark-drift-app'), { recursive: true });
    const provisioning = join(folder, 'provisioning');
    cpSync(join(ROOT, 'provisioning'), provisioning, { recursive: true });
    rmSync(join(provisioning, 'alerting'), { recursive: true });
    mkdirSync(join(provisioning, 'alerting'));
    grafana = await startGrafana({
      grafana: installedGrafana(),
      folder,
      plugins,
      provisioning,
      port: await freePort(),
      settings: { GF_UNIFIED_ALERTING_MIN_INTERVAL: '10s' },
    });
    await furnish();
  }, 240_000);

  afterAll(async () => {
    await grafana?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('says first what it would make, makes it, and a second time has nothing to do', async () => {
    const before = await read();
    const first = await plan(settingsOf(), { values: VALUES });
    expect(new Set(first.changes.map(({ what }) => what))).toEqual(new Set(['make']));
    const { done, failed } = await runSteps(first.steps, admin);
    expect(failed).toBeUndefined();
    const after = await read();
    expect(await plan(settingsOf())).toMatchObject({ changes: [], steps: [], missing: [] });
    // What it has made is there, open to be edited, and what was there is as it was.
    const made = first.changes.map(({ key }) => key).sort();
    expect(
      changedBetween(before, after)
        .map((line) => line.replace(/^(rule|contact point|mute timing|template|folder) /, ''))
        .sort()
    ).toEqual(made);
    expect(after.rules.filter(({ provenance }) => provenance !== undefined)).toEqual([]);
    expect(JSON.stringify(after)).not.toContain('secret-of');
    // In a file a dollar sign would be doubled; here it is one.
    expect(after.rules.find(({ uid }) => uid === 'tidemark-fraud-quality')?.['labels']).toMatchObject({
      price: '$HOME',
    });

    expect(await runUndo(done, admin)).toEqual([]);
    expect(changedBetween(before, await read())).toEqual([]);
  }, 120_000);

  it('changes and removes what the settings have changed and removed, and undoes it to what a person had made of it', async () => {
    await apply(settingsOf(), { values: VALUES });
    const snapshot = await read();
    const rule = snapshot.rules.find(({ uid }) => uid === 'tidemark-fraud-quality');
    await must('PUT', '/api/v1/provisioning/alert-rules/tidemark-fraud-quality', {
      ...rule,
      for: '3h',
      isPaused: true,
    });
    const before = await read();
    const { models = [], ...settings } = settingsOf({ muteTimings: [], interval: '2m', folder: 'Models' });
    const fewer = { ...settings, models: models.filter(({ id }) => id === 'fraud') };
    const { done, failed, kept } = await apply(fewer);
    expect({ failed, kept }).toEqual({ failed: undefined, kept: [] });
    expect(await plan(fewer)).toMatchObject({ changes: [], steps: [] });
    const after = await read();
    expect(after.rules.filter(({ uid }) => String(uid).startsWith('tidemark-parcel'))).toEqual([]);
    expect(after.muteTimings.map(({ name }) => name)).toEqual(['Holidays']);
    expect(after.rules.find(({ uid }) => uid === 'tidemark-fraud-quality')).toMatchObject({
      for: '10m',
      isPaused: true,
    });
    expect(await runUndo(done, admin)).toEqual([]);
    expect(changedBetween(before, await read())).toEqual([]);
  }, 120_000);

  it('puts one branch into the policies where that is asked for, and takes it out again', async () => {
    const before = await read();
    const { done, failed } = await apply(settingsOf({ routing: 'policies' }), { values: VALUES });
    expect(failed).toBeUndefined();
    expect(await plan(settingsOf({ routing: 'policies' }))).toMatchObject({ changes: [] });
    const { routes = [] } = (await read()).policies as {
      readonly routes?: ReadonlyArray<{ readonly receiver: string }>;
    };
    expect(routes.map(({ receiver }) => receiver)).toEqual(['Data platform', 'Ops mail']);
    expect(await runUndo(done, admin)).toEqual([]);
    expect(changedBetween(before, await read())).toEqual([]);
  }, 120_000);

  it('asks for secrets once, keeps them when something else changes, and brings them back', async () => {
    const secretOf = async (): Promise<string> =>
      JSON.stringify(
        await must('GET', '/api/v1/provisioning/contact-points/export?format=json&decrypt=true&name=Risk%20ML')
      );
    await apply(settingsOf(), { values: VALUES });
    const point = (await read()).contactPoints.find(({ name }) => name === 'Risk ML');
    await must('PUT', `/api/v1/provisioning/contact-points/${String(point?.['uid'])}`, {
      ...point,
      settings: { ...(point?.['settings'] as object), title: 'mine' },
    });
    expect((await plan(settingsOf())).changes.map(({ name }) => name)).toEqual(['Risk ML']);
    await apply(settingsOf());
    expect(await secretOf()).toContain(VALUES.RISK);
    const { done } = await apply(settingsOf(), { values: { RISK: 'http://127.0.0.1:1/another' } });
    expect(await secretOf()).toContain('another');
    await runUndo(done, admin);
    expect(await secretOf()).toContain(VALUES.RISK);
  }, 120_000);

  it('ends at what Grafana refuses, and takes back what it had done by then', async () => {
    await runSteps(planOf(nothingOf('tidemark'), await read()).steps, admin);
    const before = await read();
    const { done, failed } = await apply(settingsOf({ interval: '15s' }), { values: VALUES });
    // It evaluates every ten seconds, or every multiple of them.
    expect(failed?.refusal).toMatchObject({ status: 400, message: expect.stringContaining('interval') });
    expect(done.length).toBeGreaterThan(0);
    expect(await runUndo(done, admin)).toEqual([]);
    expect(changedBetween(before, await read())).toEqual([]);
  }, 120_000);

  it('locks what it makes where that is asked for, and can still change it and take it away', async () => {
    const before = await read();
    const { done } = await apply(settingsOf(), { values: VALUES, lock: true });
    const locked = (await read()).rules.filter(({ provenance }) => provenance === 'api');
    expect(locked).toHaveLength(packOf(settingsOf()).rules.length);
    const change = await apply(settingsOf({ keepFiring: '1h', muteTimings: [] }));
    expect(change.failed).toBeUndefined();
    expect(await runUndo(change.done, admin)).toEqual([]);
    expect(await runUndo(done, admin)).toEqual([]);
    expect(changedBetween(before, await read())).toEqual([]);
  }, 120_000);

  it('an editor may do all of it but read secrets, and a viewer is told what is missing', async () => {
    const before = await read();
    const editor = await apply(settingsOf(), { values: VALUES }, doorOf('editor:secret1234'));
    expect(editor.failed).toBeUndefined();
    expect(await runUndo(editor.done, admin)).toEqual([]);
    const viewer = await apply(settingsOf(), { values: VALUES }, doorOf('viewer:secret1234'));
    expect(viewer.done).toEqual([]);
    expect(viewer.failed?.refusal).toMatchObject({ status: 403, message: expect.stringContaining('permissions') });
    expect(changedBetween(before, await read())).toEqual([]);
  }, 120_000);

  it('exports for Terraform by the names that Grafana itself exports by', async () => {
    const names = (text: string): ReadonlySet<string> =>
      new Set([...text.matchAll(/^\s*(?:resource "\w+"|[a-z_]+(?= \{$| += ))/gm)].map(([name]) => name.trim()));
    const settings = settingsOf({
      contactPoints: [
        { name: 'Risk ML', type: 'telegram', botToken: { env: 'RISK' }, chatId: '-1' },
        { name: 'Logistics ML', type: 'alertmanager', url: 'http://127.0.0.1:1', user: 'a', password: { env: 'DATA' } },
        { name: 'Data platform', type: 'email', addresses: ['a@example.com'] },
      ],
    });
    const { done } = await apply(settings, { values: { RISK: '12:token', DATA: 'x' } });
    const exports = ['alert-rules', 'contact-points', 'mute-timings'].map((kind) =>
      must('GET', `/api/v1/provisioning/${kind}/export?format=hcl`)
    );
    const theirs = names((await Promise.all(exports)).join('\n'));
    await runUndo(done, admin);
    // Grafana exports neither folders nor templates, and no note of who may edit.
    const own = new Set([
      'resource "grafana_folder"',
      'resource "grafana_message_template"',
      'title',
      'template',
      'type',
      'sensitive',
      'default',
      'disable_provenance',
      'uid',
    ]);
    expect([...names(terraformText(packOf(settings)))].filter((name) => !theirs.has(name) && !own.has(name))).toEqual(
      []
    );
  }, 120_000);

  describeWith(CHROMIUM, 'by hand, in the browser', () => {
    let browser: Browser;
    let page: Page;
    let complaints: string[];
    beforeAll(async () => {
      browser = await startBrowser();
    }, 60_000);
    afterAll(() => browser?.close(), 60_000);
    beforeEach(async () => {
      page = await browser.newPage({ viewport: { width: 1400, height: 1200 } });
      page.setDefaultTimeout(PATIENCE);
      complaints = [];
      page.on('pageerror', (error) => complaints.push(error.message));
    });
    afterEach(async () => {
      await page.screenshot({
        path: join(SCREENSHOTS, `apply ${expect.getState().currentTestName?.slice(-60) ?? ''}.png`),
      });
      await page.close();
      expect(complaints).toEqual([]);
    });

    it('the page shows what differs, applies it, has nothing more to do, and undoes it, loaded anew', async () => {
      await runSteps(planOf(nothingOf('tidemark'), await read()).steps, admin);
      const before = await read();
      await page.goto(`${grafana.url}/a/tidemark-drift-app/apply`);
      await page.getByText(/^\d+ to make, 0 to change, 0 to remove\.$/).waitFor();
      expect(await seriousFindings(page, 'main')).toEqual([]);
      await page.getByRole('button', { name: 'Apply', exact: true }).click();
      await page.getByText(/^Applied, in \d+ steps$/).waitFor();
      await page.getByText('Read back: all of it is there.').waitFor();
      await page.getByText('Nothing else has changed.').waitFor();
      await page.getByText('Grafana has all of it').waitFor();
      await page.getByRole('radio', { name: 'Terraform' }).click();
      await page.getByText('resource "grafana_rule_group"').waitFor();
      expect((await read()).rules.length).toBeGreaterThan(before.rules.length);
      // The way back is still there when the page is loaded anew.
      await page.reload();
      await page.getByText(/^You applied something here on .*, in \d+ steps$/).waitFor();
      await page.getByRole('button', { name: 'Undo', exact: true }).click();
      await page.getByText('Grafana has what it had before.').waitFor();
      expect(changedBetween(before, await read())).toEqual([]);
    }, 240_000);

    it('the page tells a viewer which permissions are missing, and does not offer to apply', async () => {
      await page.goto(`${grafana.url}/login`);
      await page.getByPlaceholder('email or username').fill('viewer');
      await page.getByPlaceholder('password').fill('secret1234');
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.waitForURL((url) => !url.pathname.startsWith('/login'));
      await page.goto(`${grafana.url}/a/tidemark-drift-app/apply`);
      await page.getByText('You may look at this, but not apply it').waitFor();
      await page.getByText(/alert\.rules:write/).waitFor();
      expect(await page.getByRole('button', { name: 'Apply', exact: true }).count()).toBe(0);
    }, 240_000);
  });

  it('is refused where a file provides what would change', async () => {
    const file = join(folder, 'provisioning', 'alerting', FILE_NAMES.json);
    const settings = settingsOf({
      contactPoints: ['Risk ML', 'Logistics ML', 'Data platform'].map((name) => ({
        name,
        type: 'webhook' as const,
        url: { env: 'NONE', optional: true },
      })),
    });
    // As the page exports it: YAML is what the repository's own folder has.
    writeFileSync(file, writeExport(packOf(settings), 'json', ''));
    await must('POST', '/api/admin/provisioning/alerting/reload');
    const before = await read();
    expect(before.rules.filter(({ provenance }) => provenance === 'file')).toHaveLength(packOf(settings).rules.length);
    // What the file provides is what the settings say.
    expect((await plan(settings)).changes).toEqual([]);
    const other = await plan({ ...settings, alerting: { ...settings.alerting, keepFiring: '1h' } });
    expect(held(other)).toEqual(new Set(['file']));
    expect(other).toMatchObject({ blocked: true, steps: [] });
  }, 120_000);
});
