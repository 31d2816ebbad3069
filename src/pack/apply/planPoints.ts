import { NOWHERE } from '../grafana/contactPoints';
import type { Change, HeldBy, Part, Step } from './change';
import { comparablePoint, differences } from './comparable';
import type { Desired, DesiredPoint, Secret } from './desired';
import { isProvided, isRecord, provenanceOf, same, textOf, type Told } from './objects';
import { isUsedByOthers } from './ours';
import { PATHS } from './paths';
import type { Scene } from './scene';

/** What Grafana tells in place of a secret; sent back to it, the secret stays as it is. */
export const REDACTED = '[REDACTED]';

interface Filled {
  readonly settings: Told;
  readonly missing: readonly Secret[];
  /** Whether a secret that Grafana has is written over. */
  readonly replaces: boolean;
}

/** What a person has typed, else what Grafana has already, else nowhere where that is allowed. */
function filled({ settings, secrets }: DesiredPoint, now: Told | undefined, values: Scene['values']): Filled {
  const had = isRecord(now?.['settings']) ? now['settings'] : {};
  let replaces = false;
  const missing: Secret[] = [];
  const asked = secrets.flatMap((secret): ReadonlyArray<readonly [string, string]> => {
    const typed = values[secret.variable] ?? '';
    const known = textOf(had, secret.field);
    if (typed !== '') {
      replaces ||= known === REDACTED;
      return [[secret.field, typed]];
    }
    if (known !== '') {
      return [[secret.field, known]];
    }
    if (secret.optional) {
      return [[secret.field, NOWHERE]];
    }
    missing.push(secret);
    return [];
  });
  return { settings: { ...settings, ...Object.fromEntries(asked) }, missing, replaces };
}

const hidden = (settings: Told): boolean => Object.values(settings).includes(REDACTED);

/** Whether one that is not made here any more is still told of our alerts: Grafana is to have it already, they say now. */
function isStillTold(name: string, { groups, branch }: Desired): boolean {
  const told = groups.flatMap(({ rules }) => rules.map(({ notification_settings: settings }) => settings));
  return (
    told.some((settings) => isRecord(settings) && textOf(settings, 'receiver') === name) ||
    (branch !== undefined && JSON.stringify(branch).includes(JSON.stringify(name)))
  );
}

/** Contact points, with their secrets as they are or as they have been typed. */
export function planPoints(
  scene: Scene
): Part & { readonly missing: readonly Secret[]; readonly made: readonly string[] } {
  const { desired, snapshot, values, lock, mine, others } = scene;
  const current = new Map(snapshot.contactPoints.map((point) => [textOf(point, 'uid'), point]));
  const wanted = new Set(desired.contactPoints.map(({ uid }) => uid));
  const sharedWithOthers = (uid: string): boolean => others.some(({ contactPoints }) => contactPoints.includes(uid));
  const changes: Change[] = [];
  const steps: Step[] = [];
  const missing: Secret[] = [];
  const made: string[] = [];

  for (const point of desired.contactPoints) {
    const { uid, name, type, disableResolveMessage } = point;
    const now = current.get(uid);
    const fill = filled(point, now, values);
    const body = { uid, name, type, settings: fill.settings, disableResolveMessage };
    const base = { kind: 'contactPoint' as const, key: uid, name };
    if (now === undefined || !isProvided(now)) {
      made.push(uid);
    }
    if (now === undefined) {
      // A second receiver under a name that somebody else's has would be told of their alerts.
      const taken = snapshot.contactPoints.some((one) => textOf(one, 'name') === name);
      missing.push(...fill.missing);
      changes.push({ ...base, what: 'make', differences: [], ...(taken ? { held: 'stranger' } : {}) });
      steps.push({
        ...base,
        what: 'make',
        request: { method: 'POST', path: PATHS.contactPoints, body, editable: !lock },
        undo: [{ method: 'DELETE', path: PATHS.contactPoint(uid), editable: !lock }],
      });
      continue;
    }
    missing.push(...fill.missing);
    const [had, has] = [comparablePoint(now), comparablePoint(body)];
    if (same(had, has) && fill.missing.length === 0) {
      continue;
    }
    const held: HeldBy | undefined = isProvided(now) ? 'file' : sharedWithOthers(uid) ? 'other-source' : undefined;
    const editable = provenanceOf(now) === '';
    const told = new Set(point.secrets.map(({ field }) => `settings.${field}`));
    changes.push({
      ...base,
      what: 'change',
      // What has been typed is shown nowhere again.
      differences: differences(had, has).map((one) =>
        told.has(one.path) ? { path: one.path, before: REDACTED, after: REDACTED } : one
      ),
      ...(held === undefined ? {} : { held }),
    });
    steps.push({
      ...base,
      what: 'change',
      request: { method: 'PUT', path: PATHS.contactPoint(uid), body, editable },
      undo: [{ method: 'PUT', path: PATHS.contactPoint(uid), body: now, editable }],
      ...(fill.replaces ? { secretsOf: name } : {}),
    });
  }

  for (const uid of mine.contactPoints.filter((one) => !wanted.has(one))) {
    const now = current.get(uid);
    if (now === undefined || sharedWithOthers(uid)) {
      continue;
    }
    const name = textOf(now, 'name');
    const held: HeldBy | undefined = isProvided(now)
      ? 'file'
      : isStillTold(name, desired) || isUsedByOthers(snapshot, (told) => textOf(told, 'receiver') === name)
        ? 'in-use'
        : undefined;
    changes.push({
      kind: 'contactPoint',
      key: uid,
      name,
      what: 'remove',
      differences: [],
      ...(held === undefined ? {} : { held }),
    });
    if (held !== undefined) {
      made.push(uid);
      continue;
    }
    const editable = provenanceOf(now) === '';
    const settings = now['settings'];
    steps.push({
      kind: 'contactPoint',
      name,
      what: 'remove',
      request: { method: 'DELETE', path: PATHS.contactPoint(uid), editable },
      undo: [{ method: 'POST', path: PATHS.contactPoints, body: now, editable }],
      ...(isRecord(settings) && hidden(settings) ? { secretsOf: name } : {}),
    });
  }
  return { changes, steps, missing, made: made.sort() };
}
