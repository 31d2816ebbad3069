import { parquetMetadataAsync, parquetRead, parquetSchema, type Compressors, type FileMetaData } from 'hyparquet';
import { column } from './column';
import { aborted, summary, type ReadOptions, type TableSummary } from './tableSummary';

/** What the reader can undo by itself. */
const BUILT_IN: ReadonlySet<string> = new Set(['UNCOMPRESSED', 'SNAPPY']);

/** The others are loaded for a file that needs them: the dictionary of Brotli alone outweighs the reader. */
async function compressorsFor({ row_groups: groups }: FileMetaData): Promise<Compressors | undefined> {
  const used = groups.flatMap(({ columns }) => columns.map((one) => one.meta_data?.codec ?? 'UNCOMPRESSED'));
  return used.every((codec) => BUILT_IN.has(codec)) ? undefined : (await import('hyparquet-compressors')).compressors;
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
  const compressors = await compressorsFor(metadata);
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
        ...(compressors && { compressors }),
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
