import type { Browser } from 'playwright-core';
import { startPreview } from '../../tests/browser/preview';
import { startBrowser } from '../../tests/lib/browser';
import { ensureBuilt } from '../lib/build';
import { benchFleet, type FleetBench } from './fleet/fleet';
import { gate, LIMITS, type Gate } from './limits';

interface Watched {
  readonly name: string;
  readonly path: string;
  /** The first thing on the page that a person came for and can click. */
  readonly control: string;
}

const app = (page: string): string => `/a/tidemark-drift-app/${page}`;

const PAGES: readonly Watched[] = [
  { name: 'fleet', path: app('fleet'), control: 'main tbody a[href*="/model/"]' },
  { name: 'model', path: app('model/fraud'), control: 'main a[href^="#"]' },
  { name: 'set up', path: app('setup'), control: 'main button' },
  { name: 'references', path: app('references'), control: 'main tbody button' },
  { name: 'alerts', path: app('alerts'), control: 'main li a, main tbody a' },
  { name: 'teams', path: app('teams'), control: 'main li a, main tbody a' },
  // A week of rules takes what it takes: how far it is, and a way out, or what came of it.
  { name: 'replay', path: app('replay'), control: 'main [role="progressbar"] ~ div button, main section button' },
  { name: 'apply', path: app('apply'), control: 'main section[aria-labelledby="apply-differences"] button' },
];

const ROUNDS = 3;
/** Nothing longer than this has kept the page from answering for so long: then it answers a click at once. */
const LONG_TASK_MS = 50;
const QUIET_MS = 500;

interface Round {
  /** From the beginning of the navigation to when the control stands there. */
  readonly shownMs: number;
  /** And to the end of the last long task before the page was quiet: from then on a click is answered at once. */
  readonly interactiveMs: number;
}

/** Opens a page in a browser that has nothing stored, and waits until it answers. */
async function measure(browser: Browser, url: string, control: string): Promise<Round> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      const ends: number[] = [];
      new PerformanceObserver((list) => {
        ends.push(...list.getEntries().map(({ startTime, duration }) => startTime + duration));
      }).observe({ type: 'longtask', buffered: true });
      Object.assign(window, { longTaskEnds: ends });
    });
    await page.goto(url, { waitUntil: 'commit' });
    return await page.evaluate(
      async ({ selector, quiet }) => {
        const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
        let shown = NaN;
        while (Number.isNaN(shown)) {
          const now = await frame();
          const element = document.querySelector(selector);
          if (element !== null && element.getClientRects().length > 0) {
            shown = now;
          }
        }
        const { longTaskEnds } = window as unknown as { readonly longTaskEnds: readonly number[] };
        const last = (): number => Math.max(shown, ...longTaskEnds);
        // As "time to interactive" is measured: the first stretch without a long task, and what came before it.
        while (performance.now() - last() < quiet) {
          await new Promise((done) => setTimeout(done, 50));
        }
        return { shownMs: shown, interactiveMs: last() };
      },
      { selector: control, quiet: QUIET_MS }
    );
  } finally {
    await context.close();
  }
}

/** How soon each page of the app can be used on the sample upstream, in the preview and the Chromium of this machine. */
export async function benchPages(say: (line: string) => void): Promise<{
  readonly what: string;
  readonly pages: ReadonlyArray<{ readonly name: string; readonly rounds: readonly Round[] }>;
  readonly fleet: FleetBench | null;
  readonly gates: readonly Gate[];
}> {
  await ensureBuilt(say);
  const preview = await startPreview();
  const browser = await startBrowser();
  try {
    // The program makes the sample when it is first asked; a data source of one's own has its data already.
    await measure(browser, `${preview.url}${app('fleet')}`, 'main tbody a[href*="/model/"]');
    const pages = [];
    for (const { name, path, control } of PAGES) {
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        rounds.push(await measure(browser, `${preview.url}${path}`, control));
      }
      pages.push({ name, rounds });
      say(`${name}: ${JSON.stringify(rounds)}`);
    }
    const fleet = await benchFleet(browser, say);
    return {
      what: `from the beginning of the navigation, with nothing stored in the browser, until the page shows what it is for and no task of more than ${LONG_TASK_MS} ms has kept it from answering for ${QUIET_MS} ms`,
      pages,
      fleet: fleet ?? null,
      gates: [
        ...pages.map(({ name, rounds }) =>
          // The best: other work of the machine only adds.
          gate(
            `the page ${name} is interactive, ms, best of ${ROUNDS} rounds`,
            Math.min(...rounds.map(({ interactiveMs }) => interactiveMs)),
            LIMITS.interactiveMs
          )
        ),
        ...(fleet?.gates ?? []),
      ],
    };
  } finally {
    await browser.close();
    await preview.stop();
  }
}
