import { formatDuration } from '../model';

/** A number of seconds as people and configurations write it: `90` is `1m30s`. */
export const seconds = (count: number): string => formatDuration(count * 1000);
