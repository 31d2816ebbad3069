import { quoted } from '../../engine';
import type { LogParser } from '../../model';
import { TidemarkError } from '../errors';
import { jsonExpression, logfmtKey, type FieldPath } from './fieldPath';
import type { Matcher } from './upstream';

/*
 * LogQL by construction: labels, values, paths and regular expressions come in as data and leave escaped. Nothing else
 * of the backend writes LogQL.
 */

/** Loki's grammar, unlike that of Prometheus 3, takes no other label names. */
const LABEL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export function isLabelName(name: string): boolean {
  return LABEL_NAME.test(name);
}

/** A text as LogQL reads it: in backticks where that saves escapes, as people write templates and expressions. */
export function logqlText(text: string): string {
  return /["\\]/.test(text) && !/[`\p{Cc}\p{Cs}\ufffd]/u.test(text) ? `\`${text}\`` : quoted(text);
}

function matcherText({ label, op, value }: Matcher): string {
  if (!isLabelName(label)) {
    throw new TidemarkError(
      'bad_query',
      `${JSON.stringify(label)} cannot be a label of Loki: its labels have letters, digits and underscores only.`
    );
  }
  return `${label}${op}${quoted(value)}`;
}

/** Whether a matcher lets a stream pass that has no such label at all. */
function takesAbsent({ op, value }: Matcher): boolean {
  switch (op) {
    case '=':
      return value === '';
    case '!=':
      return value !== '';
    case '=~':
      return /^(?:\.\*)?$/.test(value);
    case '!~':
      return true;
  }
}

/**
 * `{app="x",level=~"warn|error"}`
 *
 * @throws TidemarkError `bad_query` where Loki would refuse it, because it would read every stream there is.
 */
export function streamSelector(matchers: readonly Matcher[]): string {
  if (matchers.every(takesAbsent)) {
    throw new TidemarkError(
      'bad_query',
      'Loki wants at least one label that says which streams to read: give a selector such as {app="scoring"}.'
    );
  }
  return `{${matchers.map(matcherText).join(',')}}`;
}

/** A field that a line is parsed for, and the label under which the stages after it find the value. */
export interface Extraction {
  readonly alias: string;
  readonly path: FieldPath;
}

/** ` | json tm_amount="features.amount"`: these fields, and no other; empty where there are none. */
export function parserStage(parser: LogParser, extractions: readonly Extraction[]): string {
  const wanted = extractions.map(
    ({ alias, path }) => `${alias}=${logqlText(parser === 'json' ? jsonExpression(path) : logfmtKey(path))}`
  );
  return wanted.length === 0 ? '' : ` | ${parser} ${wanted.join(', ')}`;
}

/**
 * A stage that keeps the lines whose value passes. Where a name may stand in several places, the value is that of the
 * first that has one: each place in turn, under the condition that those before it are empty.
 */
export function filterStage(labels: readonly string[], { op, value }: Omit<Matcher, 'label'>): string {
  const alternatives = labels.map((label, i) => {
    const before = labels.slice(0, i).map((other) => `${other}=""`);
    const here = i < labels.length - 1 ? [`${label}!=""`] : [];
    return [...before, ...here, `${label}${op}${quoted(value)}`].join(' and ');
  });
  const [only] = alternatives;
  return alternatives.length === 1 ? ` | ${only}` : ` | (${alternatives.map((one) => `(${one})`).join(' or ')})`;
}

/** A template's text for the value of a name: that of the first of its places that has one. */
export function firstOf(labels: readonly string[]): string {
  const [first = '', ...others] = labels;
  return others.length === 0
    ? `{{.${first}}}`
    : `{{if .${first}}}{{.${first}}}${others
        .map((label, i) => (i < others.length - 1 ? `{{else if .${label}}}{{.${label}}}` : `{{else}}{{.${label}}}`))
        .join('')}{{end}}`;
}

/** What a line that cannot be parsed leaves behind: in a metric query it would fail the whole query. */
export const DROP_ERRORS = ' | drop __error__, __error_details__';

/** A duration as LogQL reads it, exact to the millisecond. */
export function logqlDuration(ms: number): string {
  const whole = Math.max(1, Math.round(ms));
  for (const [unit, size] of [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ] as const) {
    if (whole % size === 0) {
      return `${whole / size}${unit}`;
    }
  }
  return `${whole}ms`;
}

/** `sum by (a, b) (count_over_time(<pipeline> [1h]))` */
export function countQuery(pipeline: string, by: readonly string[], windowMs: number): string {
  const grouping = by.length === 0 ? 'sum' : `sum by (${by.join(', ')})`;
  return `${grouping} (count_over_time(${pipeline} [${logqlDuration(windowMs)}]))`;
}
