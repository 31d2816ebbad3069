import type { Page } from 'playwright-core';
import { seriousFindings } from '../lib/axe';
import { comesTo, eventually } from '../lib/eventually';
import { PANEL_CONTENT } from '../lib/dashboards';
import { chooseQuestion } from '../lib/question';
import { CHROMIUM } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { openTab } from './tab';

describeWith(CHROMIUM, 'Explore of the preview', () => {
  const tab = openTab({ name: 'explore', viewport: { width: 1500, height: 1200 } });
  let page: Page;
  beforeEach(() => {
    page = tab.page;
  });
  afterEach(() => expect(tab.complaints).toEqual([]));

  const explore = (query: Readonly<Record<string, unknown>>, more = ''): Promise<unknown> => {
    const asked = { refId: 'A', model: 'fraud', reference: { kind: 'offset', offset: '3d' }, ...query };
    const panes = { a: { datasource: 'tidemark', queries: [asked], range: { from: 'now-6h', to: 'now' } } };
    return page.goto(`${tab.url}/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify(panes))}${more}`);
  };
  const cell = (name: string) => page.getByRole('gridcell', { name, exact: true }).first();
  const table = (name: string) => page.getByText(`Table - ${name}`, { exact: true });
  /** The members of the only query, as its address has them. */
  const membersInAddress = (): readonly string[] => {
    const text = new URL(page.url()).searchParams.get('panes') ?? '{}';
    const panes = JSON.parse(text) as Readonly<Record<string, { readonly queries: readonly object[] }>>;
    return Object.keys(Object.values(panes)[0]?.queries[0] ?? {}).sort();
  };

  it.each([
    ['Whole model', 'causes', ['reference', 'scores', 'smoothing']],
    ['Versions', 'versions', []],
    ['Pipeline', 'runs', []],
  ] as const)(
    'remembers nothing of the question before when %s is chosen, and axe finds nothing serious in the light theme',
    async (name, last, kept) => {
      await explore({ queryType: 'drift', format: 'table', scores: ['psi'], smoothing: 'always' }, '&theme=light');
      await cell('amount').waitFor();
      await chooseQuestion(page, name);
      await table(last).waitFor();
      // The address follows what is asked.
      const members = ['model', 'queryType', 'refId', ...kept].sort();
      expect(await eventually(membersInAddress, (now) => now.join() === members.join())).toEqual(members);
      await tab.settle();
      expect(await seriousFindings(page, PANEL_CONTENT)).toEqual([]);
      // Neither a question nor an answer outlives the page.
      const stored = await page.evaluate(() =>
        [...Object.values(localStorage), ...Object.values(sessionStorage)].join()
      );
      expect(stored).not.toMatch(/fraud|amount/);
    }
  );

  it('leads from a version to its deployment, and from a feature to its distribution', async () => {
    await explore({ queryType: 'drift', format: 'table', scores: ['psi'], features: ['amount'], groupBy: ['version'] });
    await cell('7').getByRole('link').click();
    await table('versions').waitFor();
    await cell('Deployed').waitFor();
    await page.goBack();
    await cell('amount').getByRole('link').click();
    await page.getByLabel('Bins of amount').waitFor();
    expect(await comesTo(page.getByLabel(/^Bins of /), 1)).toBe(1);
  });
});
