import type { Role } from './block';
import type { ScenarioModel, Version } from './model';

export type Stage = 'deployed' | 'rolled_back' | 'retired';

/** Something that happens to a version, in milliseconds from the end of the story. */
export interface Release {
  readonly at: number;
  readonly version: string;
  readonly role: Role;
  readonly stage: Stage;
}

export interface ReleaseEvent extends Omit<Release, 'at'> {
  readonly time: number;
  readonly known: Version;
}

/** What happens to the versions of a model in a story that ends at `end`, in order of time. */
export function releasesOf({ releases, versions }: ScenarioModel, end: number): readonly ReleaseEvent[] {
  return releases
    .flatMap(({ at, ...release }) => {
      const known = versions[release.version];
      return known === undefined ? [] : [{ ...release, time: end + at, known }];
    })
    .sort((a, b) => a.time - b.time);
}
