import type { Page } from 'playwright-core';
import { seriousFindings } from '../lib/axe';
import { CHROMIUM } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { openTab } from './tab';

const PANEL = '[data-testid="data-testid panel content"]';
/** A heading, or a name, by which a case is known to be drawn. */
const CASES = [
  ['shadow', 'with labels', 'Agreement and flips'],
  ['shadow', 'without labels', 'Agreement and flips'],
  ['shadow', 'metrics alone', 'Live and shadow side by side'],
  ['shadow', 'predicted numbers', 'What they answer'],
  ['absurd', 'with labels', 'Repeated inputs'],
  ['absurd', 'without labels', 'Where they concentrate'],
] as const;

describeWith(CHROMIUM, 'the panels of shadow and absurd outputs in the gallery', () => {
  const tab = openTab({ name: 'gallery', viewport: { width: 1400, height: 3000 } });
  let page: Page;
  beforeEach(() => {
    page = tab.page;
  });
  afterEach(() => expect(tab.complaints).toEqual([]));

  const open = (params: Readonly<Record<string, string>>): Promise<unknown> =>
    page.goto(`${tab.url}/gallery?${new URLSearchParams(params).toString()}`);
  /** How often anything in the panel changes within so many milliseconds. */
  const changesWithin = (ms: number): Promise<number> =>
    page.locator(PANEL).evaluate(
      (content, within) =>
        new Promise<number>((done) => {
          let count = 0;
          const observer = new MutationObserver((records) => (count += records.length));
          observer.observe(content, { subtree: true, childList: true, attributes: true, characterData: true });
          setTimeout(() => {
            observer.disconnect();
            done(count);
          }, within);
        }),
      ms
    );
  const heading = (name: string) => page.getByRole('heading', { name, exact: true });

  it.each(CASES)('%s %s: axe finds nothing serious in either theme, and no word is NaN or null', async (...given) => {
    const [panel, name, title] = given;
    for (const theme of ['dark', 'light']) {
      await open({ panel, case: name, theme });
      await heading(title).waitFor();
      await tab.settle();
      expect(await seriousFindings(page, PANEL)).toEqual([]);
    }
    expect(await page.locator(PANEL).innerText()).not.toMatch(/\b(NaN|null|undefined|Infinity)\b/);
  });

  it.each([
    ['shadow', 'loading', 'status', 'Comparing shadow and live'],
    ['shadow', 'empty', 'status', 'Nothing to compare yet'],
    ['shadow', 'error', 'alert', /The query failed.*refuses the connection/],
    ['shadow', 'no permission', 'alert', /You may not query this data source/],
    ['shadow', 'partial', 'status', /A query failed: .*refuses the connection/],
    ['absurd', 'loading', 'status', 'Looking for absurd outputs'],
    ['absurd', 'empty', 'status', 'Nothing to judge yet'],
    ['absurd', 'error', 'alert', /The query failed.*refuses the connection/],
    ['absurd', 'no permission', 'alert', /You may not query this data source/],
    ['absurd', 'partial', 'status', /A query failed: .*refuses the connection/],
  ] as const)('%s says in the state %s what is the matter, and axe finds nothing serious', async (...given) => {
    const [panel, state, role, words] = given;
    await open({ panel, state });
    await page.locator(PANEL).getByRole(role).filter({ hasText: words }).waitFor();
    await tab.settle();
    expect(await seriousFindings(page, PANEL)).toEqual([]);
  });

  it.each([
    ['shadow', 'Agreement and flips'],
    ['absurd', 'Repeated inputs'],
  ])('%s draws nothing again when a refresh brings what was there', async (panel, title) => {
    await open({ panel });
    await heading(title).waitFor();
    await page.locator('.uplot canvas').first().waitFor();
    // Pictures of icons come on their own, one after the other.
    await tab.settle();
    const changes = changesWithin(1_500);
    await page.getByRole('button', { name: 'Refresh' }).click();
    expect(await changes).toBe(0);
  });

  it('the keyboard reaches each part: explanations, the choice over time, filters and pages', async () => {
    await open({ panel: 'absurd' });
    await heading('Repeated inputs').waitFor();
    await page.getByRole('button', { name: 'Refresh' }).focus();
    const visited = new Set<string>();
    for (let step = 0; step < 100; step++) {
      await page.keyboard.press('Tab');
      visited.add(
        await page.evaluate(() => {
          const at = document.activeElement;
          return `${at?.getAttribute('role') ?? at?.tagName.toLowerCase()} ${at?.getAttribute('aria-label') ?? at?.closest('[aria-label], [aria-labelledby]')?.getAttribute('aria-label') ?? ''}`;
        })
      );
    }
    const names = [...visited].join('\n');
    expect(names).toMatch(/note Expected wrong/);
    expect(names).toMatch(/input What to draw over time/);
    expect(names).toMatch(/button Copy query/);
    expect(names).toMatch(/button .*page/i);
  });
});
