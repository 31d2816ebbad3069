/** A change of state of one instance, as `/api/annotations?type=alert` tells it. */
export interface StateChange {
  readonly alertId?: number;
  readonly newState?: string;
  readonly time?: number;
  /** `name:value`, a tag a label. */
  readonly tags?: readonly string[];
}

/** From when to when one instance fired; without an end it still does, or did at the last that is known. */
export interface Firing {
  readonly model: string;
  readonly check: string;
  /** What of the instance tells it from others of its rule. */
  readonly what: string;
  readonly from: number;
  readonly to?: number;
}

/** Labels that every alert of a pack has. */
const SHARED = new Set([
  'alertname',
  'check',
  'concern',
  'grafana_folder',
  'model',
  'owner',
  'severity',
  'team',
  'metric',
  'score',
]);

function labelsOf({ tags = [] }: StateChange): Readonly<Record<string, string>> {
  return Object.fromEntries(
    tags.flatMap((tag) => {
      const colon = tag.indexOf(':');
      return colon < 1 ? [] : [[tag.slice(0, colon), tag.slice(colon + 1)] as const];
    })
  );
}

/** Grafana adds a reason in brackets: `Alerting (NoData)`. An alert that recovers is still told of. */
const fires = (state: string | undefined): boolean => /^(alerting|recovering)/i.test(state ?? '');

/** Stretches of firing out of changes of state, in whichever order they come; the latest first. */
export function firingsOf(changes: readonly StateChange[]): readonly Firing[] {
  const open = new Map<string, Firing>();
  const closed: Firing[] = [];
  for (const change of [...changes].sort((a, b) => (a.time ?? 0) - (b.time ?? 0))) {
    const labels = labelsOf(change);
    const { model, check } = labels;
    const { time } = change;
    if (model === undefined || check === undefined || time === undefined) {
      continue;
    }
    const key = `${change.alertId ?? ''} ${[...(change.tags ?? [])].sort().join()}`;
    const running = open.get(key);
    if (fires(change.newState) && running === undefined) {
      open.set(key, { model, check, what: whatOf(labels), from: time });
    } else if (!fires(change.newState) && running !== undefined) {
      closed.push({ ...running, to: time });
      open.delete(key);
    }
  }
  return [...closed, ...open.values()].sort((a, b) => b.from - a.from);
}

/**
 * What is remembered, and what fires now: that may have begun before anything is remembered. What does not fire any more
 * and has no end has lost its rule; nobody noted when, so only its beginning is told.
 */
export function withRunning(known: readonly Firing[], running: readonly Firing[]): readonly Firing[] {
  const isSame = (one: Firing, other: Firing): boolean =>
    one.model === other.model && one.check === other.check && one.what === other.what;
  const isOpen = ({ to }: Firing): boolean => to === undefined;
  return [
    ...known.map((one) => (isOpen(one) && !running.some((now) => isSame(now, one)) ? { ...one, to: one.from } : one)),
    ...running.filter((now) => !known.some((one) => isOpen(one) && isSame(one, now))),
  ].sort((a, b) => b.from - a.from);
}

/** What of an instance tells it from others of its rule. */
export const whatOf = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .flatMap(([name, value]) => (SHARED.has(name) ? [] : [value]))
    .join(' ');
