import { TidemarkError } from '../errors';
import type { FeaturePattern } from '../../model';
import type { Matcher } from './upstream';

/** Whether a label's value (an empty string where the series has no such label) passes. */
export type LabelTest = (value: string) => boolean;

function compile(regex: string, anchored: boolean): RegExp {
  try {
    return new RegExp(anchored ? `^(?:${regex})$` : regex, 's');
  } catch (cause) {
    throw new TidemarkError('bad_query', `/${regex}/ is not a regular expression: correct it in the query.`, { cause });
  }
}

/** A matcher as Prometheus reads it: regular expressions hold for the whole value. */
export function compileMatcher({ op, value }: Matcher): LabelTest {
  if (op === '=' || op === '!=') {
    return (candidate) => (candidate === value) === (op === '=');
  }
  const regex = compile(value, true);
  return (candidate) => regex.test(candidate) === (op === '=~');
}

/** Whether a feature's name is one of those asked for; no pattern asks for all. A regular expression is searched for. */
export function compileFeaturePatterns(patterns: readonly FeaturePattern[]): LabelTest {
  if (patterns.length === 0) {
    return () => true;
  }
  const names = new Set(patterns.flatMap((pattern) => (pattern.kind === 'exact' ? [pattern.name] : [])));
  const regexes = patterns.flatMap((pattern) => (pattern.kind === 'regex' ? [compile(pattern.regex, false)] : []));
  return (name) => names.has(name) || regexes.some((regex) => regex.test(name));
}
