import { dateTimeFormat } from '@grafana/data';

/** A day of the heatmap in words; days begin at midnight UTC. */
export const dayText = (start: number): string => dateTimeFormat(start, { format: 'D MMM', timeZone: 'utc' });
