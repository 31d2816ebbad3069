import type { FieldValue, ModelEvent } from '../../upstream/events';

/** What a version was made of, as far as its events told. */
export interface VersionFacts {
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
  readonly trainingData: FieldValue | undefined;
  readonly runUrl: string | undefined;
}

/** A stretch of time in which a version served a role. Times in milliseconds since the epoch. */
export interface Period extends VersionFacts {
  readonly role: string;
  readonly version: string;
  /** How it stands: `deployed` while it serves; else how it ended: `replaced`, `rolled_back`, `retired`. */
  readonly stage: string;
  readonly since: number;
  /** Undefined while it serves. */
  readonly until: number | undefined;
  /** It serves again because the version after it was rolled back, and no event of its own says so. */
  readonly restored: boolean;
}

export interface History {
  /** By `since`, the earliest first. */
  readonly periods: readonly Period[];
  /** Events whose stage is none that is known, by stage. */
  readonly unknownStage: ReadonlyMap<string, number>;
}

type Open = Omit<Period, 'until' | 'stage' | keyof VersionFacts>;

/** An event may leave out what an earlier one of its version told. */
function mergeFacts(known: VersionFacts | undefined, event: ModelEvent): VersionFacts {
  const told = Object.keys(event.hyperparameters).length > 0;
  return {
    hyperparameters: told ? event.hyperparameters : (known?.hyperparameters ?? {}),
    trainingData: event.trainingData ?? known?.trainingData,
    runUrl: event.runUrl ?? known?.runUrl,
  };
}

function historyOfRole(
  role: string,
  events: readonly ModelEvent[],
  facts: ReadonlyMap<string, VersionFacts>
): Period[] {
  const closed: Period[] = [];
  const factsOf = (version: string): VersionFacts =>
    facts.get(version) ?? { hyperparameters: {}, trainingData: undefined, runUrl: undefined };
  let serving: Open | undefined;
  const close = (stage: string, until: number | undefined): void => {
    if (serving !== undefined) {
      closed.push({ ...serving, stage, until, ...factsOf(serving.version) });
      serving = undefined;
    }
  };
  for (const { version, stage, time } of events) {
    if (stage === 'deployed') {
      // A deployment that is told twice is one; so is that of a version which a roll-back has brought back.
      if (serving?.version !== version) {
        close('replaced', time);
        serving = { role, version, since: time, restored: false };
      }
    } else if (serving?.version === version) {
      close(stage === 'rolled_back' ? 'rolled_back' : 'retired', time);
      const before = stage === 'rolled_back' ? closed.findLast((period) => period.version !== version) : undefined;
      if (before !== undefined) {
        serving = { role, version: before.version, since: time, restored: true };
      }
    }
  }
  close('deployed', undefined);
  return closed;
}

/**
 * Which version served which role when, from what the log tells of deployments, roll-backs and retirements. One version
 * serves a role at a time. After a roll-back the version before serves again, whether or not an event of its own says so.
 */
export function historyOf(events: readonly ModelEvent[]): History {
  const unknownStage = new Map<string, number>();
  const known = events.filter(({ stage }) => {
    const understood = stage === 'deployed' || stage === 'rolled_back' || stage === 'retired';
    if (!understood) {
      unknownStage.set(stage ?? '', (unknownStage.get(stage ?? '') ?? 0) + 1);
    }
    return understood;
  });
  const ordered = [...known].sort((a, b) => a.time - b.time);
  // What a version is made of may be told in any of its events, also in those of another role.
  const facts = new Map<string, VersionFacts>();
  for (const event of ordered) {
    facts.set(event.version, mergeFacts(facts.get(event.version), event));
  }
  const roles = [...new Set(ordered.map(({ role }) => role))].sort();
  const periods = roles.flatMap((role) =>
    historyOfRole(
      role,
      ordered.filter((event) => event.role === role),
      facts
    )
  );
  return { periods: periods.sort((a, b) => a.since - b.since), unknownStage };
}

/** The periods that lie in a stretch of time, whole or in part. */
export function periodsIn(periods: readonly Period[], range: { readonly from: number; readonly to: number }): Period[] {
  return periods.filter(({ since, until }) => since <= range.to && (until ?? Infinity) > range.from);
}
