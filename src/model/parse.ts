import type { z } from 'zod';

/** One thing that is wrong with an input: where it stands, and what to change. */
export interface Problem {
  /** The path in the input, as a person writes it: `models[0].owner`. Empty for the input as a whole. */
  readonly path: string;
  readonly message: string;
}

/** What comes back at the door: a value that can be trusted, or every problem found, never an exception. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Writes a path of keys and indexes as a person would: `['models', 0, 'owner']` is `models[0].owner`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') {
      return `${text}[${key}]`;
    }
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

type Issue = z.core.$ZodIssue;

/**
 * A union that fits in none of its shapes is reported by zod as one problem that names none. Where the input clearly has
 * one of the shapes and only breaks a rule of that shape, this answers that rule: "counts must hold one more than edges"
 * helps, "invalid input" does not.
 */
function tellingIssues(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') {
    return [issue];
  }
  const meant = issue.errors.find((branch) => branch.some(({ code }) => code === 'custom'));
  return meant === undefined
    ? [issue]
    : meant.flatMap(tellingIssues).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** Runs a schema over something unknown and answers in our own words. */
export function parseWith<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  const result = schema.safeParse(input);
  if (result.success) {
    return { ok: true, value: result.data };
  }
  return {
    ok: false,
    problems: result.error.issues
      .flatMap(tellingIssues)
      .map((issue) => ({ path: formatPath(issue.path), message: issue.message })),
  };
}

/** All problems in one line, for an error message. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
}
