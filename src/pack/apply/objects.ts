/** Something of Grafana's, as its API tells it: kept whole, so that it can be put back as it was. */
export type Told = Readonly<Record<string, unknown>>;

/** What a Grafana has of all that an apply may touch. */
export interface Snapshot {
  /** Those at the root: `uid` and `title`. */
  readonly folders: readonly Told[];
  readonly rules: readonly Told[];
  /** Seconds between evaluations, by the key of a group. */
  readonly intervals: Readonly<Record<string, number>>;
  /** One a receiver: several of one name are one contact point. */
  readonly contactPoints: readonly Told[];
  readonly muteTimings: readonly Told[];
  readonly templates: readonly Told[];
  /** The root of the notification policies. */
  readonly policies: Told;
}

export const isRecord = (value: unknown): value is Told =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const records = (value: unknown): readonly Told[] => (Array.isArray(value) ? value.filter(isRecord) : []);

export const textOf = (told: Told, key: string): string => {
  const value = told[key];
  return typeof value === 'string' ? value : '';
};

/** A group of rules is known by its folder and its name. */
export const groupKey = (folder: string, group: string): string => `${folder}/${group}`;
export const groupOf = (rule: Told): string => groupKey(textOf(rule, 'folderUID'), textOf(rule, 'ruleGroup'));

/** Who may change an object: empty for everybody, `api` where it is locked to the API, `file` where a file provides it. */
export const provenanceOf = (told: Told): string => textOf(told, 'provenance');

/** Neither an open object nor one that is locked to the API: somebody else provides it, and would write over us. */
export const isProvided = (told: Told): boolean => !['', 'api'].includes(provenanceOf(told));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (!isRecord(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined && member !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)])
  );
}

/** The same text for two values that mean the same: Grafana answers members in an order of its own. */
export const canonical = (value: unknown): string => JSON.stringify(sorted(value));

export const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);
