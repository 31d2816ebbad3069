import type { DataSourceInstanceSettings } from '@grafana/data';
import { performanceLevels, type PerformanceLevels } from '../../model/performanceLevels';
import type { ModelSettings, ProfileSettings, Settings, TeamSettings } from '../../model/settings';

/** What the settings of a data source define. */
export interface Definitions {
  readonly models: readonly ModelSettings[];
  readonly profiles: readonly ProfileSettings[];
  readonly teams: readonly TeamSettings[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Written by hand, they may be of any shape: what lacks its name, or is no definition at all, is passed over. */
function listOf<T>(value: unknown, key: string, complete: (item: Record<string, unknown>) => boolean): readonly T[] {
  return Array.isArray(value)
    ? (value.filter((item) => isRecord(item) && typeof item[key] === 'string' && complete(item)) as T[])
    : [];
}

const memberOf = (value: unknown, name: string): unknown => (isRecord(value) ? value[name] : undefined);

/**
 * From when on a model counts as worse: where the settings say so for the alerts, the pages say the same. What is no
 * level at all counts as not given.
 */
export function levelsOf({ jsonData }: Pick<DataSourceInstanceSettings, 'jsonData'>): PerformanceLevels {
  const thresholds = memberOf(memberOf(jsonData, 'alerting'), 'thresholds');
  const given = memberOf(thresholds, 'performance');
  const [alert, recover] = [memberOf(given, 'alert'), memberOf(given, 'recover')];
  return performanceLevels(
    typeof alert === 'number' ? { alert, ...(typeof recover === 'number' && { recover }) } : undefined
  );
}

/** Whether a log of predictions can be asked: a new data source reads the built-in sample, which brings its own. */
export function readsLog({ jsonData }: Pick<DataSourceInstanceSettings, 'jsonData'>): boolean {
  const prometheus = memberOf(jsonData, 'prometheus');
  return isRecord(memberOf(jsonData, 'loki')) || prometheus === undefined || memberOf(prometheus, 'sample') === true;
}

/** The definitions in a data source's settings, as every page may read them. */
export function definitionsOf({ jsonData }: Pick<DataSourceInstanceSettings, 'jsonData'>): Definitions {
  const { models, profiles, teams } = (isRecord(jsonData) ? jsonData : {}) as Partial<Record<keyof Settings, unknown>>;
  return {
    models: listOf<ModelSettings>(models, 'id', () => true),
    profiles: listOf<ProfileSettings>(profiles, 'name', ({ features }) => Array.isArray(features)),
    teams: listOf<TeamSettings>(teams, 'id', () => true),
  };
}
