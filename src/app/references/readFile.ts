import type { ReadOptions, TableSummary } from './tableSummary';

/**
 * Reads a file by what its name says that it is, with a reader that is loaded for it. Meant for a worker: a page that reads
 * for long does nothing else. Rejects with words that say what is wrong.
 */
export async function readTable(file: File, options: ReadOptions): Promise<TableSummary> {
  if (/\.(parquet|pq)$/i.test(file.name)) {
    const { readParquet } = await import('./readParquet');
    return readParquet(file, options);
  }
  const { readCsv } = await import('./readCsv');
  return readCsv(file, options);
}
