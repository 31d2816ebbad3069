import { dump } from 'js-yaml';

/** What is named in a list of an item, such as the features of a model, on one line each. */
const INNER_LEVEL = 3;
/** One item of a list of the settings, as it stands in a provisioning file. */
export const listItemYaml = (item: object): string =>
  dump([item], { lineWidth: 120, noRefs: true, flowLevel: INNER_LEVEL });
