import type { Page } from 'playwright-core';
import { seriousFindings } from '../lib/axe';
import { comesTo, eventually } from '../lib/eventually';
import { describeOnHosts } from './hosts';
import { openTab } from './tab';

const SHADOW = '/d/tidemark-shadow-against-live';
const ABSURD = '/d/tidemark-absurd-outputs';

describeOnHosts('the panels of shadow and absurd outputs', (host) => {
  // High enough that every panel is in sight: those that are not are not asked for.
  const tab = openTab({ ...host, name: `panels ${host.name}`, viewport: { width: 1400, height: 3400 } });
  let page: Page;
  beforeEach(() => {
    page = tab.page;
  });

  const explore = (query: Readonly<Record<string, unknown>>, from = 'now-2h', to = 'now'): Promise<unknown> => {
    const queries = [{ refId: 'A', model: 'fraud', ...query }];
    const panes = { tidemark: { datasource: 'tidemark', queries, range: { from, to } } };
    return page.goto(`${tab.url}/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify(panes))}`);
  };
  const heading = (name: string | RegExp) => page.getByRole('heading', { name, exact: true });
  /** Which of them is said hangs on what went wrong in the hours that are asked of; that one is said does not. */
  const RECOMMENDATION = /^(Promote|Hold|Roll back)$/;

  it('the dashboard of a shadow says what to do and why, with all that it rests on', async () => {
    await page.goto(`${tab.url}${SHADOW}`);
    await heading(RECOMMENDATION).waitFor();
    await page
      .getByRole('list', { name: 'Reasons' })
      .getByText(/labelled pairs the shadow is right/)
      .waitFor();
    for (const part of ['Agreement and flips', 'Live and shadow side by side', 'Latency', 'By segment', 'Over time']) {
      await heading(part).waitFor();
    }
    const matrix = page.getByRole('table', { name: 'What live said against what the shadow said' });
    expect(await comesTo(matrix.getByRole('cell'), 4)).toBe(4);
    await matrix
      .getByText(/right: live .* shadow .* of/)
      .first()
      .waitFor();
    await page.locator('.uplot canvas').first().waitFor();
    await page.getByRole('columnheader', { name: 'merchant_category' }).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('the dashboard of absurd outputs shows rate, budget, curve, segments, repeats and rows', async () => {
    await page.goto(`${tab.url}${ABSURD}`);
    await heading('Far more absurd outputs than expected').waitFor();
    for (const part of [
      'Error budget',
      'Is confidence worth what it says?',
      'Where they concentrate',
      'Repeated inputs',
    ]) {
      await heading(part).waitFor();
    }
    await page.getByText('country = IN').first().waitFor();
    await page
      .getByRole('img', { name: /^Accuracy by confidence/ })
      .getByText(/Confident and wrong/)
      .waitFor();
    await page.getByRole('button', { name: 'As a table' }).click();
    await page.getByRole('table', { name: 'Accuracy by confidence' }).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('the rows of absurd outputs are filtered by rule and by confidence, and say of how many', async () => {
    await page.goto(`${tab.url}${ABSURD}`);
    const said = page.getByText(/^\d+ of the \d+ rows of the answer/);
    await said.waitFor();
    const shown = async (): Promise<number> => Number((await said.innerText()).split(' ')[0]);
    const all = await shown();
    const isLess = (count: number): boolean => count > 0 && count < all;
    await page.getByRole('combobox', { name: 'Rule' }).click();
    await page.getByRole('option', { name: 'negative amount' }).click();
    const byRule = await eventually(shown, isLess);
    expect(byRule).toBeGreaterThan(0);
    expect(byRule).toBeLessThan(all);
    await page
      .getByRole('gridcell', { name: 'negative amount' })
      .or(page.getByRole('cell', { name: 'negative amount' }))
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    expect(await eventually(shown, (count) => count === all)).toBe(all);
    await page.getByRole('radio', { name: '99.90 %' }).click({ force: true });
    expect(await eventually(shown, isLess)).toBeLessThan(all);
    expect(tab.complaints).toEqual([]);
  });

  it.each([
    ['a recommendation', RECOMMENDATION, { queryType: 'shadow' }],
    ['the error budget', 'Error budget', { queryType: 'absurd', reference: { kind: 'offset', offset: '3d' } }],
  ])('Explore shows the whole answer in the panel with %s', async (_, title, query) => {
    await explore(query);
    await heading(title).waitFor();
    await tab.settle();
    expect(await page.getByText(/^Table - /).count()).toBe(0);
    expect(tab.complaints).toEqual([]);
  });

  it('a question of minutes, for which hardly a label has come, says to wait and for how many', async () => {
    await explore({ queryType: 'shadow' }, 'now-3m');
    await heading('Hold').waitFor();
    await page
      .getByRole('list', { name: 'Reasons' })
      .getByText(/labelled pairs: at least 100 are needed/)
      .waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('of predicted numbers it shows errors and no matrix', async () => {
    await explore({ queryType: 'shadow', model: 'parcel_eta' });
    await heading(RECOMMENDATION).waitFor();
    await page.getByRole('rowheader', { name: 'Mean absolute error' }).waitFor();
    await tab.settle();
    expect(await heading('Agreement and flips').count()).toBe(0);
    expect(tab.complaints).toEqual([]);
  });

  it('where no shadow was running the panels of the dashboard say so, and what to change', async () => {
    await page.goto(`${tab.url}${SHADOW}?from=now-721h&to=now-720h`);
    await page
      .getByText(/Neither live nor shadow answered anything .* Widen the time range/)
      .first()
      .waitFor();
    await tab.settle();
    expect(await heading(RECOMMENDATION).count()).toBe(0);
  });

  // In the other theme all dashboards are looked at together.
  it.each([SHADOW, ABSURD])('axe finds nothing serious on %s', async (path) => {
    const theme = host.dashboardTheme === 'dark' ? 'light' : 'dark';
    await page.goto(`${tab.url}${path}?theme=${theme}`);
    await page
      .getByText(/rows of the answer|Where they disagree most/)
      .first()
      .waitFor();
    await page
      .getByRole('button', { name: /page 1/i })
      .or(page.getByRole('navigation'))
      .first()
      .waitFor();
    await page.locator('.uplot canvas').first().waitFor();
    await tab.settle();
    // What a panel draws; the frame around it, and the variables above, are Grafana's own.
    expect(await seriousFindings(page, '[data-testid="data-testid panel content"]')).toEqual([]);
  });

  it('the keyboard reaches explanations, charts and every page of the rows', async () => {
    await explore({ queryType: 'shadow', frames: ['summary', 'metrics', 'rows'] });
    await heading(RECOMMENDATION).waitFor();
    await page.getByRole('note', { name: /^Kappa: / }).focus();
    await page
      .getByRole('tooltip')
      .getByText(/agreement beyond what chance gives/)
      .waitFor();
    const next = page.getByRole('button', { name: /next page/i });
    await next.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /previous page/i, disabled: false }).waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('a narrow screen keeps the verdict, and only tables scroll sideways', async () => {
    await page.setViewportSize({ width: 700, height: 3400 });
    await page.goto(`${tab.url}${SHADOW}`);
    await heading(RECOMMENDATION).waitFor();
    await tab.settle();
    const isWider = (): Promise<boolean> =>
      page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(await eventually(isWider, (wider) => !wider)).toBe(false);
  });
});
