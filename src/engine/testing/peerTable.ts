import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TABLES = join(__dirname, '../../../tests/fixtures');

/** A table that a peer has written, by its path below `tests/fixtures`; beside it stands the program that wrote it. */
export function peerTable(path: string): unknown {
  return JSON.parse(readFileSync(join(TABLES, path), 'utf8'));
}
