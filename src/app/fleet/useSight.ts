import { useEffect, useRef } from 'react';

const MARGIN = '200px';
/** While somebody scrolls, rows come and go; what counts is where they stop. */
const STILL_MS = 120;

/**
 * Tells which rows of a table body are on the screen or close to it, the topmost first, by their `data-key`. Where the
 * browser cannot say, all of them are.
 */
export function useSight(keys: readonly string[], look: (keys: readonly string[]) => void) {
  const body = useRef<HTMLTableSectionElement>(null);
  const order = keys.join('\n');
  useEffect(() => {
    const rows = [...(body.current?.querySelectorAll<HTMLElement>('[data-key]') ?? [])];
    const keyOf = (row: HTMLElement): string => row.dataset['key'] ?? '';
    if (typeof IntersectionObserver === 'undefined') {
      look(rows.map(keyOf));
      return undefined;
    }
    const seen = new Set<Element>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let first = true;
    const tell = (): void => {
      timer = undefined;
      look(rows.filter((row) => seen.has(row)).map(keyOf));
    };
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          seen[isIntersecting ? 'add' : 'delete'](target);
        }
        clearTimeout(timer);
        timer = setTimeout(tell, first ? 0 : STILL_MS);
        first = false;
      },
      { rootMargin: MARGIN }
    );
    rows.forEach((row) => observer.observe(row));
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [order, look]);
  return body;
}
