import type { TimeRange } from '../../upstream/upstream';
import type { Change } from './changes';
import type { Period } from './periods';

/** Something that happened to a version: what an annotation says. */
export interface Happening {
  readonly time: number;
  readonly version: string;
  readonly role: string;
  readonly stage: 'deployed' | 'rolled_back' | 'retired';
  readonly title: string;
  readonly text: string;
}

const MOST_CHANGES = 5;

function changesText(changes: readonly Change[]): string {
  const shown = changes
    .slice(0, MOST_CHANGES)
    .map(({ what, before, after }) => `${what}: ${before ?? 'not set'} → ${after ?? 'not set'}`);
  const more = changes.length > MOST_CHANGES ? [`and ${changes.length - MOST_CHANGES} more`] : [];
  return [...shown, ...more].join('; ');
}

/** The deployments, roll-backs and retirements in a stretch of time, in order. */
export function timelineOf(
  periods: readonly Period[],
  changes: readonly Change[],
  { from, to }: TimeRange
): readonly Happening[] {
  const happenings = periods.flatMap((period): Happening[] => {
    const { role, version, since, until, stage, restored } = period;
    const changed = changes.filter((change) => change.role === role && change.time === since && change.to === version);
    const began: Happening = {
      time: since,
      version,
      role,
      stage: 'deployed',
      title: restored ? `${role}: version ${version} serves again` : `${role}: version ${version} deployed`,
      text: changesText(changed),
    };
    const ended: readonly Happening[] =
      until !== undefined && (stage === 'rolled_back' || stage === 'retired')
        ? [
            {
              time: until,
              version,
              role,
              stage,
              title: `${role}: version ${version} ${stage === 'retired' ? 'retired' : 'rolled back'}`,
              text: '',
            },
          ]
        : [];
    return [began, ...ended];
  });
  return happenings.filter(({ time }) => time > from && time <= to).sort((a, b) => a.time - b.time);
}
