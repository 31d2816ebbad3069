import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { SCREENSHOTS, startBrowser } from '../lib/browser';
import { CHROMIUM } from '../lib/requirements';
import { chooseQuestion, questionOf } from '../lib/question';
import { describeWith } from '../lib/skip';
import { GRAFANA, installedGrafana } from './installed';
import { setStage, type Stage } from './setup';

/** A slow machine loads Grafana's own code first. */
const PATIENCE = 40_000;
/** A test waits for several things, each of which may take as long. */
const SEVERAL_WAITS = 3 * PATIENCE;

describeWith([GRAFANA, CHROMIUM], 'the built plugin in a real Grafana, in the browser', () => {
  let stage: Stage;
  let browser: Browser;
  let page: Page;
  let failures: string[];

  beforeAll(async () => {
    stage = await setStage(installedGrafana());
    browser = await startBrowser();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  }, 60_000);

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1500, height: 1100 } });
    page.setDefaultTimeout(PATIENCE);
    failures = [];
    page.on('pageerror', (error) => failures.push(String(error)));
  });
  afterEach(async () => {
    const name = expect.getState().currentTestName ?? '';
    await page.screenshot({ path: join(SCREENSHOTS, `grafana ${name.replace(/^.*in the browser /, '')}.png`) });
    await page.close();
    expect(failures).toEqual([]);
  });

  const open = (path: string, theme = 'dark') =>
    page.goto(`${stage.grafana.url}${path}${path.includes('?') ? '&' : '?'}theme=${theme}`);

  const explore = (query: Readonly<Record<string, unknown>>, theme?: string) => {
    const panes = {
      a: {
        datasource: 'tidemark',
        queries: [{ refId: 'A', datasource: { uid: 'tidemark', type: 'tidemark-drift-datasource' }, ...query }],
        range: { from: 'now-6h', to: 'now' },
      },
    };
    return open(`/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify(panes))}`, theme);
  };
  const text = (words: string | RegExp) => page.getByText(words).first().waitFor();
  const question = () => questionOf(page);

  it.each(['dark', 'light'])(
    'Explore shows the drift table, %s',
    async (theme) => {
      await explore({ queryType: 'drift', model: 'fraud', format: 'table', scores: ['psi', 'js'] }, theme);
      await text('Table - drift');
      for (const feature of ['amount', 'account_age_days', 'clock_skew_seconds']) {
        await page.getByRole('gridcell', { name: feature, exact: true }).waitFor();
      }
    },
    SEVERAL_WAITS
  );

  it.each(['dark', 'light'])(
    'Explore shows distributions in our own panel, %s',
    async (theme) => {
      await explore({ queryType: 'distribution', model: 'fraud' }, theme);
      await text('Tidemark distribution');
      await text('payment_method');
      await text(/2 drift/);
    },
    SEVERAL_WAITS
  );

  it(
    'Explore says which model does not exist, and which does',
    async () => {
      await explore({ queryType: 'drift', model: 'no-such-model', format: 'table' });
      await page
        .getByText(/No model "no-such-model".*"fraud"/)
        .last()
        .waitFor();
    },
    SEVERAL_WAITS
  );

  it(
    'Explore starts with a query that shows something at once',
    async () => {
      const panes = { a: { datasource: 'tidemark', queries: [], range: { from: 'now-6h', to: 'now' } } };
      await open(`/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify(panes))}`);
      await question().waitFor();
      expect(await question().inputValue()).toBe('Drift now');
      await page.getByRole('gridcell', { name: 'amount', exact: true }).waitFor();
    },
    SEVERAL_WAITS
  );

  it.each([
    ['Whole model', ['Table - summary', 'Table - causes', 'Table - features'], 'payment_method'],
    ['Versions', ['Table - versions'], 'shadow'],
    ['Pipeline', ['Graph', 'Table - summary', 'Table - runs', 'Table - timeline'], 'device_scores'],
  ] as const)(
    'Explore shows each table of an answer under its name when %s is chosen',
    async (name, titles, cell) => {
      await explore({ queryType: 'drift', model: 'fraud', format: 'table', scores: ['psi'] });
      await chooseQuestion(page, name);
      for (const title of titles) {
        await page.getByRole('heading', { name: title, exact: true }).first().waitFor();
      }
      await page.getByRole('gridcell', { name: cell, exact: true }).first().waitFor();
    },
    SEVERAL_WAITS
  );

  it(
    'Explore shows a shadow against live in our own panel when that is chosen',
    async () => {
      await explore({ queryType: 'drift', model: 'fraud', format: 'table', scores: ['psi'] });
      await chooseQuestion(page, 'Shadow against live');
      await page.getByRole('heading', { name: 'Tidemark shadow', exact: true }).waitFor();
      await text('Agreement and flips');
    },
    SEVERAL_WAITS
  );

  it.each(['dark', 'light'])(
    'the imported dashboard shows verdicts and series, %s',
    async (theme) => {
      await open('/d/tidemark-model-drift/model-drift', theme);
      await text('Verdict of each feature');
      await page.getByRole('gridcell', { name: 'amount', exact: true }).first().waitFor();
      await text('Drift over time (PSI)');
      expect(await page.getByText('No data').count()).toBe(0);
    },
    SEVERAL_WAITS
  );

  it(
    "a panel's distributions can be taken along as CSV, as of any panel",
    async () => {
      await page.setViewportSize({ width: 1500, height: 2400 });
      await open('/d/tidemark-model-drift/model-drift');
      const title = 'Distributions of the worst features';
      await text('clock_skew_seconds');
      await page.getByTestId(`data-testid Panel header ${title}`).hover();
      await page.getByTestId(`data-testid Panel menu ${title}`).click();
      await page.getByRole('menuitem', { name: /Inspect/ }).hover();
      await page.getByRole('menuitem', { name: /^Data/ }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download CSV' }).click(),
      ]);
      const csv = readFileSync(await download.path(), 'utf8');
      expect(csv).toContain('"Feature","Bin","Lower","Upper","Reference","Current"');
      expect(csv).toMatch(/^amount,1 – 2,1,2,/m);
    },
    SEVERAL_WAITS
  );

  it(
    'the configuration page is saved and tested, and says who answered',
    async () => {
      await open('/connections/datasources/edit/tidemark');
      await text('Built-in sample');
      await page.getByRole('button', { name: /Save & test|Test/ }).click();
      await text(/Built-in sample 1 answered/);
    },
    SEVERAL_WAITS
  );

  it(
    "the app's page lists the model, and how it stands",
    async () => {
      await open('/a/tidemark-drift-app/models');
      await text('Card fraud');
      await text(/\d of \d models need a look/);
    },
    SEVERAL_WAITS
  );

  it(
    'the alert rule editor shows our query editor',
    async () => {
      await open('/alerting/soon/edit');
      await text('What the rule sees');
      expect(await question().inputValue()).toBe('Drift now');
      await chooseQuestion(page, 'Pipeline');
      await text(/with the labels model, job and metric/);
      await text('Usual: Failed runs above 0 and Overdue by above 0.');
    },
    SEVERAL_WAITS
  );
});
