import type { Change, Part } from './change';
import { canonical, groupOf, isRecord, textOf, type Snapshot, type Told } from './objects';

/** Every object of a snapshot by its kind and key, as text, without what changes each time it is written. */
export function listed(snapshot: Snapshot): ReadonlyMap<string, string> {
  const lasting = ({ id: _, updated: __, version: ___, ...rest }: Told): Told => rest;
  const all = (kind: string, list: readonly Told[], key: string) =>
    list.map((one): readonly [string, string] => [`${kind} ${textOf(one, key)}`, canonical(lasting(one))]);
  return new Map([
    ...all('folder', snapshot.folders, 'uid'),
    ...snapshot.rules.map((rule): readonly [string, string] => [
      `rule ${textOf(rule, 'uid')}`,
      canonical({ ...lasting(rule), every: snapshot.intervals[groupOf(rule)] }),
    ]),
    ...all('contact point', snapshot.contactPoints, 'uid'),
    ...all('mute timing', snapshot.muteTimings, 'name'),
    ...all('template', snapshot.templates, 'name'),
    ['policies', canonical(isRecord(snapshot.policies) ? snapshot.policies : {})] as const,
  ]);
}

/** What differs between two states of a Grafana, by kind and key: `rule tidemark-fraud-quality`. */
export function changedBetween(before: Snapshot, after: Snapshot): readonly string[] {
  const [had, has] = [listed(before), listed(after)];
  return [...new Set([...had.keys(), ...has.keys()])].filter((key) => had.get(key) !== has.get(key)).sort();
}

const LABELS: Readonly<Record<Change['kind'], string>> = {
  folder: 'folder',
  rule: 'rule',
  group: 'group',
  contactPoint: 'contact point',
  muteTiming: 'mute timing',
  template: 'template',
  policies: 'policies',
};

/** What a plan was to change, as `changedBetween` calls it. */
export function touchedBy({ changes }: Part, ...snapshots: readonly Snapshot[]): ReadonlySet<string> {
  const groups = new Set(changes.filter(({ kind }) => kind === 'group').map(({ key }) => key));
  const rules = snapshots.flatMap((snapshot) => snapshot.rules.filter((rule) => groups.has(groupOf(rule))));
  return new Set([
    ...changes.map(({ kind, key }) => (kind === 'policies' ? 'policies' : `${LABELS[kind]} ${key}`)),
    ...rules.map((rule) => `rule ${textOf(rule, 'uid')}`),
  ]);
}
