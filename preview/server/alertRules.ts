import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const records = (value: unknown): ReadonlyArray<Record<string, unknown>> =>
  Array.isArray(value) ? value.filter(isRecord) : [];

/** Grafana's own way to say that a rule was not evaluated yet. */
const NEVER = '0001-01-01T00:00:00Z';

function toRule(rule: Record<string, unknown>): Record<string, unknown> {
  const data = records(rule['data']);
  const uids = data.map(({ datasourceUid }) => datasourceUid).filter((uid) => uid !== '__expr__');
  return {
    uid: rule['uid'],
    name: rule['title'],
    type: 'alerting',
    state: 'inactive',
    health: 'unknown',
    lastEvaluation: NEVER,
    evaluationTime: 0,
    labels: rule['labels'] ?? {},
    annotations: rule['annotations'] ?? {},
    query: JSON.stringify(data),
    queriedDatasourceUIDs: uids,
    alerts: [],
  };
}

/** What each file of `<folder>/alerting` says; one that is no YAML says nothing. */
function readFiles(folder: string): ReadonlyArray<Record<string, unknown>> {
  const alerting = join(folder, 'alerting');
  const files = existsSync(alerting) ? readdirSync(alerting).filter((file) => /\.ya?ml$/.test(file)) : [];
  return files.flatMap((file) => {
    try {
      const content: unknown = load(readFileSync(join(alerting, file), 'utf8'));
      return isRecord(content) ? [content] : [];
    } catch {
      return [];
    }
  });
}

/**
 * The rules of a provisioning folder, in the shape in which Grafana tells of its own. The preview evaluates none: each
 * stands as Grafana shows it before it was evaluated first.
 */
export function readAlertRules(folder: string): Record<string, unknown> {
  const groups = readFiles(folder).flatMap((content) =>
    records(content['groups']).map((group) => ({
      name: group['name'],
      file: group['folder'],
      interval: 60,
      rules: records(group['rules']).map(toRule),
    }))
  );
  return { status: 'success', data: { groups } };
}

/** What a variable of Grafana's environment would hold is nobody's to see. */
const withoutVariables = (settings: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(isRecord(settings) ? settings : {}).map(([field, value]) => [
      field,
      typeof value === 'string' && /(^|[^$])\$\w/.test(value) ? '[REDACTED]' : value,
    ])
  );

/** The receivers of its contact points, as Grafana's provisioning API lists them: those of a file. */
export function readContactPoints(folder: string): ReadonlyArray<Record<string, unknown>> {
  return readFiles(folder).flatMap((content) =>
    records(content['contactPoints']).flatMap(({ name, receivers }) =>
      records(receivers).map(({ uid, type, settings, disableResolveMessage }) => ({
        uid,
        name,
        type,
        settings: withoutVariables(settings),
        disableResolveMessage: disableResolveMessage === true,
        provenance: 'file',
      }))
    )
  );
}
