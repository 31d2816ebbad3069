import { uidOf } from '../uid';
import type { Change, HeldBy, Part, Request, Step } from './change';
import { comparableRule, differences } from './comparable';
import type { DesiredGroup } from './desired';
import { groupKey, groupOf, isProvided, isRecord, provenanceOf, same, textOf, type Told } from './objects';
import { isOurRule } from './ours';
import { PATHS } from './paths';
import type { Scene } from './scene';

/** Grafana's own interval, for a group that it tells none of. */
const USUAL_SECONDS = 60;

const isOpen = (rule: Told): boolean => provenanceOf(rule) === '';

/** What the parts of this plan look up. */
class Rules {
  private readonly byUid: ReadonlyMap<string, Told>;

  constructor(private readonly scene: Scene) {
    this.byUid = new Map(scene.snapshot.rules.map((rule) => [textOf(rule, 'uid'), rule]));
  }

  isOurs(rule: Told): boolean {
    return isOurRule(rule, this.scene.desired.datasourceUid);
  }

  now(rule: Told): Told | undefined {
    return this.byUid.get(textOf(rule, 'uid'));
  }

  in(key: string): readonly Told[] {
    return this.scene.snapshot.rules.filter((rule) => groupOf(rule) === key);
  }

  /** A group is written whole: one that holds others' rules, too, is not ours to write. */
  isMixed(key: string): boolean {
    return this.in(key).some((rule) => !this.isOurs(rule));
  }

  interval(key: string): number | undefined {
    return this.scene.snapshot.intervals[key];
  }

  /** Brings a group back to what it is now. */
  asItIs(folderUid: string, name: string, editable: boolean): Request {
    const key = groupKey(folderUid, name);
    const rules = this.in(key);
    return rules.length === 0
      ? deleteGroup(folderUid, name, editable)
      : putGroup(folderUid, { name, interval: this.interval(key) ?? USUAL_SECONDS, rules }, rules.every(isOpen));
  }
}

function putGroup(folderUid: string, { name, interval, rules }: DesiredGroup, editable: boolean): Request {
  const body = { title: name, folderUid, interval, rules };
  return { method: 'PUT', path: PATHS.group(folderUid, name), body, editable };
}

function deleteGroup(folderUid: string, name: string, editable: boolean): Request {
  return { method: 'DELETE', path: PATHS.group(folderUid, name), editable };
}

interface Folder {
  readonly uid: string;
  /** Whether there is none yet. */
  readonly make: boolean;
}

/** Of several folders of that name the one that has rules of ours already. */
function folderOf({ desired, snapshot }: Scene, rules: Rules): Folder {
  const found = snapshot.folders.filter((folder) => textOf(folder, 'title') === desired.folder);
  const used = new Set(snapshot.rules.filter((rule) => rules.isOurs(rule)).map((rule) => textOf(rule, 'folderUID')));
  const chosen = found.find((folder) => used.has(textOf(folder, 'uid'))) ?? found[0];
  if (chosen !== undefined) {
    return { uid: textOf(chosen, 'uid'), make: false };
  }
  // Somebody may have given another name to the folder that we had made.
  const taken = new Set(snapshot.folders.map((folder) => textOf(folder, 'uid')));
  const uid = uidOf('tidemark', 'rules', desired.folder);
  return { uid: taken.has(uid) ? uidOf('tidemark', 'rules', desired.folder, 'again') : uid, make: true };
}

const nameOf = (rule: Told): string => `${textOf(rule, 'ruleGroup')} / ${textOf(rule, 'title')}`;

function ruleChange(rule: Told, what: Change['what'], held?: HeldBy): Change {
  const name = nameOf(rule);
  return {
    kind: 'rule',
    key: textOf(rule, 'uid'),
    name,
    what,
    differences: [],
    ...(held === undefined ? {} : { held }),
  };
}

/** How one rule differs from what it is to be, if it does. */
function changeOf(rule: Told, rules: Rules): readonly Change[] {
  const key = groupOf(rule);
  const now = rules.now(rule);
  if (now === undefined) {
    return [ruleChange(rule, 'make', rules.isMixed(key) ? 'mixed-group' : undefined)];
  }
  const [had, has] = [comparableRule(now), comparableRule(rule)];
  if (same(had, has)) {
    return [];
  }
  const mixed = rules.isMixed(key) || (groupOf(now) !== key && rules.isMixed(groupOf(now)));
  const held = isProvided(now) ? 'file' : !rules.isOurs(now) ? 'stranger' : mixed ? 'mixed-group' : undefined;
  return [{ ...ruleChange(rule, 'change', held), differences: differences(had, has) }];
}

