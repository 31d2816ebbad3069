/**
 * `npm run screenshots`: a picture of every page and its states, dashboard, panel and kind of answer in the preview, dark
 * and light, at 1400 and 700 pixels, for a person to look at. They go to `.cache/screenshots`.
 *
 *     npm run screenshots -- --only fleet,panel   those whose name begins so
 *     npm run screenshots -- --shop               the few that README.md and plugin.json show, into src/img/screenshots
 *     npm run screenshots -- --url http://127.0.0.1:3000   of a Grafana with the plugin that runs already, but for the
 *                                                states and panels by themselves, which only the preview shows
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { startPreview } from '../tests/browser/preview';
import { startBrowser } from '../tests/lib/browser';
import { ROOT } from './lib/build';
import { SHOP, SHOTS, type Shot } from './screenshots/shots';
import { bringInto, provisionStates } from './screenshots/states';

const WIDTHS = [1400, 700];
const THEMES = ['dark', 'light'] as const;
type Theme = (typeof THEMES)[number];

/** What a shop window shows has to be small: Grafana loads it with the page of the plugin. */
const SHOP_WIDTH = 1280;
const MOST_BYTES = 150_000;
/** Whatever is still loading by then is pictured as it is. */
const PATIENCE_MS = 60_000;
/** Whatever comes after the last answer has come by then: the next question, the last chart, the fonts. */
const QUIET_MS = 3_000;
const LOOK_MS = 100;
/** So many pages at once: with more of them, what answers all would not answer in time. */
const AT_ONCE = 2;
/** As much more of a page as came into sight may bring more, but not without end. */
const MOST_GROWTHS = 3;
const MOST_LOOKS = 3;
const MOST_HEIGHT = 12_000;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    shop: { type: 'boolean', default: false },
    url: { type: 'string' },
    out: { type: 'string', default: join(ROOT, '.cache', 'screenshots') },
  },
});

/** Counts what is asked of the server and not answered yet. */
function watchAnswers(page: Page): () => number {
  const open = new Set<unknown>();
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  return () => open.size;
}

/**
 * Until nothing has been asked for a while: an answer leads to the next question, and on a busy machine there is time
 * between the two.
 */
async function settled(page: Page, open: () => number): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (let quiet = 0; quiet < QUIET_MS && Date.now() < until; quiet = open() === 0 ? quiet + LOOK_MS : 0) {
    await page.waitForTimeout(LOOK_MS);
  }
}

/** Makes the window so high that all of the page is in sight: what is not asks nothing, and is not in the picture. */
async function showWhole(page: Page, open: () => number): Promise<void> {
  for (let growth = 0; growth < MOST_GROWTHS; growth++) {
    const hidden = await page.evaluate(() => {
      let most = document.documentElement.scrollHeight - document.documentElement.clientHeight;
      for (let at = document.querySelector('main'); at !== null; at = at.parentElement) {
        most = /auto|scroll/.test(getComputedStyle(at).overflowY)
          ? Math.max(most, at.scrollHeight - at.clientHeight)
          : most;
      }
      return most;
    });
    const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
    if (hidden <= 0 || height >= MOST_HEIGHT) {
      return;
    }
    await page.setViewportSize({ width, height: Math.min(height + hidden, MOST_HEIGHT) });
    await settled(page, open);
  }
}

/** Whether a machine that was busy kept something from being answered in time: another look would show it. */
const isLate = (page: Page): Promise<boolean> =>
  page.evaluate(
    () =>
      document.body.innerText.includes('No answer within') ||
      document.querySelector('[data-testid*="Panel status error"]') !== null
  );

/** What is pictured of one visit: a narrow window is the wide one made narrow, which asks little anew. */
interface Visit {
  readonly shot: Shot;
  readonly theme: Theme;
  readonly pictures: ReadonlyArray<{ readonly width: number; readonly file: string }>;
}

async function visit(browser: Browser, home: string, { shot, theme, pictures }: Visit, bare: boolean): Promise<void> {
  const { height } = shot;
  const page = await browser.newPage({ viewport: { width: pictures[0]?.width ?? SHOP_WIDTH, height } });
  const open = watchAnswers(page);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  try {
    const address = new URL(shot.path, home);
    address.searchParams.set('theme', theme);
    const held = await bringInto(page, shot.state);
    const unanswered = () => open() - held();
    await page.goto(address.href);
    await settled(page, unanswered);
    for (let look = 1; look < MOST_LOOKS && shot.state === undefined && (await isLate(page)); look++) {
      await page.reload();
      await settled(page, unanswered);
    }
    if (shot.act !== undefined) {
      await shot.act(page);
      await settled(page, unanswered);
    }
    for (const { width, file } of pictures) {
      if (page.viewportSize()?.width !== width) {
        await page.setViewportSize({ width, height });
        await settled(page, unanswered);
      }
      if (!bare) {
        await showWhole(page, unanswered);
      }
      // A shop window shows the page without what the preview or Grafana has around it.
      const box = bare ? await page.locator('main').first().boundingBox() : null;
      await page.screenshot({
        path: file,
        ...(box !== null && { clip: { x: box.x, y: box.y, width: box.width, height: height - box.y } }),
      });
      console.log(`${file}, ${Math.round(statSync(file).size / 1000)} kB`);
    }
  } finally {
    await page.close();
  }
  complaints.forEach((complaint) => console.warn(`  ${shot.name}: ${complaint}`));
}

const wanted = (values.only ?? '').split(',');
const chosen = (values.shop ? SHOP : SHOTS)
  .filter(({ name }) => wanted.some((start) => name.startsWith(start)))
  .filter(({ previewOnly = false }) => values.url === undefined || !previewOnly);
const out = values.shop ? join(ROOT, 'src', 'img', 'screenshots') : values.out;
mkdirSync(out, { recursive: true });

const preview = values.url === undefined ? await startPreview() : undefined;
const states = chosen.some(({ onStates = false }) => onStates) ? await provisionStates() : undefined;
const other = states === undefined ? undefined : await startPreview(['--provisioning', states.folder]);
const browser = await startBrowser();
const homeOf = ({ onStates = false }: Shot): string => (onStates ? other?.url : (values.url ?? preview?.url)) ?? '';
let heavy = 0;
let failed = 0;

const fileOf = (name: string): string => join(out, `${name}.png`);
const visits: readonly Visit[] = chosen.flatMap((shot): readonly Visit[] =>
  values.shop
    ? [{ shot, theme: 'dark', pictures: [{ width: SHOP_WIDTH, file: fileOf(shot.name) }] }]
    : THEMES.map((theme) => ({
        shot,
        theme,
        pictures: WIDTHS.map((width) => ({ width, file: fileOf(`${shot.name}-${width}-${theme}`) })),
      }))
);
const waiting = [...visits];

/** Goes from one visit to the next. One that fails is said, and the others are made. */
async function work(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    try {
      await visit(browser, homeOf(next.shot), next, values.shop);
      heavy += next.pictures.filter(({ file }) => values.shop && statSync(file).size > MOST_BYTES).length;
    } catch (thrown) {
      failed += 1;
      console.error(`${next.shot.name}, ${next.theme}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
}

try {
  await Promise.all(Array.from({ length: AT_ONCE }, work));
} finally {
  await browser.close();
  await Promise.all([preview?.stop(), other?.stop()]);
  states?.remove();
}
if (heavy > 0) {
  console.error(`${heavy} of them are larger than ${MOST_BYTES / 1000} kB: show less of the page.`);
}
if (failed > 0) {
  console.error(`${failed} of ${visits.length} visits failed.`);
}
process.exit(heavy + failed > 0 ? 1 : 0);
