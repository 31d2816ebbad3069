import { parseQuery, type Problem } from '../../model';
import type { TidemarkSource } from '../source';
import type { TidemarkQuery } from '../types';

/** What is wrong with a query once its variables are filled in; empty where it can be asked. */
export function problemsOf(
  query: TidemarkQuery,
  datasource: Pick<TidemarkSource, 'applyTemplateVariables'>
): readonly Problem[] {
  const parsed = parseQuery(datasource.applyTemplateVariables(query, {}));
  return parsed.ok ? [] : parsed.problems;
}

/** For a `Field`: whether something is wrong at a path or below it, and what. */
export function faultAt(problems: readonly Problem[], path: string): { invalid: boolean; error: string | undefined } {
  const fault = problems.find(
    (problem) => problem.path === path || problem.path.startsWith(`${path}.`) || problem.path.startsWith(`${path}[`)
  );
  return { invalid: fault !== undefined, error: fault?.message };
}
