import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { failure, type Answer } from './answer';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** A file below a folder. What is not there, leads out of it, or is of no kind that a page needs, is not found. */
export async function staticFile(folder: string, path: string, cache: string): Promise<Answer> {
  const type = TYPES[extname(path)];
  const file = normalize(join(folder, path));
  if (type === undefined || !file.startsWith(folder + sep)) {
    return failure(404, 'Not found');
  }
  try {
    const body = await readFile(file);
    return { status: 200, headers: { 'content-type': type, 'cache-control': cache }, body };
  } catch {
    return failure(404, 'Not found');
  }
}
