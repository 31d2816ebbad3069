import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { ROOT } from '../../scripts/lib/build';

const AXE = readFileSync(join(ROOT, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

/** What axe finds serious or worse in a part of the page, a line a rule with the first element that breaks it. */
export async function seriousFindings(page: Page, within: string): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(async (selector) => {
    const { axe } = window as unknown as { axe: { run: (where: string, options: RunOptions) => Promise<AxeResults> } };
    // What it finds in order is not asked for, and would be gathered element by element.
    return axe.run(selector, { resultTypes: ['violations'] });
  }, within);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.length} times, first ${nodes[0]?.html.slice(0, 160) ?? ''})`
    );
}
