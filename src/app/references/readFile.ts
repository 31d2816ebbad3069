import { parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parse } from 'papaparse';
import type { FeatureProfile } from '../../model/settings';
import { column, type Column, type ColumnResult } from './column';

/** What is left of a file: edges and counts. The rows never leave the browser, and none is kept. */
export interface TableSummary {
  readonly rows: number;
  readonly features: readonly FeatureProfile[];
  readonly leftOut: ReadonlyArray<Extract<ColumnResult, { is: 'left_out' }>>;
}

export interface ReadOptions {
  /** The part of the file that was read, from 0 to 1. */
  readonly onProgress: (part: number) => void;
  readonly signal: AbortSignal;
}

/** So much is read before anything else may happen, such as to be stopped: some 20 ms of work. */
const CHUNK_BYTES = 512 * 1024;

function summary(rows: number, columns: readonly Column[]): TableSummary {
  const results = columns.map((one) => one.result());
  return {
    rows,
    features: results.flatMap((one) => (one.is === 'feature' ? [one.feature] : [])),
    leftOut: results.flatMap((one) => (one.is === 'left_out' ? [one] : [])),
  };
}

const aborted = (): Error => new Error('Reading was stopped.');

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

const pause = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

/** Reads a table of Apache Parquet, a column of a row group at a time. */
export async function readParquet(file: File, { onProgress, signal }: ReadOptions): Promise<TableSummary> {
  const buffer = {
    byteLength: file.size,
    slice: (start: number, end?: number) => file.slice(start, end).arrayBuffer(),
  };
  let metadata: Awaited<ReturnType<typeof parquetMetadataAsync>>;
  try {
    metadata = await parquetMetadataAsync(buffer);
  } catch (thrown) {
    throw new Error(`This is no Parquet file: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  // Lists and structures inside a row are no features.
  const names = parquetSchema(metadata)
    .children.filter(({ children }) => children.length === 0)
    .map(({ element }) => element.name);
  const columns = new Map(names.map((name) => [name, column(name)]));
  const steps = metadata.row_groups.length * names.length;
  let step = 0;
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    for (const name of names) {
      if (signal.aborted) {
        throw aborted();
      }
      await parquetRead({
        file: buffer,
        metadata,
        compressors,
        columns: [name],
        rowStart,
        rowEnd,
        onComplete: (rows: unknown[][]) => rows.forEach(([value]) => columns.get(name)?.add(value)),
      });
      step += 1;
      onProgress(step / steps);
      await pause();
    }
    rowStart = rowEnd;
  }
  return summary(rowStart, [...columns.values()]);
}

/** Reads a file by what its name says that it is. Meant for a worker: a page that reads for long does nothing else. */
export function readTable(file: File, options: ReadOptions): Promise<TableSummary> {
  return /\.(parquet|pq)$/i.test(file.name) ? readParquet(file, options) : readCsv(file, options);
}
