import { RE2JS } from 're2js';
import { TidemarkError } from '../errors';
import type { FeaturePattern } from '../../model';
import type { Matcher } from './upstream';

/** Whether a label's value (an empty string where the series has no such label) passes. */
export type LabelTest = (value: string) => boolean;

/**
 * RE2, the dialect of Prometheus and Loki, and not JavaScript's: `(?i)` has to work, and an expression that a viewer
 * sends must not keep the process busy for ever, as backtracking can.
 */
function compile(regex: string): RE2JS {
  try {
    return RE2JS.compile(regex, RE2JS.DOTALL);
  } catch (cause) {
    const why = cause instanceof Error ? ` (${cause.message.replace(/^error parsing regexp: /, '')})` : '';
    throw new TidemarkError('bad_query', `/${regex}/ is not a regular expression${why}: correct it in the query.`, {
      cause,
    });
  }
}

/** A matcher as Prometheus reads it: regular expressions hold for the whole value. */
export function compileMatcher({ op, value }: Matcher): LabelTest {
  if (op === '=' || op === '!=') {
    return (candidate) => (candidate === value) === (op === '=');
  }
  const regex = compile(value);
  return (candidate) => regex.testExact(candidate) === (op === '=~');
}

/** Whether a feature's name is one of those asked for; no pattern asks for all. A regular expression is searched for. */
export function compileFeaturePatterns(patterns: readonly FeaturePattern[]): LabelTest {
  if (patterns.length === 0) {
    return () => true;
  }
  const names = new Set(patterns.flatMap((pattern) => (pattern.kind === 'exact' ? [pattern.name] : [])));
  const regexes = patterns.flatMap((pattern) => (pattern.kind === 'regex' ? [compile(pattern.regex)] : []));
  return (name) => names.has(name) || regexes.some((regex) => regex.test(name));
}
