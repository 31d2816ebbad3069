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
const SHOP_SIZE = { width: 1280, height: 800 };
const MOST_BYTES = 150_000;
/** Whatever is still loading by then is pictured as it is. */
const PATIENCE_MS = 60_000;
/** Charts are drawn, and fonts are there, some frames after the last answer. */
const SETTLE_MS = 1_200;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    shop: { type: 'boolean', default: false },
    url: { type: 'string' },
    out: { type: 'string', default: join(ROOT, '.cache', 'screenshots') },
  },
});

/** Until nothing asks the server any more, and nothing says that it is busy. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: PATIENCE_MS }).catch(() => undefined);
  await page
    .waitForFunction(
      () => document.querySelector('[aria-busy="true"], [aria-label="Panel loading bar"]') === null,
      undefined,
      { timeout: PATIENCE_MS }
    )
    .catch(() => undefined);
  await page.waitForTimeout(SETTLE_MS);
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

async function take(browser: Browser, home: string, shot: Shot, { width, height, theme }: Frame, file: string) {
  const page = await browser.newPage({ viewport: { width, height } });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  try {
    const address = new URL(shot.path, home);
    address.searchParams.set('theme', theme);
    await page.goto(address.href);
    await settled(page);
    await shot.then?.(page);
    if (shot.then !== undefined) {
      await settled(page);
    }
    await page.screenshot({ path: file });
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
      await take(browser, home, shot, { ...SHOP_SIZE, theme: 'dark' }, file);
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
