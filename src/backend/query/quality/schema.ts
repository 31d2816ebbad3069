import type { EventSource } from '../../upstream/eventSource';
import { OWN_FIELDS, type QualityTally } from './tally';

/** A field that one side has and the other has not. Shares are of the rows that hold it, if only as null. */
export interface SchemaChange {
  readonly field: string;
  readonly change: 'appeared' | 'disappeared';
  readonly before: number;
  readonly now: number;
}

/** A field that fewer rows held is met by chance on one side alone. */
const FEWEST_ROWS = 20;

/** In how many rows each field was held: features by their names, the others by their paths in a line. */
function heldOf({ features, own }: QualityTally, paths: EventSource['fields']): ReadonlyMap<string, number> {
  return new Map([
    ...OWN_FIELDS.map((field) => [paths[field], own[field]] as const),
    ...[...features].map(([name, { held }]) => [name, held] as const),
  ]);
}

/** Fields that appeared, or disappeared: held by one side in enough rows that the other should have met it. */
export function schemaChanges(
  now: QualityTally,
  before: QualityTally,
  paths: EventSource['fields']
): readonly SchemaChange[] {
  const [held, heldBefore] = [heldOf(now, paths), heldOf(before, paths)];
  const names = [...new Set([...held.keys(), ...heldBefore.keys()])].sort();
  return names.flatMap((field): SchemaChange[] => {
    const is = held.get(field) ?? 0;
    const was = heldBefore.get(field) ?? 0;
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
