import { levelOf, parseDuration, PERFORMANCE_LEVELS, type AlertingSettings, type Level, type Settings } from '../model';
import type { CheckId } from './checks';

/** What alerting does where the settings do not say. */
export const DEFAULTS = {
  folder: 'Tidemark',
  routing: 'rules',
  interval: '1m',
  window: '6h',
  for: '10m',
  keepFiring: '15m',
  groupWait: '1m',
  groupInterval: '5m',
  repeatInterval: '12h',
} as const;

/** What reads days of a log is asked so many times less often. */
const SELDOM = 15;

export const DEFAULT_THRESHOLDS = {
  dataset: { alert: 0.5, recover: 0.4 },
  // Points of all rows. Shares of missing values come and go by as much as they are; more than that is a source that broke.
  quality: { alert: 0.1, recover: 0.05 },
  // Traffic is half of what it was for many a good reason.
  volume: { alert: 0.3, recover: 0.5 },
  performance: PERFORMANCE_LEVELS.score,
  error: PERFORMANCE_LEVELS.error,
  impossible: { alert: 0.001, recover: 0.0005 },
} as const;

export interface PackOptions {
  readonly folder: string;
  readonly routing: NonNullable<AlertingSettings['routing']>;
  /** Seconds, as all that follow. */
  readonly interval: number;
  readonly seldom: number;
  readonly window: number;
  readonly for: number;
  /** Undefined: as long as each check needs. */
  readonly keepFiring: number | undefined;
  readonly groupWait: number;
  readonly groupInterval: number;
  readonly repeatInterval: number;
  readonly runbooks: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly levels: Readonly<Record<keyof typeof DEFAULT_THRESHOLDS, Level>>;
}

function seconds(text: string): number {
  return text === '0s' ? 0 : (parseDuration(text) ?? 0) / 1000;
}

/** The options of a pack, with every default in its place. */
export function packOptions({ alerting = {} }: Settings): PackOptions {
  const { thresholds = {} } = alerting;
  const time = (key: 'interval' | 'window' | 'for' | 'keepFiring' | 'groupWait' | 'groupInterval' | 'repeatInterval') =>
    seconds(alerting[key] ?? DEFAULTS[key]);
  const interval = time('interval');
  return {
    folder: alerting.folder ?? DEFAULTS.folder,
    routing: alerting.routing ?? DEFAULTS.routing,
    interval,
    seldom: interval * SELDOM,
    window: time('window'),
    for: time('for'),
    keepFiring: alerting.keepFiring === undefined ? undefined : time('keepFiring'),
    groupWait: time('groupWait'),
    groupInterval: time('groupInterval'),
    repeatInterval: time('repeatInterval'),
    runbooks: alerting.runbooks,
    labels: alerting.labels ?? {},
    levels: {
      dataset: levelOf(thresholds.dataset, DEFAULT_THRESHOLDS.dataset),
      quality: levelOf(thresholds.quality, DEFAULT_THRESHOLDS.quality),
      volume: levelOf(thresholds.volume, DEFAULT_THRESHOLDS.volume),
      performance: levelOf(thresholds.performance, DEFAULT_THRESHOLDS.performance),
      error: levelOf(thresholds.performance, DEFAULT_THRESHOLDS.error),
      impossible: levelOf(thresholds.impossible, DEFAULT_THRESHOLDS.impossible),
    },
  };
}

/** Checks that hold a whole window against the reference. */
const OF_WINDOWS: ReadonlySet<CheckId> = new Set(['feature_drift', 'dataset_drift', 'quality']);

/**
 * How many seconds an alert stays after its reason has gone. What is seen of a window lags behind: on the way from one side
 * of the reference to the other, drift passes through none at all for a part of the window, which is not its end; who was
 * told of an end would be told of the same incident a second time.
 */
export function keepFiringOf(
  check: CheckId,
  { keepFiring, window }: Pick<PackOptions, 'keepFiring' | 'window'>
): number {
  const usual = seconds(DEFAULTS.keepFiring);
  return keepFiring ?? (OF_WINDOWS.has(check) ? Math.max(usual, window / 2) : usual);
}
