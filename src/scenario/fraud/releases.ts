import type { Release } from '../model';
import { OFFSETS } from '../story';
import { DAY, MINUTE } from '../time';

/** What happens to the versions of the fraud model: those of its script, and what came before it. */
export const RELEASES: readonly Release[] = [
  { at: -92 * DAY, version: '5', role: 'live', stage: 'deployed' },
  { at: -30 * DAY, version: '6', role: 'live', stage: 'deployed' },
  { at: -30 * DAY + 2 * MINUTE, version: '5', role: 'live', stage: 'retired' },
  { at: -9 * DAY, version: '7', role: 'shadow', stage: 'deployed' },
  { at: OFFSETS.badVersion, version: '6.1', role: 'live', stage: 'deployed' },
  { at: OFFSETS.rolledBack, version: '6.1', role: 'live', stage: 'rolled_back' },
  { at: OFFSETS.rolledBack + 1_000, version: '6', role: 'live', stage: 'deployed' },
  { at: OFFSETS.deployed, version: '7', role: 'live', stage: 'deployed' },
  { at: OFFSETS.deployed + 1_000, version: '6', role: 'shadow', stage: 'deployed' },
  { at: OFFSETS.newShadow, version: '6', role: 'shadow', stage: 'retired' },
  { at: OFFSETS.newShadow + 1_000, version: '8', role: 'shadow', stage: 'deployed' },
];
