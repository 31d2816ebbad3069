import { exploreOf } from '../../scripts/screenshots/shots';
import { CHROMIUM } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { openTab } from './tab';

/** How often Tab is pressed before it is looked where that has led, and until a page counts as not gone through. */
const TABS = 20;
const MOST_STOPS = 800;

interface Walk {
  /** Names of what can be clicked or written into and has not had the focus yet. */
  readonly left: readonly string[];
  /** Names of what had the focus without a sign of it. */
  readonly unseen: readonly string[];
}

// The pages of the app are gone through where they are tested; these are made of Grafana's parts and of our panels.
describeWith(CHROMIUM, 'the keyboard alone', () => {
  const tab = openTab({ name: 'keyboard', viewport: { width: 1400, height: 3_600 } });

  it.each([
    ['the fleet', '/d/tidemark-fleet', 'MAE'],
    ['the shadow', '/d/tidemark-shadow-against-live', 'Where they disagree most'],
    ['Explore', exploreOf('distribution'), 'merchant_age_days'],
  ])('reaches all of %s, and it is to be seen where it has led', async (_, path, text) => {
    const { page } = tab;
    await page.goto(`${tab.url}${path}`);
    await page.getByText(text).first().waitFor();
    await page.evaluate(() => {
      const reached = new WeakSet<Element>();
      const unseen = new Set<string>();
      const nameOf = (one: Element): string => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim();
      document.addEventListener('focusin', ({ target }) => {
        if (target instanceof HTMLElement) {
          reached.add(target);
          const { outlineStyle, outlineColor, boxShadow } = getComputedStyle(target);
          const isOutlined = outlineStyle !== 'none' && outlineColor !== 'rgba(0, 0, 0, 0)';
          if (target.matches('main a, main button') && boxShadow === 'none' && !isOutlined) {
            unseen.add(nameOf(target));
          }
        }
      });
      // What comes later or is drawn anew is reached on the next round. In the cells of Grafana's grid the arrows lead from
      // one to the next, and what its selects hold can be taken out in the field itself.
      const look = (): Walk => ({
        left: [...document.querySelectorAll<HTMLElement>('main a[href], main button, main input')]
          .filter(
            (one) =>
              one.getClientRects().length > 0 &&
              one.tabIndex >= 0 &&
              !one.matches(':disabled, [type=radio], [role=gridcell] *, [class*=multi-value]') &&
              !reached.has(one)
          )
          .map(nameOf),
        unseen: [...unseen],
      });
      Object.assign(window, { look });
    });
    const look = (): Promise<Walk> => page.evaluate(() => (window as unknown as { look: () => Walk }).look());
    let walk = await look();
    expect(walk.left.length).toBeGreaterThan(0);
    for (let step = 0; step < MOST_STOPS && walk.left.length > 0; step += TABS) {
      for (let pressed = 0; pressed < TABS; pressed++) {
        await page.keyboard.press('Tab');
      }
      walk = await look();
    }
    expect(walk).toEqual({ left: [], unseen: [] });
  });
});
