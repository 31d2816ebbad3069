/** What `maxFeatures` was where nobody had chosen it; Grafana wrote it into every dashboard all the same. */
const FORMER_DEFAULT = 60;

const WHOLE_NUMBER = /^\s*\d+\s*$/;

/**
 * Stored options in today's shape, where what was meant is plain: a number written as text (`"12"`, from a template or
 * a hand), one score where a list belongs, `maxFeatures` of the time when more than sixty features did not scroll well.
 */
export function toTodaysShape(stored: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { maxFeatures, ...rest } = stored;
  const options: Record<string, unknown> = rest;
  const former = typeof maxFeatures === 'string' && WHOLE_NUMBER.test(maxFeatures) ? Number(maxFeatures) : maxFeatures;
  if (former !== FORMER_DEFAULT && former !== undefined && options['limit'] === undefined) {
    options['limit'] = former;
  }
  for (const name of ['limit', 'categories']) {
    const value = options[name];
    if (typeof value === 'string' && WHOLE_NUMBER.test(value)) {
      options[name] = Number(value);
    }
  }
  if (typeof options['scores'] === 'string') {
    options['scores'] = options['scores'] === '' ? [] : [options['scores']];
  }
  // A form leaves null for "not set".
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null));
}