/** Another interval is the group's, and not a rule's. */
function intervalChange(key: string, { name, interval }: DesiredGroup, rules: Rules): readonly Change[] {
  const had = rules.interval(key);
  if (had === undefined || had === interval) {
    return [];
  }
  const held = rules.in(key).some(isProvided) ? 'file' : rules.isMixed(key) ? 'mixed-group' : undefined;
  return [
    {
      kind: 'group',
      key,
      name,
      what: 'change',
      differences: [{ path: 'interval', before: `${had}s`, after: `${interval}s` }],
      ...(held === undefined ? {} : { held }),
    },
  ];
}

/** Writes a group; a rule that comes from another one goes back there first when this is undone. */
function groupStep(folderUid: string, group: DesiredGroup, rules: Rules, lock: boolean): Step {
  const key = groupKey(folderUid, group.name);
  const before = rules.in(key);
  const known = [...before, ...group.rules.map((rule) => rules.now(rule)).filter(isRecord)];
  const editable = known.length === 0 ? !lock : known.every(isOpen);
  const elsewhere = new Map(known.map((rule) => [groupOf(rule), rule]));
  elsewhere.delete(key);
  return {
    kind: 'group',
    name: group.name,
    what: before.length === 0 ? 'make' : 'change',
    request: putGroup(folderUid, group, editable),
    undo: [
      ...[...elsewhere.values()].map((rule) =>
        rules.asItIs(textOf(rule, 'folderUID'), textOf(rule, 'ruleGroup'), editable)
      ),
      rules.asItIs(folderUid, group.name, editable),
    ],
  };
}

/** Takes rules away: with their group where nothing else is in it, else one by one. */
function removalSteps(gone: readonly Told[], rules: Rules): readonly Step[] {
  return [...new Set(gone.map(groupOf))].flatMap((key): readonly Step[] => {
    const leaving = gone.filter((rule) => groupOf(rule) === key);
    const [first] = leaving;
    if (first === undefined) {
      return [];
    }
    const [folderUid, name] = [textOf(first, 'folderUID'), textOf(first, 'ruleGroup')];
    const editable = leaving.every(isOpen);
    if (rules.in(key).length === leaving.length) {
      const request = deleteGroup(folderUid, name, editable);
      return [{ kind: 'group', name, what: 'remove', request, undo: [rules.asItIs(folderUid, name, editable)] }];
    }
    return leaving.map((rule): Step => ({
      kind: 'rule',
      name: nameOf(rule),
      what: 'remove',
      request: { method: 'DELETE', path: PATHS.rule(textOf(rule, 'uid')), editable },
      undo: [{ method: 'POST', path: PATHS.rules, body: rule, editable }],
    }));
  });
}

function folderPart(folder: Folder, title: string): Part {
  const base = { kind: 'folder', name: title, what: 'make' } as const;
  return {
    changes: [{ ...base, key: folder.uid, differences: [] }],
    steps: [
      {
        ...base,
        request: { method: 'POST', path: PATHS.folders, body: { uid: folder.uid, title }, editable: true },
        undo: [{ method: 'DELETE', path: PATHS.folder(folder.uid), editable: true }],
      },
    ],
  };
}

/** The rules of the pack, group by group, and the folder that they stand in. */
export function planRules(scene: Scene): Part {
  const { desired, snapshot, lock } = scene;
  const rules = new Rules(scene);
  const folder = folderOf(scene, rules);
  const wanted = new Set(desired.groups.flatMap((group) => group.rules.map((rule) => textOf(rule, 'uid'))));
  const gone = snapshot.rules.filter((rule) => rules.isOurs(rule) && !wanted.has(textOf(rule, 'uid')));
  const groups = desired.groups.map((group): DesiredGroup => ({
    ...group,
    // Whether a rule is paused is for a person to say, and stays.
    rules: group.rules.map((rule) => ({
      ...rule,
      folderUID: folder.uid,
      ...(rules.now(rule)?.['isPaused'] === true ? { isPaused: true } : {}),
    })),
  }));
  const written = groups.flatMap((group) => {
    const key = groupKey(folder.uid, group.name);
    const changes = [...group.rules.flatMap((rule) => changeOf(rule, rules)), ...intervalChange(key, group, rules)];
    const loses = gone.some((rule) => groupOf(rule) === key);
    return changes.length === 0 && !loses ? [] : [{ key, changes, step: groupStep(folder.uid, group, rules, lock) }];
  });
  const keys = new Set(written.map(({ key }) => key));
  const left = gone.filter((rule) => !keys.has(groupOf(rule)));
  const made = folder.make && desired.groups.length > 0 ? folderPart(folder, desired.folder) : undefined;
  return {
    changes: [
      ...(made?.changes ?? []),
      ...written.flatMap(({ changes }) => changes),
      ...gone.map((rule) => ruleChange(rule, 'remove', isProvided(rule) ? 'file' : undefined)),
    ],
    steps: [...(made?.steps ?? []), ...written.map(({ step }) => step), ...removalSteps(left, rules)],
  };
}
