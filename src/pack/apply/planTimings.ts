import type { Change, HeldBy, Part, Step } from './change';
import { comparableTiming, differences } from './comparable';
import { isProvided, provenanceOf, same, textOf, type Told } from './objects';
import { isUsedByOthers } from './ours';
import { PATHS } from './paths';
import type { Scene } from './scene';

const lists = (told: Told, name: string): boolean =>
  ['mute_time_intervals', 'active_time_intervals'].some((key) => {
    const names = told[key];
    return Array.isArray(names) && names.includes(name);
  });

/** Mute timings, which have nothing but their name: one that is not in our notes is not ours. */
export function planTimings(scene: Scene): Part & { readonly made: readonly string[] } {
  const { desired, snapshot, lock, mine, others } = scene;
  const current = new Map(snapshot.muteTimings.map((timing) => [textOf(timing, 'name'), timing]));
  const isMine = (name: string): boolean => mine.muteTimings.includes(name);
  const sharedWithOthers = (name: string): boolean => others.some(({ muteTimings }) => muteTimings.includes(name));
  const changes: Change[] = [];
  const steps: Step[] = [];
  const made: string[] = [];

  for (const timing of desired.muteTimings) {
    const { name } = timing;
    const now = current.get(name);
    const base = { kind: 'muteTiming' as const, key: name, name };
    if (now === undefined) {
      made.push(name);
      changes.push({ ...base, what: 'make', differences: [] });
      steps.push({
        ...base,
        what: 'make',
        request: { method: 'POST', path: PATHS.muteTimings, body: timing, editable: !lock },
        undo: [{ method: 'DELETE', path: PATHS.muteTiming(name), editable: !lock }],
      });
      continue;
    }
    // One that another data source has made is shared with it, and stays until neither has it.
    if ((isMine(name) || sharedWithOthers(name)) && !isProvided(now)) {
      made.push(name);
    }
    const [had, has] = [comparableTiming(now), comparableTiming({ ...timing })];
    if (same(had, has)) {
      continue;
    }
    const held: HeldBy | undefined = isProvided(now)
      ? 'file'
      : sharedWithOthers(name)
        ? 'other-source'
        : isMine(name)
          ? undefined
          : 'stranger';
    const editable = provenanceOf(now) === '';
    const { version: _, provenance: __, ...before } = now;
    changes.push({
      ...base,
      what: 'change',
      differences: differences(had, has),
      ...(held === undefined ? {} : { held }),
    });
    steps.push({
      ...base,
      what: 'change',
      request: { method: 'PUT', path: PATHS.muteTiming(name), body: timing, editable },
      undo: [{ method: 'PUT', path: PATHS.muteTiming(name), body: before, editable }],
    });
  }

  const wanted = new Set(desired.muteTimings.map(({ name }) => name));
  for (const name of mine.muteTimings.filter((one) => !wanted.has(one) && !sharedWithOthers(one))) {
    const now = current.get(name);
    if (now === undefined) {
      continue;
    }
    const held: HeldBy | undefined = isProvided(now)
      ? 'file'
      : isUsedByOthers(snapshot, (told) => lists(told, name))
        ? 'in-use'
        : undefined;
    changes.push({
      kind: 'muteTiming',
      key: name,
      name,
      what: 'remove',
      differences: [],
      ...(held === undefined ? {} : { held }),
    });
    if (held !== undefined) {
      made.push(name);
      continue;
    }
    const editable = provenanceOf(now) === '';
    const { version: _, provenance: __, ...before } = now;
    steps.push({
      kind: 'muteTiming',
      name,
      what: 'remove',
      request: { method: 'DELETE', path: PATHS.muteTiming(name), editable },
      undo: [{ method: 'POST', path: PATHS.muteTimings, body: before, editable }],
    });
  }
  return { changes, steps, made: made.sort() };
}
