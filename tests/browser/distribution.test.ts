import type { Page } from 'playwright-core';
import { seriousFindings } from '../lib/axe';
import { eventually } from '../lib/eventually';
import type { Case } from './distributionCases';
import { describeOnHosts } from './hosts';
import { openTab } from './tab';

/** What the panel draws; the frame around it is Grafana's own. */
const PANEL = '[data-testid="data-testid panel content"]';
/** Names of the views, and of what each draws of a feature. */
const VIEWS = [
  ['Mirrored', 'Bins of amount'],
  ['Difference', 'Bins of amount'],
  ['Cumulative', 'Bins of amount'],
  ['Over time', 'Windows of amount'],
  ['Overlay', 'Bins of amount'],
] as const;
/** What the browser itself writes of an answer that a test provoked. */
const isAnswer = (line: string): boolean => /Failed to load resource: .* status of 4\d\d/.test(line);

describeOnHosts('the distribution panel', (host) => {
  const tab = openTab({ ...host, name: `distribution ${host.name}`, viewport: { width: 1400, height: 980 } });
  let page: Page;
  let isProvoked: (line: string) => boolean;
  beforeEach(() => {
    page = tab.page;
    isProvoked = () => false;
  });
  afterEach(() => expect(tab.complaints.filter((line) => !isProvoked(line))).toEqual([]));

  const open = (wanted: Case): Promise<void> => host.showDistributions(page, tab.url, wanted);
  const refresh = () =>
    page
      .getByTestId('data-testid RefreshPicker run button')
      .or(page.getByRole('button', { name: 'Refresh', exact: true }))
      .first();
  const cards = () => page.getByRole('list', { name: 'Features' }).getByRole('listitem');
  /** What has the focus, once what follows it is drawn: nobody presses a key before they have seen where they are. */
  const focused = (): Promise<string> =>
    page.evaluate(async () => {
      const drawn = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done));
      await drawn();
      await drawn();
      return document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '';
    });
  const choose = async ([name, label]: (typeof VIEWS)[number]): Promise<void> => {
    await page.getByRole('radio', { name, exact: true }).click();
    await page.getByRole('radio', { name, exact: true, checked: true }).waitFor({ state: 'attached' });
    await page.getByLabel(label).waitFor();
  };

  it('with 500 features has in the page only what is in sight, wherever it is scrolled to', async () => {
    await open({ features: 500 });
    await cards().first().waitFor();
    const list = page.getByRole('list', { name: 'Features' });
    for (const part of [0.3, 1, 0.6]) {
      await list.evaluate((element, to) => {
        const scroll = element.parentElement;
        scroll?.scrollTo({ top: to * scroll.scrollHeight });
      }, part);
      await page.waitForFunction(() => {
        const scroll = document.querySelector('ul[aria-label="Features"]')?.parentElement;
        const view = scroll?.getBoundingClientRect();
        return [...(scroll?.querySelectorAll('li') ?? [])].some((card) => {
          const { top, bottom } = card.getBoundingClientRect();
          return view !== undefined && top <= view.top + 8 && bottom >= view.top;
        });
      });
      expect(await cards().count()).toBeLessThan(60);
    }
    // Its end moves away while cards that come into sight are measured.
    const last = page.locator('li[aria-posinset="500"]');
    const isLast = async (): Promise<boolean> => {
      await list.evaluate((element) => element.parentElement?.scrollTo({ top: element.parentElement.scrollHeight }));
      return last.isVisible();
    };
    expect(await eventually(isLast, Boolean)).toBe(true);
  });

  it('finds one of 500 features by its name', async () => {
    await open({ features: 500 });
    await cards().first().waitFor();
    await page.getByRole('textbox', { name: 'Find a feature' }).fill('amount');
    await page.getByLabel('Bins of amount').waitFor();
    await page.waitForFunction(() => document.querySelectorAll('ul[aria-label="Features"] > li').length === 1);
  });

  it('lets whoever looks choose another view', async () => {
    await open({ features: 12 });
    for (const view of VIEWS) {
      await choose(view);
    }
  });

  it('draws no card again when a refresh brings what was there', async () => {
    await open({ features: 12 });
    await page.getByLabel('Bins of amount').waitFor();
    await tab.settle();
    const changes = page.evaluate(
      () =>
        new Promise<number>((done) => {
          let count = 0;
          const observer = new MutationObserver((records) => (count += records.length));
          const list = document.querySelector('ul[aria-label="Features"]');
          if (list !== null) {
            observer.observe(list, { subtree: true, childList: true, attributes: true, characterData: true });
          }
          setTimeout(() => done(count), 1_500);
        })
    );
    await refresh().click();
    expect(await changes).toBe(0);
  });

  it('is gone through by Tab, feature after feature, beyond those that were in sight', async () => {
    await open({ features: 60 });
    await cards().first().waitFor();
    await page.getByRole('textbox', { name: 'Find a feature' }).focus();
    const charts = new Set<string>();
    for (let step = 0; step < 120 && charts.size < 24; step++) {
      await page.keyboard.press('Tab');
      const label = await focused();
      if (label.startsWith('Bins of ')) {
        charts.add(label);
      }
    }
    expect(charts.size).toBe(24);
  });

  it('explains verdict, scores and what was repaired to the keyboard', async () => {
    await open({ features: 12 });
    await cards().first().waitFor();
    await page
      .getByRole('note', { name: /^Drift: PSI/ })
      .first()
      .focus();
    await page
      .getByRole('tooltip')
      .getByText(/^PSI is .* p < 0\.001/)
      .waitFor();
    await page
      .getByRole('note', { name: /^Repaired: Smoothed/ })
      .first()
      .focus();
    await page
      .getByRole('tooltip')
      .getByText(/^Smoothed: 1 bin is empty/)
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tooltip').waitFor({ state: 'detached' });
  });

  it.each(host.themes)('gives axe nothing serious to find in any view, %s', async (theme) => {
    await open({ features: 12, view: 'mirrored', theme });
    for (const view of VIEWS) {
      await choose(view);
      await tab.settle();
      expect([view[0], await seriousFindings(page, PANEL)]).toEqual([view[0], []]);
    }
  });

  it.each(host.states)(
    'says in the state %s what is the matter, and gives axe nothing serious to find',
    async (state) => {
      isProvoked = isAnswer;
      await open({ features: 12, state });
      await page
        .locator(PANEL)
        .getByRole(/error|permission/.test(state) ? 'alert' : 'status')
        .first()
        .waitFor();
      await tab.settle();
      expect(await seriousFindings(page, PANEL)).toEqual([]);
    }
  );

  it('on a dashboard, sets its variable when a feature is clicked, and all features again at the second click', async () => {
    await page.setViewportSize({ width: 1500, height: 3200 });
    await page.goto(`${tab.url}/d/tidemark-model-drift`);
    // The legend of the graph has a button of that name, too.
    const features = page.getByRole('list', { name: 'Features' });
    await features.getByRole('button', { name: 'amount', exact: true }).click();
    await page.waitForURL(/var-feature=amount/);
    await page.waitForFunction(() => document.querySelectorAll('ul[aria-label="Features"] > li').length === 1);
    await features.getByRole('button', { name: 'amount', exact: true, pressed: true }).press('Enter');
    await page.waitForURL(/var-feature=(\$|%24)__all/);
    await page.getByLabel('Bins of customer_age').waitFor();
  });

  it('draws the windows that a query answers', async () => {
    const panes = {
      tidemark: {
        datasource: 'tidemark',
        queries: [
          {
            refId: 'A',
            queryType: 'distribution',
            model: 'fraud',
            reference: { kind: 'offset', offset: '3d' },
            scores: ['psi'],
            frames: ['distribution', 'over_time'],
          },
        ],
        range: { from: 'now-24h', to: 'now' },
      },
    };
    await page.goto(`${tab.url}/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify(panes))}`);
    await page.getByLabel('Bins of amount').waitFor();
    await page.getByRole('radio', { name: 'Over time', exact: true }).last().click();
    const windows = page.getByLabel('Windows of payment_method');
    await windows.focus();
    await page.keyboard.press('End');
    await page.getByText(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d, .*: .* %, reference .* %\.$/).waitFor({ state: 'attached' });
  });
});
