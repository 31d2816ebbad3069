import type { Browser } from 'playwright-core';

/** Milliseconds from the beginning of the navigation. */
export interface FleetTimes {
  /** Every model is listed, and can be opened. */
  readonly listed: number;
  /** Of each model in sight it is known how its data stand. */
  readonly data: number;
  /** And everything else of it. */
  readonly inSight: number;
  /** Of every model it is known how its data stand, so that the order is the last one. */
  readonly sorted: number;
  /** All is known of all; null where that takes longer than anybody waits. */
  readonly all: number | null;
}

const PATH = '/a/tidemark-drift-app/fleet?theme=dark';
/** Beyond that it is not a slow page but one that hangs. */
const LONGEST_MS = 170_000;

/** Opens the fleet in a browser that has nothing stored, and waits until each thing that people wait for is there. */
export async function openFleet(browser: Browser, url: string, models: number): Promise<FleetTimes> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(LONGEST_MS);
    await page.goto(`${url}${PATH}`, { waitUntil: 'commit' });
    return await page.evaluate(
      async ({ count, longest }) => {
        const rows = (): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>('main tbody [data-key]')];
        const seen = (row: HTMLElement): boolean => row.getBoundingClientRect().top < window.innerHeight;
        const when = async (holds: () => boolean): Promise<number> => {
          while (!holds()) {
            if (performance.now() > longest) {
              throw new Error(document.querySelector('main')?.innerText.slice(0, 300));
            }
            // As often as it is drawn, and seldom enough not to be in its way.
            await new Promise((done) => setTimeout(done, 30));
          }
          return performance.now();
        };
        const lacks = (text: string, only: (row: HTMLElement) => boolean) => (): boolean =>
          !rows().some((row) => only(row) && row.textContent?.includes(text) === true);
        const every = (): boolean => true;
        const listed = await when(() => rows().length === count);
        const steps = [
          when(lacks('Data: not judged yet', seen)),
          when(lacks('not judged yet', seen)),
          when(lacks('Data: not judged yet', every)),
          when(lacks('not judged yet', every)).catch(() => null),
        ] as const;
        const [data, inSight, sorted, all] = await Promise.all(steps);
        return { listed, data, inSight, sorted, all };
      },
      { count: models, longest: LONGEST_MS }
    );
  } finally {
    await context.close();
  }
}
