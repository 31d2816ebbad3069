import type { Page } from 'playwright-core';
import { seriousFindings } from '../lib/axe';
import { CHROMIUM } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { openTab } from './tab';

const VIEWS = ['overlay', 'mirrored', 'difference', 'cumulative', 'time'] as const;
const PANEL = 'section[data-testid*="Distributions"], [data-testid="data-testid Panel header Distributions"]';

describeWith(CHROMIUM, 'the distribution panel in a browser', () => {
  const tab = openTab({ name: 'distribution', viewport: { width: 1400, height: 980 } });
  let page: Page;
  beforeEach(() => {
    page = tab.page;
  });
  afterEach(() => expect(tab.complaints).toEqual([]));

  const open = async (params: Readonly<Record<string, string>>): Promise<void> => {
    await page.goto(`${tab.url}/gallery?${new URLSearchParams(params).toString()}`);
  };
  /** Until nothing has changed in the list of features for half a second: charts are drawn one after the other. */
  const stillness = (): Promise<void> =>
    page.evaluate(
      () =>
        new Promise<void>((done) => {
          let last = setTimeout(done, 500);
          const observer = new MutationObserver(() => {
            clearTimeout(last);
            last = setTimeout(done, 500);
          });
          observer.observe(document.querySelector('ul[aria-label="Features"]') ?? document.body, {
            subtree: true,
            childList: true,
            attributes: true,
          });
        })
    );
  const cards = () => page.getByRole('list', { name: 'Features' }).getByRole('listitem');
  const focused = (): Promise<string> =>
    page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''
    );

  it('with 500 features has in the page only what is in sight, wherever it is scrolled to', async () => {
    await open({ case: '500 features' });
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
    await list.evaluate((element) => element.parentElement?.scrollTo({ top: element.parentElement.scrollHeight }));
    await page.locator('li[aria-posinset="500"]').waitFor();
  });

  it('finds one of 500 features by its name', async () => {
    await open({ case: '500 features' });
    await cards().first().waitFor();
    await page.getByRole('textbox', { name: 'Find a feature' }).fill('amount');
    await page.getByLabel('Bins of amount').waitFor();
    await page.waitForFunction(() => document.querySelectorAll('ul[aria-label="Features"] > li').length === 1);
  });

  it('lets whoever looks choose another view', async () => {
    await open({ case: '12 features' });
    for (const [name, label] of [
      ['Mirrored', 'Bins of amount'],
      ['Difference', 'Bins of amount'],
      ['Cumulative', 'Bins of amount'],
      ['Over time', 'Windows of amount'],
      ['Overlay', 'Bins of amount'],
    ] as const) {
      await page.getByRole('radio', { name, exact: true }).click();
      await page.getByLabel(label).waitFor();
    }
  });

  it('draws no card again when a refresh brings what was there', async () => {
    await open({ case: '12 features' });
    await page.getByLabel('Bins of amount').waitFor();
    await stillness();
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
    await page.getByRole('button', { name: 'Refresh' }).click();
    expect(await changes).toBe(0);
  });

  it('is gone through by Tab, feature after feature, beyond those that were in sight', async () => {
    await open({ case: '60 features' });
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
    await open({ case: '12 features' });
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

  it.each(VIEWS.flatMap((view) => (['dark', 'light'] as const).map((theme) => [view, theme] as const)))(
    'gives axe nothing serious to find: %s, %s',
    async (view, theme) => {
      await open({ case: '12 features', view, theme });
      await cards().first().waitFor();
      expect(await seriousFindings(page, PANEL)).toEqual([]);
    }
  );

  it.each(['partial', 'loading', 'error', 'no permission', 'empty'])(
    'gives axe nothing serious to find in the state %s',
    async (state) => {
      await open({ case: '12 features', state });
      await page
        .getByRole(/error|permission/.test(state) ? 'alert' : 'status')
        .first()
        .waitFor();
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
