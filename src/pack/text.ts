import { dump } from 'js-yaml';

/** From this depth on on one line each: queries and expressions, which else run down the page. */
const ONE_LINE = 7;

/** YAML for people and for diffs: in blocks, without references, in the order in which it was made. */
export function yamlText(value: unknown, head: readonly string[] = []): string {
  const comments = head.map((line) => (line === '' ? '#\n' : `# ${line}\n`)).join('');
  return `${comments}${dump(value, { lineWidth: -1, noRefs: true, flowLevel: ONE_LINE })}`;
}
