/** How a line begins that names what a machine lacks; tests/lib/skip.ts writes them, `npm test` gathers them. */
export const SKIPPED = 'SKIPPED:';

const OF_SUITE = /^SKIPPED: (.+): ([^:]+ is absent\..*)$/;

/**
 * One loud line for each thing that is absent, with all that was left out for it, whatever number of suites said so.
 * Lines of another shape stay as they are.
 */
export function gatherSkipped(lines: readonly string[]): readonly string[] {
  const suites = new Map<string, Set<string>>();
  const others: string[] = [];
  for (const line of new Set(lines)) {
    const [, title, absent] = OF_SUITE.exec(line) ?? [];
    if (title === undefined || absent === undefined) {
      others.push(line);
      continue;
    }
    suites.set(absent, (suites.get(absent) ?? new Set()).add(title));
  }
  const gathered = [...suites].map(([absent, titles]) => `${SKIPPED} ${absent} Left out: ${[...titles].join('; ')}`);
  return [...gathered, ...others];
}
