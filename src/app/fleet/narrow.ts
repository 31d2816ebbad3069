/**
 * Where a line of the fleet does not fit, its parts stand below one another. What decides is the room that the page has:
 * Grafana's navigation may be docked beside it.
 */
export const FLEET_ROOM = { containerType: 'inline-size', containerName: 'fleet' } as const;
export const NARROW = '@container fleet (max-width: 960px)';
