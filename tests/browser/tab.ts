import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page, Response } from 'playwright-core';
import { SCREENSHOTS, startBrowser } from '../lib/browser';
import { PATIENCE } from '../lib/eventually';
import { watchRest } from '../lib/settle';
import { startPreview } from './preview';

/** Of a whole test, which waits for several things. */
const TEST_MS = 300_000;
jest.setTimeout(TEST_MS);

/** What a browser looks at: the preview, or a Grafana. */
export interface Host {
  readonly url: string;
  readonly stop: () => Promise<unknown>;
}

export interface TabOptions {
  /** Begins the names of the pictures that the tests leave. */
  readonly name: string;
  readonly viewport: { readonly width: number; readonly height: number };
  /** The preview, unless another is named. */
  readonly start?: () => Promise<Host>;
  readonly context?: BrowserContextOptions;
  /** Whether a line of the console, with what was refused and why, is none of ours. */
  readonly isOutside?: (line: string) => boolean;
}

/** What the tests of a suite look through: a page of its own for each test. */
export interface Tab {
  /** The page of the test that runs. */
  readonly page: Page;
  readonly url: string;
  /** What the console and uncaught errors have said in this test. */
  readonly complaints: readonly string[];
  /** What was asked of somebody other than the host, or not below its path. */
  readonly elsewhere: readonly string[];
  /** Goes to a page of the app; with a slash before it, to any of the host. */
  readonly open: (path: string) => Promise<void>;
  /** Waits until all that the page asked is answered, and nothing is drawn anew: only then can a test say what is not there. */
  readonly settle: () => Promise<void>;
}

function there<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error('There is a page only while a test runs.');
  }
  return value;
}

/**
 * The console says only that something was refused. What was asked and what came back tells which of a page's many
 * questions it was, from a log alone.
 */
async function keepRefusal(response: Response, refusals: Map<string, string>): Promise<void> {
  if (response.status() >= 400) {
    const request = response.request();
    const asked = `${request.method()} ${response.url()} ${request.postData() ?? ''}`;
    refusals.set(response.url(), asked);
    // A page that was left takes its answers along.
    const answer = await response.text().catch(() => 'the answer is gone');
    refusals.set(response.url(), `${asked} -> ${answer}`);
  }
}

/**
 * Starts what a suite looks at and a browser, and gives each test a new page that knows nothing of the one before; what the
 * test saw is kept as a picture. All share what was loaded: to read and compile a Grafana anew took most of a short test.
 */
export function openTab({
  name,
  viewport,
  start = startPreview,
  context: more,
  isOutside = () => false,
}: TabOptions): Tab {
  let host: Host | undefined;
  let browser: Browser | undefined;
  let context: BrowserContext | undefined;
  let page: Page | undefined;
  let complaints: Array<{ readonly text: string; readonly url: string }> = [];
  const refusals = new Map<string, string>();
  let elsewhere: string[] = [];
  let settle: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    [host, browser] = await Promise.all([start(), startBrowser()]);
    context = await browser.newContext({ viewport, ...more });
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await host?.stop();
  }, 60_000);

  beforeEach(async () => {
    const home = there(host).url;
    page = await there(context).newPage();
    page.setDefaultTimeout(PATIENCE);
    settle = watchRest(page);
    complaints = [];
    elsewhere = [];
    refusals.clear();
    page.on('console', (message) => {
      if (message.type() === 'error') {
        complaints.push({ text: message.text(), url: message.location().url });
      }
    });
    page.on('response', (response) => void keepRefusal(response, refusals));
    page.on('pageerror', (error) => complaints.push({ text: error.message, url: '' }));
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !`${request.url()}/`.startsWith(`${home}/`)) {
        elsewhere.push(request.url());
      }
    });
  });
  afterEach(async () => {
    const title = (expect.getState().currentTestName ?? 'page').replace(/[^\w ]+/g, '');
    // Long titles make names that no file may have.
    await page?.screenshot({ path: join(SCREENSHOTS, `${name} ${title.slice(-150)}.png`) });
    await page?.evaluate(() => localStorage.clear()).catch(() => undefined);
    // With what a test has opened beside it.
    await Promise.all((context?.pages() ?? []).map((one) => one.close()));
    await context?.clearCookies();
  });

  return {
    get page() {
      return there(page);
    },
    get url() {
      return there(host).url;
    },
    get complaints() {
      return complaints
        .map(({ text, url }) => [text, refusals.get(url) ?? url].filter(Boolean).join(': '))
        .filter((line) => !isOutside(line));
    },
    get elsewhere() {
      return elsewhere;
    },
    open: async (path) => {
      await there(page).goto(`${there(host).url}${path.startsWith('/') ? '' : '/a/tidemark-drift-app/'}${path}`);
    },
    settle: () => there(settle)(),
  };
}
