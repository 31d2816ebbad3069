import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { REAL_GRAFANA } from '../browser/hosts';
import { openTab } from '../browser/tab';
import { eventually } from '../lib/eventually';
import { chooseQuestion, questionOf } from '../lib/question';
import { describeWith } from '../lib/skip';

/** What only a Grafana has; what the preview has, too, is looked at in both by the suites of tests/browser. */
describeWith(REAL_GRAFANA.requirements, 'the built plugin in a real Grafana, in the browser', () => {
  const tab = openTab({ ...REAL_GRAFANA, name: 'grafana', viewport: { width: 1500, height: 1100 } });
  let page: Page;
  beforeEach(() => {
    page = tab.page;
  });
  // What was refused may be told a moment after the console has said that something was; a complaint of ours stays.
  afterEach(async () => {
    const isNone = ({ length }: readonly string[]): boolean => length === 0;
    expect(await eventually(() => tab.complaints, isNone, 5)).toEqual([]);
  });

  const open = (path: string): Promise<unknown> => page.goto(`${tab.url}${path}`);
  const text = (words: string | RegExp): Promise<void> => page.getByText(words).first().waitFor();
  const isDriftNow = (value: string): boolean => value === 'Drift now';
  const question = (): Promise<string> => eventually(() => questionOf(page).inputValue(), isDriftNow);

  it('Explore starts with a query that shows something at once', async () => {
    const panes = { a: { datasource: 'tidemark', queries: [], range: { from: 'now-6h', to: 'now' } } };
    await open(`/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify(panes))}`);
    expect(await question()).toBe('Drift now');
    await page.getByRole('gridcell', { name: 'amount', exact: true }).waitFor();
  });

  it("a panel's distributions can be taken along as CSV, as of any panel", async () => {
    await page.setViewportSize({ width: 1500, height: 2400 });
    await open('/d/tidemark-model-drift/model-drift');
    const title = 'Distributions of the worst features';
    // The last of its features, and the one whose bins are looked at: what it has by then is what is taken along.
    await page.getByLabel('Bins of clock_skew_seconds').waitFor();
    await page.getByLabel('Bins of amount').waitFor();
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
  });

  it("the app's page lists the model, and how it stands", async () => {
    await open('/a/tidemark-drift-app/models');
    await text('Card fraud');
    await text(/\d of \d models need a look/);
  });

  it('the alert rule editor shows our query editor', async () => {
    await open('/alerting/soon/edit');
    await text('What the rule sees');
    expect(await question()).toBe('Drift now');
    await chooseQuestion(page, 'Pipeline');
    await text(/with the labels model, job and metric/);
    await text('Usual: Failed runs above 0 and Overdue by above 0.');
  });
});
