import type { Page } from 'playwright-core';
import { dashboardFiles, readDashboard, type Panel } from '../../src/dashboards/testing/readDashboard';
import { eventually } from './eventually';

/** A bundled dashboard: where it is, and which panels it shows with the built-in sample. */
export interface Bundled {
  readonly file: string;
  readonly path: string;
  readonly titles: readonly string[];
  /** Of a window in which all of it is in sight: panels that are not ask nothing. */
  readonly height: number;
}

/** Of one unit of Grafana's grid, with the gap below it. */
const ROW_PX = 38;
const AROUND_PX = 500;
/** The models of the sample, for each of which a row is repeated. */
const MODELS = 2;

function bundled(file: string): Bundled {
  const { uid, panels } = readDashboard(file);
  const isRepeated = panels.some(({ type, title }) => type === 'row' && title.includes('$'));
  const times = isRepeated ? MODELS : 1;
  const shown = panels.filter(({ type }: Panel) => type !== 'row').map(({ title }) => title);
  const rows = Math.max(...panels.map(({ gridPos: { y, h } }) => y + h));
  return {
    file,
    path: `/d/${uid}`,
    titles: Array.from({ length: times }, () => shown).flat(),
    height: times * rows * ROW_PX + AROUND_PX,
  };
}

export const DASHBOARDS: readonly Bundled[] = dashboardFiles.map(bundled);

/** What a panel draws; the frame around it, and the variables above, are Grafana's own. */
export const PANEL_CONTENT = '[data-testid="data-testid panel content"]';

/** What a person sees of a panel. */
interface Seen {
  readonly title: string;
  /** Why nobody would call it fine: it has not answered, failed, or shows nothing. Empty where it is. */
  readonly trouble: string;
  /** Words that are cut off. */
  readonly cut: readonly string[];
}

const lookAt = (page: Page): Promise<Seen[]> =>
  page.locator('[data-testid^="data-testid Panel header"]').evaluateAll((panels) =>
    panels.map((panel): Seen => {
      const title = panel.getAttribute('data-testid')?.replace('data-testid Panel header ', '') ?? '';
      const content = panel.querySelector('[data-testid="data-testid panel content"]');
      const text = content?.textContent ?? '';
      const grid = content?.querySelector('[role=grid]');
      const trouble =
        panel.querySelector('[data-testid*="Panel status error"], [role=alert]') !== null
          ? `failed: ${text}`
          : /No data|There is no|No model/.test(text)
            ? text
            : text.trim() === '' && content?.querySelector('canvas') === null
              ? 'empty'
              : grid !== null && grid !== undefined && grid.querySelector('[role=gridcell]') === null
                ? 'a table without rows'
                : /Loading/.test(text)
                  ? 'still loading'
                  : '';
      const words = [...panel.querySelectorAll('h2, [data-testid="data-testid panel content"] [style*="font-size"]')];
      return {
        title,
        trouble,
        cut: words
          .filter((word) => word.scrollWidth > word.clientWidth + 1 && word.clientWidth > 0)
          .map((word) => word.textContent ?? ''),
      };
    })
  );

/** Words of tiles that a screen of that width cuts off, once the panels have taken the width of it. */
export async function cutAt(page: Page, width: number): Promise<readonly string[]> {
  const { height } = page.viewportSize() ?? { height: 0 };
  await page.setViewportSize({ width, height });
  const widest = (): Promise<number> =>
    page
      .locator(PANEL_CONTENT)
      .evaluateAll((contents) => Math.max(...contents.map((content) => content.getBoundingClientRect().right)));
  const cutNow = async (): Promise<readonly string[]> => (await lookAt(page)).flatMap(({ cut }) => cut);
  // Letters are fitted to the tile after the tile has been laid out.
  return eventually(
    async () => ((await widest()) > width ? ['the page is still as wide as it was'] : cutNow()),
    (cut) => cut.length === 0
  );
}

/** Waits until each of so many panels shows data, in whole words; answers what has none, which there are, and what is cut off. */
export async function lookOver(page: Page, { titles }: Pick<Bundled, 'titles'>) {
  const seen = await eventually(
    () => lookAt(page),
    (all) => all.length >= titles.length && all.every(({ trouble, cut }) => trouble === '' && cut.length === 0)
  );
  return {
    titles: seen.map(({ title }) => title),
    troubled: seen.filter(({ trouble }) => trouble !== '').map(({ title, trouble }) => `${title}: ${trouble}`),
    cut: seen.flatMap(({ title, cut }) => cut.map((word) => `${title}: ${word}`)),
  };
}
