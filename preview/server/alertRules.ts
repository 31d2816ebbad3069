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

/**
 * The rules of `<folder>/alerting/*.yaml`, in the shape in which Grafana tells of its own. The preview evaluates none:
 * each stands as Grafana shows it before it was evaluated first. A file that is no YAML tells no rule.
 */
export function readAlertRules(folder: string): Record<string, unknown> {
  const alerting = join(folder, 'alerting');
  const files = existsSync(alerting) ? readdirSync(alerting).filter((file) => /\.ya?ml$/.test(file)) : [];
  const groups = files.flatMap((file) => {
    let content: unknown;
    try {
      content = load(readFileSync(join(alerting, file), 'utf8'));
    } catch {
      return [];
    }
    return records(isRecord(content) ? content['groups'] : undefined).map((group) => ({
      name: group['name'],
      file: group['folder'],
      interval: 60,
      rules: records(group['rules']).map(toRule),
    }));
  });
  return { status: 'success', data: { groups } };
}
