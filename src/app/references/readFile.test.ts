import { readTable } from './readFile';

const options = { onProgress: () => undefined, signal: new AbortController().signal };
const csv = (text: string) => new File([text], 'train.csv');

describe('a file of training data', () => {
  it('of CSV becomes edges and counts of its columns', async () => {
    const lines = Array.from({ length: 200 }, (_, i) => `${i},${i % 2 === 0 ? 'DE' : '"F, R"'},row-${i}${i}`);
    const { rows, features, leftOut } = await readTable(csv(`amount,country,\n${lines.join('\r\n')}\n`), options);
    expect(rows).toBe(200);
    expect(features.map(({ name }) => name)).toEqual(['amount', 'country', 'column 3']);
    expect(features[1]).toEqual({ name: 'country', categories: { DE: 100, 'F, R': 100 }, missing: 0 });
    expect(leftOut).toEqual([]);
  });

  it('tells how much of it was read', async () => {
    const parts: number[] = [];
    await readTable(csv('a\n1\n2\n'), { ...options, onProgress: (part) => parts.push(part) });
    expect(parts.at(-1)).toBe(1);
  });

  it('without rows says so', async () => {
    await expect(readTable(csv('amount,country\n'), options)).rejects.toThrow(/no rows below its first line/);
  });
});
