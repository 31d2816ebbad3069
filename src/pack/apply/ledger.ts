import { isRecord } from './objects';

/** What has been made for one data source, of those objects that have no labels to recognise them by. */
export interface Made {
  /** Uids. */
  readonly contactPoints: readonly string[];
  /** Names. */
  readonly muteTimings: readonly string[];
  /** Whether a branch of the notification policies is ours. */
  readonly policies: boolean;
}

/** By the uid of the data source. */
export type Ledger = Readonly<Record<string, Made>>;

export const NOTHING_MADE: Made = { contactPoints: [], muteTimings: [], policies: false };

const LINE = /^\{\{\/\* Made by Tidemark: (.*) \*\/\}\}\n/;

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A mute timing has neither a label nor a uid that would say who made it. So what was made stands in a comment above the
 * message templates, which are ours whole: it lies with what it is about, and needs no rights of its own.
 * @returns undefined for templates that have no such comment, and so are not ours
 */
export function readLedger(template: string): Ledger | undefined {
  const line = LINE.exec(template)?.[1];
  const content = line === undefined ? undefined : parsed(line);
  if (!isRecord(content)) {
    return undefined;
  }
  return Object.fromEntries(
    Object.entries(content).flatMap(([uid, made]) =>
      isRecord(made)
        ? [
            [
              uid,
              {
                contactPoints: texts(made['contactPoints']),
                muteTimings: texts(made['muteTimings']),
                policies: made['policies'] === true,
              },
            ] as const,
          ]
        : []
    )
  );
}

export const withoutLedger = (template: string): string => template.replace(LINE, '');

/** A name may hold what ends a comment; in JSON it can be written otherwise. */
const inComment = (json: string): string => json.replace(/\*\//g, '*\\/');

export function withLedger(template: string, ledger: Ledger): string {
  const known = Object.entries(ledger)
    .filter(([, made]) => made.contactPoints.length > 0 || made.muteTimings.length > 0 || made.policies)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{{/* Made by Tidemark: ${inComment(JSON.stringify(Object.fromEntries(known)))} */}}\n${withoutLedger(template)}`;
}

/** What has been made before, and what is about to be: so long as both may exist, both are ours. */
export function union(a: Made, b: Made): Made {
  const both = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])].sort();
  return {
    contactPoints: both(a.contactPoints, b.contactPoints),
    muteTimings: both(a.muteTimings, b.muteTimings),
    policies: a.policies || b.policies,
  };
}
