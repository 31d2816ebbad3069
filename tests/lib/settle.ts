import type { Page, Request } from 'playwright-core';
import { eventually, PATIENCE } from './eventually';

/** So long nothing must have moved. */
const STILL_MS = 500;

/** Whether nothing is drawn anew for half a second, and nothing is on its way from one look to another. */
const isStill = (page: Page): Promise<boolean> =>
  page.evaluate(
    (ms) =>
      new Promise<boolean>((done) => {
        const end = (still: boolean): void => {
          clearTimeout(timer);
          observer.disconnect();
          done(still);
        };
        const observer = new MutationObserver(() => end(false));
        const timer = setTimeout(() => {
          // What turns for ever, as the sign of somebody who waits, is no way to another look.
          const isMoving = ({ playState, effect }: Animation): boolean =>
            playState === 'running' && Number.isFinite(Number(effect?.getComputedTiming().endTime ?? 0));
          end(!document.getAnimations().some(isMoving));
        }, ms);
        observer.observe(document.querySelector('main') ?? document.body, {
          subtree: true,
          childList: true,
          attributes: true,
          characterData: true,
        });
      }),
    STILL_MS
  );

/**
 * Watches what a page asks of this machine, and answers what waits until it has come to rest: everything that it asked is
 * answered, and nothing is drawn anew. Only then can a test say that something is not there. What a Grafana asks of the
 * internet may stay without an answer for minutes, where there is none.
 */
export function watchRest(page: Page): () => Promise<void> {
  const open = new Set<Request>();
  const isHere = (request: Request): boolean => new URL(request.url()).hostname === '127.0.0.1';
  const close = (request: Request): void => void open.delete(request);
  page.on('request', (request) => void (isHere(request) && open.add(request)));
  page.on('requestfinished', close);
  page.on('requestfailed', close);
  const isAtRest = async (): Promise<boolean> => open.size === 0 && (await isStill(page)) && open.size === 0;
  return async () => {
    if (!(await eventually(isAtRest, Boolean))) {
      const asked = [...open].map((request) => `${request.method()} ${request.url()}`);
      throw new Error(`The page has not come to rest within ${PATIENCE / 1_000} s. Unanswered: ${asked.join(', ')}`);
    }
  };
}
