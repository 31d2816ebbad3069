import { dump } from 'js-yaml';
import type { ProfileSettings } from '../../model/settings';

/** A feature on one line each, so that edges and counts do not run down the page. */
const FEATURE_LEVEL = 4;

/** Names first: Grafana stores members by their alphabet. */
function inOrder({ name, model, rows, created, features, ...more }: ProfileSettings): object {
  return {
    name,
    ...(model !== undefined && { model }),
    ...(rows !== undefined && { rows }),
    ...(created !== undefined && { created }),
    ...more,
    features: features.map(({ name: feature, ...bins }) => ({ name: feature, ...bins })),
  };
}

/** A profile as it stands below `jsonData` in a provisioning file. */
export const profileYaml = (profile: ProfileSettings): string =>
  dump({ profiles: [inOrder(profile)] }, { lineWidth: -1, noRefs: true, flowLevel: FEATURE_LEVEL });
