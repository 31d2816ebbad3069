/**
 * Answers whose path is the case: `<kind>/<case>/query.json` asks the built-in sample at a fixed instant, and
 * `frames.json` holds what Grafana reads from the wire. A change of any number, name or notice shows as a diff.
 *
 *     UPDATE_GOLDENS=1 npx jest -c tests/jest.config.js goldens
 *
 * writes them anew; look at the diff before it is committed.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodeFrame, pluginContext } from '../../scripts/lib/pluginProcess';
import { createBackend } from '../../src/backend/backend';
import { queryData } from '../../src/backend/rpc/queryData';
import { DataFrameFormat } from '../../src/backend/rpc/generated/backend';
import { QUERY_KINDS } from '../../src/model';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;
const UPDATE = process.env['UPDATE_GOLDENS'] === '1';

interface Case {
  /** Hours before the fixed instant; by default the last hour. */
  readonly fromHours?: number;
  readonly toHours?: number;
  readonly intervalMs?: number;
  readonly headers?: Record<string, string>;
  readonly settings?: unknown;
  readonly query: unknown;
}

/** The engines of the tests and of the executable differ in the last digits of a logarithm; a person sees far fewer. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number(value.toPrecision(10));
  }
  if (Array.isArray(value)) {
    return value.map(rounded);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]))
    : value;
}

/** Indented JSON, but a list of plain values on one line: a diff then shows rows, not brackets. */
function format(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    const plain = value.every((item) => typeof item !== 'object' || item === null);
    return plain
      ? JSON.stringify(value)
      : `[\n${value.map((item) => `${indent}  ${format(item, `${indent}  `)}`).join(',\n')}\n${indent}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    return entries.length === 0
      ? '{}'
      : `{\n${entries.map(([key, item]) => `${indent}  ${JSON.stringify(key)}: ${format(item, `${indent}  `)}`).join(',\n')}\n${indent}}`;
  }
  return JSON.stringify(value);
}

async function answer({ fromHours = 1, toHours = 0, intervalMs = 60_000, headers = {}, settings, query }: Case) {
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: console.error };
  const { responses } = await queryData(
    createBackend({ log: quiet, now: () => NOW }),
    {
      pluginContext: pluginContext({ jsonData: settings ?? {} }),
      headers,
      format: DataFrameFormat.ARROW,
      queries: [
        {
          refId: 'A',
          maxDataPoints: 100,
          intervalMS: intervalMs,
          timeRange: { fromEpochMS: NOW - fromHours * HOUR, toEpochMS: NOW - toHours * HOUR },
          json: Buffer.from(JSON.stringify(query)),
          queryType: '',
        },
      ],
    },
    { signal: new AbortController().signal, deadline: Infinity }
  );
  const response = responses['A'];
  if (response === undefined) {
    throw new Error('no answer');
  }
  const { status, error, errorSource, frames } = response;
  return error === '' ? { status, frames: frames.map(decodeFrame) } : { status, error, errorSource };
}

const folders = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

describe.each(folders(__dirname))('%s', (kind) => {
  it.each(folders(path.join(__dirname, kind)))('%s answers as it did', async (name) => {
    const folder = path.join(__dirname, kind, name);
    const asked = JSON.parse(readFileSync(path.join(folder, 'query.json'), 'utf8')) as Case;
    const text = `${format(rounded(await answer(asked)))}\n`;
    const file = path.join(folder, 'frames.json');
    if (UPDATE) {
      writeFileSync(file, text);
    }
    expect(existsSync(file) ? readFileSync(file, 'utf8') : 'no frames.json yet: run with UPDATE_GOLDENS=1').toBe(text);
  });
});

it('has cases of every kind of query', () => {
  expect(folders(__dirname).sort()).toEqual([...QUERY_KINDS].sort());
});
