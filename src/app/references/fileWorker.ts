import { readTable } from './readFile';
import type { TableSummary } from './tableSummary';

/** What a worker says of the file that it was given. */
export type FileMessage =
  | { readonly is: 'started' }
  | { readonly is: 'progress'; readonly part: number }
  | { readonly is: 'done'; readonly summary: TableSummary }
  | { readonly is: 'failed'; readonly why: string };

/** Steps in which progress is told: more would keep the page busy with drawing it. */
const STEPS = 200;

const say = (message: FileMessage): void => postMessage(message);
let told = -1;

addEventListener('message', ({ data }: MessageEvent<File>) => {
  // Who stops reading ends the worker; nothing has to be stopped in it.
  const { signal } = new AbortController();
  const onProgress = (part: number): void => {
    const step = Math.floor(part * STEPS);
    if (step !== told) {
      told = step;
      say({ is: 'progress', part });
    }
  };
  readTable(data, { signal, onProgress }).then(
    (summary) => say({ is: 'done', summary }),
    (thrown: unknown) => say({ is: 'failed', why: thrown instanceof Error ? thrown.message : String(thrown) })
  );
});
say({ is: 'started' });
