import type { QualityTally } from './tally';

/** A field that one side has and the other has not. Shares are of the rows that hold it, if only as null. */
export interface SchemaChange {
  readonly field: string;
  readonly change: 'appeared' | 'disappeared';
  readonly before: number;
  readonly now: number;
}

/** A field that fewer rows held is met by chance on one side alone. */
const FEWEST_ROWS = 20;

/** Fields that appeared, or disappeared: held by one side in enough rows that the other should have met it. */
export function schemaChanges(now: QualityTally, before: QualityTally): readonly SchemaChange[] {
  const names = [...new Set([...now.features.keys(), ...before.features.keys()])].sort();
  return names.flatMap((field): SchemaChange[] => {
    const is = now.features.get(field)?.held ?? 0;
    const was = before.features.get(field)?.held ?? 0;
    const shares = { before: before.rows === 0 ? 0 : was / before.rows, now: now.rows === 0 ? 0 : is / now.rows };
    // How many rows the other side would hold at the same share.
    if (was === 0 && is > 0 && shares.now * before.rows >= FEWEST_ROWS) {
      return [{ field, change: 'appeared', ...shares }];
    }
    return is === 0 && was > 0 && shares.before * now.rows >= FEWEST_ROWS
      ? [{ field, change: 'disappeared', ...shares }]
      : [];
  });
}
