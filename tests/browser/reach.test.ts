import type { Page } from 'playwright-core';
import { seriousFindings } from '../lib/axe';
import { eventually, PATIENCE } from '../lib/eventually';
import { describeOnHosts } from './hosts';
import { openTab } from './tab';

/** How often Tab is pressed before it is looked where that has led, and until a page counts as not gone through. */
const TABS = 20;
const MOST_STOPS = 800;

describeOnHosts("the app's pages, by keyboard and to axe,", (host) => {
  const tab = openTab({ ...host, name: `reach ${host.name}`, viewport: { width: 1400, height: 1200 } });
  let page: Page;
  beforeEach(() => {
    page = tab.page;
  });

  // What holds for every page: nobody else is asked, nor anything beside the path below which a Grafana is served.
  afterEach(() => expect(tab.elsewhere.filter(host.isAskedByUs)).toEqual([]));

  const { open } = tab;

  const PAGES = [
    ['fleet?var-datasource=tidemark', 'Card fraud'],
    ['model/fraud?var-datasource=tidemark&from=now-6h&to=now', 'device_scores'],
    ['setup', 'Check list'],
    ['references', 'Make a profile'],
    ['alerts', 'fraud: feature drift'],
    ['replay?check=feature_drift&from=now-6h&to=now', 'What it comes to'],
    ['teams', 'Risk ML'],
    ['apply', 'What differs'],
    ['/plugins/tidemark-drift-app?page=configuration', 'The app itself has nothing to set'],
    ['/connections/datasources/edit/tidemark', 'What to watch'],
  ] as const;

  /** Opens a page and goes through it, so that it shows all that it has: a part that is out of sight asks nothing. */
  const openWhole = async (path: string, text: string): Promise<void> => {
    await open(path);
    // A replay computes as much as a rule does in hours.
    await page
      .getByText(text)
      .first()
      .waitFor({ timeout: 2 * PATIENCE });
    const asking = page.locator('main').getByText(/^(Asking|Looking for|Comparing)/);
    // One after the other: all at once would be more than a busy machine answers in time.
    const left = (): Promise<number> =>
      asking.evaluateAll((all) => {
        all[0]?.scrollIntoView({ block: 'center' });
        return all.length;
      });
    expect(await eventually(left, (count) => count === 0, (2 * PATIENCE) / 1_000)).toBe(0);
    await tab.settle();
  };

  /** Of what can be clicked or written into on this page, the names of what Tab has not led to. */
  const beyondTab = async (): Promise<readonly string[]> => {
    // Each that is to be seen has its number; but for what stands in the cells of Grafana's grid, where the arrows lead
    // from cell to cell.
    const names = await page.evaluate(() => {
      const reached = new Set<string>();
      document.addEventListener('focusin', ({ target }) => {
        const number = target instanceof HTMLElement ? target.dataset['number'] : undefined;
        if (number !== undefined) {
          reached.add(number);
        }
      });
      Object.assign(window, { reached });
      return [...document.querySelectorAll<HTMLElement>('main a[href], main button, main input:not([type=file])')]
        .filter(
          (one) =>
            one.getClientRects().length > 0 &&
            one.tabIndex >= 0 &&
            !one.matches(':disabled, [type=radio], [role=gridcell] *')
        )
        .map((one, index) => {
          one.dataset['number'] = String(index);
          return (one.getAttribute('aria-label') ?? one.textContent ?? '').trim();
        });
    });
    expect(names.length).toBeGreaterThan(0);
    let reached: ReadonlySet<string> = new Set();
    // Charts and explanations are gone through, too: there are more stops than names.
    for (let step = 0; step < MOST_STOPS && reached.size < names.length; step += TABS) {
      for (let press = 0; press < TABS; press++) {
        await page.keyboard.press('Tab');
      }
      reached = new Set(await page.evaluate(() => [...(window as unknown as { reached: Set<string> }).reached]));
    }
    return names.filter((_, index) => !reached.has(String(index)));
  };

  it.each(PAGES)('%s has no serious finding of axe, and is gone through by Tab alone', async (path, text) => {
    for (const theme of host.themes) {
      await openWhole(`${path}${path.includes('?') ? '&' : '?'}theme=${theme}`, text);
      expect([theme, await seriousFindings(page, 'main')]).toEqual([theme, []]);
    }
    expect(await beyondTab()).toEqual([]);
  });

  it.each([
    ['teams', 'Add a team'],
    ['references', 'Export train'],
    ['references', 'Delete train'],
  ])(
    'on %s the dialog of "%s" is opened, kept to and left by the keyboard, which is where it was then',
    async (path, name) => {
      await open(`${path}?var-datasource=tidemark`);
      const button = page.getByRole('button', { name, exact: true });
      await button.waitFor();
      await tab.settle();
      await button.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      // Beside the dialog stand guards, which give the focus back a moment after they got it.
      const isInside = (): Promise<boolean> =>
        page.evaluate(() => Boolean(document.activeElement?.closest('[role=dialog]')));
      const comesInside = (): Promise<boolean> => eventually(isInside, Boolean);
      expect(await comesInside()).toBe(true);
      for (let step = 0; step < TABS; step++) {
        await page.keyboard.press('Tab');
        expect(await comesInside()).toBe(true);
      }
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const isBack = (): Promise<boolean> => button.evaluate((one) => one === document.activeElement);
      expect(await eventually(isBack, Boolean)).toBe(true);
    }
  );
});
