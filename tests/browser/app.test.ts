import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { SCREENSHOTS, startBrowser } from '../lib/browser';
import { CHROMIUM } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { startPreview, type Preview } from './preview';

const PATIENCE = 60_000;

describeWith(CHROMIUM, "the app's pages", () => {
  let preview: Preview;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    [preview, browser] = await Promise.all([startPreview(), startBrowser()]);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await preview?.stop();
  });

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1400, height: 1200 } });
    page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    complaints = [];
    page.on('console', (message) => {
      if (message.type() === 'error') {
        complaints.push(message.text());
      }
    });
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterEach(async () => {
    const name = (expect.getState().currentTestName ?? 'page').replace(/^the app's pages /, '');
    await page.screenshot({ path: join(SCREENSHOTS, `app ${name.replace(/[^\w ]+/g, '')}.png`) });
    await context.close();
  });

  const open = (path: string): Promise<unknown> => page.goto(`${preview.url}/a/tidemark-drift-app/${path}`);

  it('the fleet says of each model how it stands in all four concerns, the one in trouble first', async () => {
    await open('fleet');
    const fraud = page.getByRole('row').filter({ hasText: 'Card fraud' });
    for (const light of ['Pipeline: Failing', 'Data: Warning', 'Output: Absurd']) {
      await fraud.getByRole('link', { name: new RegExp(`^${light}`) }).waitFor();
    }
    await page.getByText('2 of 2 models need a look.').waitFor();
    expect(await fraud.getByRole('img', { name: /^Drift by day/ }).count()).toBe(1);
    expect(complaints).toEqual([]);
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
});
