/** A table as prettier lays it out: cells padded, the first column to the left, numbers to the right where asked. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>, right = false): string {
  const all = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, i) => Math.max(3, ...all.map((row) => [...(row[i] ?? '')].length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => pad(cell, widths[i] as number, right && i > 0)).join(' | ')} |`;
  const rule = widths.map((width, i) => (right && i > 0 ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  const [first, ...rest] = all as [string[], ...string[][]];
  return [line(first), `| ${rule.join(' | ')} |`, ...rest.map(line)].join('\n');
}

function pad(cell: string, width: number, right: boolean): string {
  const space = ' '.repeat(width - [...cell].length);
  return right ? space + cell : cell + space;
}
