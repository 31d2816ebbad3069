import { dump } from 'js-yaml';
import type { ProfileSettings } from '../../model/settings';

/** A feature on one line each, so that edges and counts do not run down the page. */
const FEATURE_LEVEL = 3;
/** A profile as it stands below `jsonData` in a provisioning file. */
export const profileYaml = (profile: ProfileSettings): string =>
  dump({ profiles: [profile] }, { lineWidth: 120, noRefs: true, flowLevel: FEATURE_LEVEL });
