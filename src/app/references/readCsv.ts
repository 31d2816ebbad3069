import { parse } from 'papaparse';
import { column, type Column } from './column';
import { aborted, summary, type ReadOptions, type TableSummary } from './tableSummary';

/** So much is read before anything else may happen, such as to be stopped: some 20 ms of work. */
const CHUNK_BYTES = 512 * 1024;

/** Reads a table with its names in the first line, piece by piece. Rejects with words that say what is wrong. */
export function readCsv(file: File, { onProgress, signal }: ReadOptions): Promise<TableSummary> {
  return new Promise((done, fail) => {
    let columns: readonly Column[] | undefined;
    let rows = 0;
    parse<string[]>(file, {
      header: false,
      skipEmptyLines: 'greedy',
      chunkSize: CHUNK_BYTES,
      chunk: ({ data, meta }, parser) => {
        if (signal.aborted) {
          parser.abort();
          fail(aborted());
          return;
        }
        const lines = columns === undefined ? data.slice(1) : data;
        columns ??= (data[0] ?? []).map((name, index) =>
          column(name.trim() === '' ? `column ${index + 1}` : name.trim())
        );
        for (const line of lines) {
          columns.forEach((one, index) => one.add(line[index]));
        }
        rows += lines.length;
        onProgress(file.size === 0 ? 1 : Math.min(1, meta.cursor / file.size));
      },
      complete: () =>
        columns === undefined || rows === 0
          ? fail(new Error('The file has no rows below its first line, which names the columns.'))
          : done(summary(rows, columns)),
      error: (error) => fail(new Error(`The file could not be read: ${error.message}`)),
    });
  });
}
