import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { load } from 'js-yaml';

/** A data source as the server holds it, secrets included. */
export interface DataSourceRecord {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly url: string;
  readonly user: string;
  readonly database: string;
  readonly basicAuth: boolean;
  readonly basicAuthUser: string;
  readonly isDefault: boolean;
  /** Provisioned and not `editable`: only its file changes it. */
  readonly readOnly: boolean;
  readonly version: number;
  /** Milliseconds since the epoch: a backend keeps what it made of the settings until this changes. */
  readonly updated: number;
  readonly jsonData: Readonly<Record<string, unknown>>;
  readonly secureJsonData: Readonly<Record<string, string>>;
}

export interface Provisioned {
  readonly dataSources: readonly DataSourceRecord[];
  /** Of other types: the preview runs none of them, and hands questions on to their servers. */
  readonly others: readonly DataSourceRecord[];
  /** What was found there and is not for the preview. */
  readonly notes: readonly string[];
}

/** A provisioning file that cannot be used: says which, and what to change. */
export class ProvisioningError extends Error {
  constructor(file: string, message: string) {
    super(`${file}: ${message}`);
    this.name = 'ProvisioningError';
  }
}

type Json = Record<string, unknown>;
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Grafana's own uid for a data source whose file names none. */
export const uidOfName = (name: string): string =>
  `P${createHash('sha256').update(name).digest('hex').toUpperCase().slice(0, 16)}`;

/** `$NAME`, `${NAME}`, `$__env{NAME}` and `$__file{path}`, as Grafana expands them in values; `$$` is a dollar sign. */
export function expand(text: string, env: Readonly<Record<string, string | undefined>>): string {
  return text.replace(
    /\$\$|\$__(env|file)\{([^}]*)\}|\$\{(\w+)\}|\$(\w+)/g,
    (
      whole,
      kind: string | undefined,
      argument: string | undefined,
      braced: string | undefined,
      bare: string | undefined
    ) => {
      if (whole === '$$') {
        return '$';
      }
      if (kind === 'file') {
        return readFileSync(argument?.trim() ?? '', 'utf8').trim();
      }
      return env[kind === 'env' ? (argument?.trim() ?? '') : (braced ?? bare ?? '')] ?? '';
    }
  );
}

function expandAll(value: unknown, env: Readonly<Record<string, string | undefined>>): unknown {
  if (typeof value === 'string') {
    return expand(value, env);
  }
  if (Array.isArray(value)) {
    return value.map((item) => expandAll(item, env));
  }
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expandAll(item, env)]))
    : value;
}

function readYaml(file: string): unknown {
  try {
    return load(readFileSync(file, 'utf8'));
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new ProvisioningError(file, `this is no valid YAML: ${reason}`);
  }
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
/** Grafana reads flags from text too, because `$FLAG` expands to text. */
const flagOf = (value: unknown): boolean => value === true || value === 'true';

function toRecord(entry: unknown, file: string, index: number, id: number, updated: number): DataSourceRecord {
  const at = `datasources[${index}]`;
  if (!isRecord(entry)) {
    throw new ProvisioningError(file, `${at} must be a mapping with "name" and "type".`);
  }
  const name = textOf(entry['name']);
  const type = textOf(entry['type']);
  if (name === '') {
    throw new ProvisioningError(file, `${at} has no name: give it a "name".`);
  }
  if (type === '') {
    throw new ProvisioningError(
      file,
      `${at} ("${name}") has no type: for Tidemark write "type: tidemark-drift-datasource".`
    );
  }
  const jsonData = entry['jsonData'] ?? {};
  const secureJsonData = entry['secureJsonData'] ?? {};
  for (const [key, value] of Object.entries({ jsonData, secureJsonData })) {
    if (!isRecord(value)) {
      throw new ProvisioningError(file, `${at} ("${name}"): "${key}" must be a mapping.`);
    }
  }
  return {
    id,
    name,
    type,
    uid: textOf(entry['uid']) || uidOfName(name),
    url: textOf(entry['url']),
    user: textOf(entry['user']),
    database: textOf(entry['database']),
    basicAuth: flagOf(entry['basicAuth']),
    basicAuthUser: textOf(entry['basicAuthUser']),
    isDefault: flagOf(entry['isDefault']),
    readOnly: !flagOf(entry['editable']),
    version: 1,
    updated,
    jsonData: jsonData as Json,
    secureJsonData: Object.fromEntries(
      Object.entries(secureJsonData as Json).map(([key, value]) => [key, textOf(value)])
    ),
  };
}

/** What the preview shows where nothing is provisioned: the data source as it is when somebody just added it. */
export function sampleDataSource(type: string, updated: number): DataSourceRecord {
  return {
    id: 1,
    uid: 'tidemark',
    name: 'Tidemark',
    type,
    url: '',
    user: '',
    database: '',
    basicAuth: false,
    basicAuthUser: '',
    isDefault: true,
    readOnly: false,
    version: 1,
    updated,
    jsonData: { prometheus: { sample: true } },
    secureJsonData: {},
  };
}

/**
 * Reads `<folder>/datasources/*.yaml` in Grafana's own format.
 *
 * @param types data source types that the preview can run; others are named in the notes and left out.
 * @throws ProvisioningError where a file cannot be used; Grafana would not start with it either.
 */
export function readProvisioning(
  folder: string,
  types: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  now: number
): Provisioned {
  const dataSourcesFolder = join(folder, 'datasources');
  if (!existsSync(dataSourcesFolder)) {
    return { dataSources: [], others: [], notes: [] };
  }
  const dataSources: DataSourceRecord[] = [];
  const others: DataSourceRecord[] = [];
  const notes: string[] = [];
  const seen = new Map<string, string>();
  const files = readdirSync(dataSourcesFolder)
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()
    .map((file) => join(dataSourcesFolder, file));
  for (const file of files) {
    const content = readYaml(file);
    if (content === undefined || content === null) {
      continue;
    }
    if (!isRecord(content)) {
      throw new ProvisioningError(file, 'must be a mapping with "apiVersion: 1" and a list "datasources".');
    }
    const list = content['datasources'] ?? [];
    if (!Array.isArray(list)) {
      throw new ProvisioningError(file, '"datasources" must be a list.');
    }
    list.forEach((entry: unknown, index) => {
      const record = toRecord(expandAll(entry, env), file, index, dataSources.length + 1, now);
      if (!types.includes(record.type)) {
        notes.push(
          `${basename(file)}: "${record.name}" is of the type "${record.type}", which the preview does not run.`
        );
        others.push(record);
        return;
      }
      const other = seen.get(record.uid);
      if (other !== undefined) {
        throw new ProvisioningError(
          file,
          `the uid "${record.uid}" is taken by ${other}: give each data source its own.`
        );
      }
      seen.set(record.uid, `"${record.name}" in ${basename(file)}`);
      dataSources.push(record);
    });
  }
  if (dataSources.filter(({ isDefault }) => isDefault).length > 1) {
    throw new ProvisioningError(dataSourcesFolder, 'more than one data source is marked "isDefault: true": keep one.');
  }
  return { dataSources, others, notes };
}
