import { TELEMETRY, type DriftQuery } from '../../model';
import type { Matcher } from '../upstream/upstream';

type Labelled = Pick<Matcher, 'label'>;

/** Labels that tell the answers of a shadow from those that went out. */
const SIDES: ReadonlySet<string> = new Set([TELEMETRY.roleLabel, TELEMETRY.versionLabel]);

const namesSide = (matchers: readonly Labelled[]): boolean => matchers.some(({ label }) => SIDES.has(label));

/** Not `role="live"`: a service without a shadow need not tell a role at all. */
const NOT_SHADOW: Matcher = { label: TELEMETRY.roleLabel, op: '!=', value: 'shadow' };

/**
 * What a question about a model means without saying it. A shadow is given a copy of each request: counted with the
 * original, one request is two observations, and p-values become too small. So the shadow is left out, unless the query
 * tells the sides apart itself, by role or by version, as a filter or as groups.
 */
export function usualTraffic({ model, groupBy = [] }: Pick<DriftQuery, 'model' | 'groupBy'>): readonly Matcher[] {
  return model === undefined || groupBy.some((label) => SIDES.has(label)) ? [] : [NOT_SHADOW];
}

/** The matchers of a question with what it means without saying it; one that names a side means that side. */
export function withUsual<M extends Matcher>(
  matchers: readonly M[],
  usual: readonly Matcher[]
): ReadonlyArray<M | Matcher> {
  return namesSide(matchers) ? matchers : [...matchers, ...usual];
}

/**
 * Matchers of the current side as those of a reference by labels: what it names stands in their place. A side that it
 * names does so for what was meant without saying it, too.
 */
export function inPlaceOf(matchers: readonly Matcher[], named: readonly Matcher[]): readonly Matcher[] {
  const replaced = new Set(named.map(({ label }) => label));
  const kept = matchers.filter(
    (matcher) => !replaced.has(matcher.label) && !(matcher === NOT_SHADOW && namesSide(named))
  );
  return [...kept, ...named];
}

/** What to try where nothing was seen of a question that leaves the shadow out. */
export function shadowHint(matchers: readonly Matcher[]): string {
  return matchers.includes(NOT_SHADOW) ? ' The shadow is left out: filter by role to see it.' : '';
}

const several = (value: string | readonly string[] | undefined): value is readonly string[] =>
  Array.isArray(value) && new Set(value).size > 1;

/** What has to be said where a query asks for live and shadow, or may, and keeps them together. */
export function togetherNotices({ model, filters = {}, groupBy = [] }: DriftQuery): readonly string[] {
  const { [TELEMETRY.roleLabel]: roles, [TELEMETRY.versionLabel]: versions } = filters;
  const together =
    model !== undefined &&
    !groupBy.some((label) => SIDES.has(label)) &&
    (roles === undefined ? several(versions) : several(roles) && roles.includes(NOT_SHADOW.value));
  return together
    ? [
        `Several ${roles === undefined ? 'versions' : 'roles'} are counted together: a request that a shadow was given too counts twice, which makes p-values too small. Filter by one role, or split by role.`,
      ]
    : [];
}
