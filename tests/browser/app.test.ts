import type { Page } from 'playwright-core';
import { seriousFindings } from '../lib/axe';
import { CHROMIUM } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { openTab } from './tab';

describeWith(CHROMIUM, "the app's pages", () => {
  const tab = openTab({ name: 'app', viewport: { width: 1400, height: 1200 } });
  let page: Page;
  beforeEach(() => {
    page = tab.page;
  });

  const open = (path: string): Promise<unknown> => page.goto(`${tab.url}/a/tidemark-drift-app/${path}`);

  it('the fleet says of each model how it stands, and how its data stood on the days before', async () => {
    await open('fleet');
    const fraud = page.getByRole('row').filter({ hasText: 'Card fraud' });
    await fraud.getByRole('link', { name: /^Data: (Warning|Drift)/ }).waitFor();
    // Whether a job has failed hangs on the hour of the day; that it is told does not.
    await fraud.getByRole('link', { name: /^Pipeline: / }).waitFor();
    await page.getByText(/[12] of 2 models need a look\./).waitFor();
    await fraud.getByRole('cell', { name: /^7/ }).waitFor();
    await fraud.getByRole('img', { name: /^Drift by day.*OK/ }).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('the fleet is filtered by team, and the filter stands in the address', async () => {
    await open('fleet');
    await page.getByRole('combobox', { name: 'Team' }).click();
    await page.getByRole('option', { name: 'logistics' }).click();
    await page.getByText('Parcel delivery time').waitFor();
    expect(await page.getByText('Card fraud').count()).toBe(0);
    expect(page.url()).toContain('var-team=logistics');
    await page.reload();
    await page.getByText('Parcel delivery time').waitFor();
    expect(await page.getByText('Card fraud').count()).toBe(0);
  });

  it('the page of a model shows what changed, the worst features with their cause, and leads to Explore', async () => {
    await open('model/fraud?var-datasource=tidemark');
    await page.getByText('Pipeline: device_scores failed').first().waitFor();
    await page.getByText(/shadow: version 8 deployed/).waitFor();
    const worst = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^amount/ }) });
    await worst.getByText('Drift', { exact: true }).waitFor();
    await page.getByText('Distribution of each feature').scrollIntoViewIfNeeded();
    await page.getByLabel('Bins of amount').waitFor();
    await worst.getByRole('link', { name: 'amount' }).click();
    await page.waitForURL(/\/explore/);
    await page.getByLabel('Bins of amount').waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('a panel of a model can be put on a dashboard with the question that it asks', async () => {
    await open('model/fraud?var-datasource=tidemark');
    await page.getByRole('button', { name: 'Add to dashboard: Jobs' }).click();
    const panel = JSON.parse(await page.getByRole('textbox', { name: 'The panel as JSON' }).inputValue()) as {
      targets: unknown[];
    };
    expect(panel.targets[0]).toMatchObject({ queryType: 'pipeline', model: 'fraud', datasource: { uid: 'tidemark' } });
  });

  it('a model that nobody knows is said to be unknown, with the way to all models', async () => {
    await open('model/nobody');
    await page.getByText('There is no model "nobody" here').waitFor();
    await page.getByRole('link', { name: 'All models' }).click();
    await page.getByText('Card fraud').waitFor();
  });

  it('set up tests itself, and shows how to instrument a service with the bins of a reference', async () => {
    await open('setup');
    await page.getByText(/^3 histograms: model_feature/).waitFor();
    await page.getByText(/^Lines of 2 models/).waitFor();
    await page.getByRole('radio', { name: 'Go' }).click();
    await page.getByText('"amount": {1, 2, 4, 6, 10').waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('a profile is made of a CSV file in the browser, stored, and becomes the default of its model', async () => {
    await open('references');
    const lines = Array.from({ length: 5000 }, (_, i) => `${(i * 7) % 1000},${i % 3 === 0 ? 'DE' : 'FR'},id-${i}`);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.postData() ?? ''));
    await page.locator('input[type=file]').setInputFiles({
      name: 'season.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`amount,country,customer\n${lines.join('\n')}\n`),
    });
    await page.getByText('5,000 rows, 2 features: amount, country').waitFor();
    await page.getByText(/Left out.*customer/).waitFor();
    await page.getByRole('button', { name: 'Store the profile' }).click();
    await page.getByText('The profile season is stored').waitFor();
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'season' }) });
    await row.getByRole('button', { name: 'Make default' }).click();
    await row.getByText('Default of its model').waitFor();
    // Only edges and counts have left the browser.
    expect(sent.join('')).not.toContain('id-4999');
    expect(tab.complaints).toEqual([]);
  });

  it('the rules that ask Tidemark are listed, and one that was not evaluated yet is not called normal', async () => {
    await open('alerts');
    const rule = page.getByRole('listitem').filter({ hasText: 'fraud: feature drift' });
    await rule.getByText('Waiting').waitFor();
    await rule.getByText('owner=risk').waitFor();
  });

  it('the teams say which concerns and which models are theirs', async () => {
    await open('teams');
    const team = page.getByRole('listitem').filter({ hasText: 'Logistics ML' });
    await team.getByRole('link', { name: 'Parcel delivery time' }).click();
    await page.waitForURL(/\/model\/parcel_eta/);
  });

  it.each([
    ['fleet', 'Card fraud'],
    ['setup', 'Check list'],
    ['references', 'Make a profile'],
    ['alerts', 'fraud: feature drift'],
    ['teams', 'Risk ML'],
  ])('%s has no serious finding of axe, in either theme', async (path, text) => {
    for (const theme of ['dark', 'light']) {
      await open(`${path}?theme=${theme}`);
      await page.getByText(text).first().waitFor();
      await page.waitForTimeout(1_000);
      expect(await seriousFindings(page, 'main')).toEqual([]);
    }
  });

  it.each([
    ['fleet', 'Card fraud'],
    ['setup', 'Check list'],
    ['references', 'Make a profile'],
    ['alerts', 'fraud: feature drift'],
    ['teams', 'Risk ML'],
  ])('%s is gone through by Tab alone', async (path, text) => {
    await open(path);
    await page.getByText(text).first().waitFor();
    await page.waitForTimeout(2_000);
    // Of what can be clicked or written into, each that is to be seen has its number.
    const names = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('main a[href], main button, main input:not([type=file])')]
        .filter(
          (one) => one.getClientRects().length > 0 && one.tabIndex >= 0 && !one.matches(':disabled, [type=radio]')
        )
        .map((one, index) => {
          one.dataset['number'] = String(index);
          return (one.getAttribute('aria-label') ?? one.textContent ?? '').trim();
        })
    );
    const reached = new Set<string>();
    for (let step = 0; step < names.length + 60 && reached.size < names.length; step++) {
      await page.keyboard.press('Tab');
      const number = await page.evaluate(() =>
        document.activeElement instanceof HTMLElement ? document.activeElement.dataset['number'] : undefined
      );
      if (number !== undefined) {
        reached.add(number);
      }
    }
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((_, index) => !reached.has(String(index)))).toEqual([]);
  });

  it('a file is read beside the page, which a worker does', async () => {
    await open('references');
    const started = page.waitForEvent('worker');
    await page.locator('input[type=file]').setInputFiles({
      name: 'season.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`amount\n${Array.from({ length: 2_000 }, (_, i) => i).join('\n')}\n`),
    });
    const worker = await started;
    await page.getByText('2,000 rows, 1 features: amount').waitFor();
    // What was read by the page would have needed the reader there.
    expect(worker.url()).toContain('/public/plugins/tidemark-drift-app/');
    expect(tab.complaints).toEqual([]);
  });
});
