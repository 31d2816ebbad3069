import type { UrlQueryMap } from '@grafana/data';
import type { ProfileSettings } from '../../model/settings';

interface Compared {
  readonly before: ProfileSettings | undefined;
  readonly after: ProfileSettings | undefined;
}

/** The two that the address names; what it does not name, or is not there, is the first and one of the same model. */
export function comparedOf(profiles: readonly ProfileSettings[], query: UrlQueryMap): Compared {
  const named = (name: UrlQueryMap[string]) => profiles.find((profile) => profile.name === name);
  const before = named(query['compare']) ?? profiles[0];
  const others = profiles.filter((profile) => profile !== before);
  return {
    before,
    // Two of one model have the same features.
    after: named(query['with']) ?? others.find(({ model }) => model === before?.model) ?? others[0],
  };
}
