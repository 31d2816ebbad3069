import type { Release, ScenarioModel, Version } from './model';

export interface ReleaseEvent extends Omit<Release, 'at'> {
  readonly time: number;
  readonly known: Version;
}

/**
 * A release is told of once the new version answers, some seconds after the switch. (No line stands exactly on a full
 * hour, then: Loki splits queries there, and 3.7.6 leaves out of a log query what ends its chunk on the split.)
 */
const TOLD_AFTER_MS = 17_000;

/** What happens to the versions of a model in a story that ends at `end`, in order of time. */
export function releasesOf({ releases, versions }: ScenarioModel, end: number): readonly ReleaseEvent[] {
  return releases
    .flatMap(({ at, ...release }) => {
      const known = versions[release.version];
      return known === undefined ? [] : [{ ...release, time: end + at + TOLD_AFTER_MS, known }];
    })
    .sort((a, b) => a.time - b.time);
}
