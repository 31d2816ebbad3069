import { selectionMatchers, TELEMETRY, type DriftQuery } from '../../../model';
import { TidemarkError } from '../../errors';
import { compileMatcher } from '../../upstream/matching';
import type { Matcher } from '../../upstream/upstream';
import { differencesOf, type Change } from './changes';
import type { Period } from './periods';

const OF_A_PERIOD: Readonly<Record<string, (period: Period) => string>> = {
  [TELEMETRY.versionLabel]: ({ version }) => version,
  [TELEMETRY.roleLabel]: ({ role }) => role,
};

/** Whether a condition is one on versions or roles, which periods are picked by. */
export function isOfPeriods({ label }: Matcher): boolean {
  return Object.hasOwn(OF_A_PERIOD, label);
}

/** The periods that conditions on versions and roles pick. */
export function picked(periods: readonly Period[], matchers: readonly Matcher[]): readonly Period[] {
  const tests = matchers.filter(isOfPeriods).map((matcher) => ({
    of: OF_A_PERIOD[matcher.label],
    passes: compileMatcher(matcher),
  }));
  return periods.filter((period) => tests.every(({ of, passes }) => of === undefined || passes(of(period))));
}

/** The names of versions, as a sentence lists them. */
export function versionsKnown(periods: readonly Period[]): string {
  return [...new Set(periods.map(({ version }) => version))].sort().join(', ');
}

/** The latest period of each version and role, the latest first. */
function latestOfEach(periods: readonly Period[]): readonly Period[] {
  const latest = new Map<string, Period>();
  for (const period of periods) {
    latest.set(JSON.stringify([period.version, period.role]), period);
  }
  return [...latest.values()].sort((a, b) => b.since - a.since);
}

/**
 * What each version that is looked at differs in from the one that the reference names; undefined where the query names
 * none, and each is compared with the version before it.
 *
 * @throws TidemarkError `bad_query`
 */
export function changesAgainst(
  { reference }: Pick<DriftQuery, 'reference'>,
  all: readonly Period[],
  looked: readonly Period[]
): readonly Change[] | undefined {
  if (reference === undefined) {
    return undefined;
  }
  const matchers = reference.kind === 'labels' ? selectionMatchers(reference.labels) : [];
  if (!matchers.some(({ label }) => label === TELEMETRY.versionLabel) || !matchers.every(isOfPeriods)) {
    throw new TidemarkError(
      'bad_query',
      'reference: versions are compared with one that is named: {"kind": "labels", "labels": {"version": "6"}}, with a "role" beside it if need be; without a reference, each is compared with the one before it.'
    );
  }
  const base = picked(all, matchers).at(-1);
  if (base === undefined) {
    throw new TidemarkError(
      'bad_query',
      `reference: no such version served in this time or in the 90 days before: known are ${versionsKnown(all)}.`
    );
  }
  return latestOfEach(looked)
    .filter(({ version }) => version !== base.version)
    .flatMap((period) => differencesOf(base, period));
}
