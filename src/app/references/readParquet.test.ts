import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTable } from './readFile';

const options = { onProgress: () => undefined, signal: new AbortController().signal };

describe('a file of Parquet', () => {
  // Written by Apache Arrow; tests/fixtures/parquet/generate.py says what is in it.
  const bytes = readFileSync(join(process.cwd(), 'tests', 'fixtures', 'parquet', 'train.parquet'));
  /** Of a file the reader wants its size and its pieces; the files of jsdom do not give theirs. */
  const parquet = (content: Uint8Array) =>
    ({
      name: 'train.parquet',
      size: content.length,
      slice: (start: number, end?: number) => ({
        arrayBuffer: async () => Uint8Array.from(content.subarray(start, end)).buffer,
      }),
    }) as unknown as File;

  it('becomes edges and counts of its columns, whatever their compression', async () => {
    const { rows, features, leftOut } = await readTable(parquet(bytes), options);
    expect(rows).toBe(600);
    const of = (name: string) => features.find((feature) => feature.name === name);
    expect(of('country')).toEqual({ name: 'country', categories: { DE: 200, FR: 200, IN: 200 }, missing: 0 });
    expect(of('weather')).toEqual({ name: 'weather', categories: { dry: 300, rain: 300 }, missing: 0 });
    expect(of('night')).toEqual({ name: 'night', categories: { false: 450, true: 150 }, missing: 0 });
    // Names and instants have a value of their own in each row, and a list is no feature.
    expect(leftOut.map(({ name }) => name)).toEqual(['customer', 'booked']);
    expect(of('tags')).toBeUndefined();
  });

  it('is counted number by number: each bin holds what the rows put into it', async () => {
    const { features } = await readTable(parquet(bytes), options);
    const values = Array.from({ length: 600 }, (_, i) => ((i * 37) % 1000) + 0.5).filter((_, i) => i % 50 !== 0);
    const amount = features.find(({ name }) => name === 'amount');
    if (amount === undefined || !('edges' in amount)) {
      throw new Error('amount is no numeric feature');
    }
    expect(amount.missing).toBe(12);
    const bounds = [-Infinity, ...amount.edges, Infinity];
    expect(amount.counts).toEqual(
      bounds.slice(1).map((upper, bin) => values.filter((value) => value > (bounds[bin] ?? 0) && value <= upper).length)
    );
    const stops = features.find(({ name }) => name === 'stops');
    expect(stops).toMatchObject({ missing: 0, counts: expect.any(Array) });
  });

  it('that is none says so', async () => {
    await expect(readTable(parquet(new TextEncoder().encode('a,b\n1,2\n')), options)).rejects.toThrow(
      /This is no Parquet file/
    );
  });
});
