import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { DATASOURCE_ID } from '../../src/model';
import type { ReplayCommand } from './options';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The secrets of the data source, with variables of the environment in their places, as Grafana provisions them. */
export function secretsOf(
  { source, datasource }: Pick<ReplayCommand, 'source' | 'datasource'>,
  environment: Readonly<Record<string, string | undefined>>
): Readonly<Record<string, string>> {
  const document = load(readFileSync(source, 'utf8'));
  const all: readonly unknown[] =
    isRecord(document) && Array.isArray(document['datasources']) ? document['datasources'] : [];
  const own = all.find(
    (one) => isRecord(one) && one['type'] === DATASOURCE_ID && (datasource === undefined || one['uid'] === datasource)
  );
  const secrets = isRecord(own) && isRecord(own['secureJsonData']) ? own['secureJsonData'] : {};
  return Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => [
      name,
      String(value).replace(
        /\$(?:\{(\w+)\}|(\w+))/g,
        (_, braced?: string, bare?: string) => environment[braced ?? bare ?? ''] ?? ''
      ),
    ])
  );
}
