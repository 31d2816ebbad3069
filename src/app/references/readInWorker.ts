import type { FileMessage } from './fileWorker';
import type { ReadOptions, TableSummary } from './tableSummary';

/** Undefined where the page may not start one, as when plugins are served from another origin than Grafana. */
function startWorker(): Worker | undefined {
  try {
    // Not wrapped as what Grafana loads is, of which a worker knows nothing; and its pieces lie beside it.
    return new Worker(
      /* webpackEntryOptions: { library: { type: "var", name: "reader" }, publicPath: "auto" } */ new URL(
        './fileWorker.ts',
        import.meta.url
      )
    );
  } catch {
    return undefined;
  }
}

/**
 * Reads a file of training data beside the page, which goes on answering whoever uses it. Where no worker starts it is read
 * by the page itself, a piece at a time. Rejects with words that say what is wrong; once stopped, it never settles.
 */
export function readInWorker(file: File, options: ReadOptions): Promise<TableSummary> {
  const here = (): Promise<TableSummary> => import('./readFile').then(({ readTable }) => readTable(file, options));
  const worker = startWorker();
  if (worker === undefined) {
    return here();
  }
  return new Promise<TableSummary>((done, fail) => {
    let started = false;
    options.signal.addEventListener('abort', () => worker.terminate(), { once: true });
    worker.onmessage = ({ data }: MessageEvent<FileMessage>) => {
      switch (data.is) {
        case 'started':
          started = true;
          worker.postMessage(file);
          break;
        case 'progress':
          options.onProgress(data.part);
          break;
        case 'done':
          worker.terminate();
          done(data.summary);
          break;
        case 'failed':
          worker.terminate();
          fail(new Error(data.why));
      }
    };
    worker.onerror = ({ message }) => {
      worker.terminate();
      if (started) {
        fail(new Error(message));
      } else {
        here().then(done, fail);
      }
    };
  });
}
