import type { DataSourceInstanceSettings } from '@grafana/data';
import { parseSettings, type Problem } from '../../model';
import { compilePack, type Pack } from '../../pack/compile';

/** The pack of a data source, or what keeps it from being made. */
export type SourcePack =
  { readonly ok: true; readonly pack: Pack } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Compiles the settings that Grafana tells of a data source. */
export function packOfSource({ uid, jsonData }: Pick<DataSourceInstanceSettings, 'uid' | 'jsonData'>): SourcePack {
  const settings = parseSettings(jsonData);
  return settings.ok ? compilePack(settings.value, uid) : settings;
}
