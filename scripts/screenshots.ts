/**
 * `npm run screenshots`: a picture of every page, dashboard, panel and kind of answer in the preview, dark and light, at
 * 1400 and 700 pixels, for a person to look at. They go to `.cache/screenshots`.
 *
 *     npm run screenshots -- --only fleet,panel   those whose name begins so
 *     npm run screenshots -- --shop               the few that README.md and plugin.json show, into src/img/screenshots
 *     npm run screenshots -- --url http://127.0.0.1:3000   of a Grafana with the plugin that runs already
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { startPreview } from '../tests/browser/preview';
import { startBrowser } from '../tests/lib/browser';
import { ROOT } from './lib/build';
import { SHOP, SHOTS, type Shot } from './screenshots/shots';

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

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly bare?: boolean;
}

async function take(
  browser: Browser,
  home: string,
  shot: Shot,
  { width, height, theme, bare = false }: Frame,
  file: string
) {
  const page = await browser.newPage({ viewport: { width, height } });
  const open = watchAnswers(page);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  try {
    const address = new URL(shot.path, home);
    address.searchParams.set('theme', theme);
    await page.goto(address.href);
    await settled(page, open);
    // A shop window shows the page without what the preview or Grafana has around it.
    const box = bare ? await page.locator('main').first().boundingBox() : null;
    await page.screenshot({
      path: file,
      ...(box !== null && { clip: { x: box.x, y: box.y, width: box.width, height: height - box.y } }),
    });
  } finally {
    await page.close();
  }
  console.log(`${file}, ${Math.round(statSync(file).size / 1000)} kB`);
  complaints.forEach((complaint) => console.warn(`  ${complaint}`));
}

const wanted = (values.only ?? '').split(',');
const chosen = (values.shop ? SHOP : SHOTS).filter(({ name }) => wanted.some((start) => name.startsWith(start)));
const out = values.shop ? join(ROOT, 'src', 'img', 'screenshots') : values.out;
mkdirSync(out, { recursive: true });

const preview = values.url === undefined ? await startPreview() : undefined;
const browser = await startBrowser();
const home = values.url ?? preview?.url ?? '';
let heavy = 0;
try {
  for (const shot of chosen) {
    if (values.shop) {
      const file = join(out, `${shot.name}.png`);
      await take(browser, home, shot, { width: SHOP_WIDTH, height: shot.height, theme: 'dark', bare: true }, file);
      heavy += statSync(file).size > MOST_BYTES ? 1 : 0;
      continue;
    }
    for (const width of WIDTHS) {
      for (const theme of THEMES) {
        const file = join(out, `${shot.name}-${width}-${theme}.png`);
        await take(browser, home, shot, { width, height: shot.height, theme }, file);
      }
    }
  }
} finally {
  await browser.close();
  await preview?.stop();
}
if (heavy > 0) {
  console.error(`${heavy} of them are larger than ${MOST_BYTES / 1000} kB: show less of the page.`);
}
process.exit(heavy > 0 ? 1 : 0);
