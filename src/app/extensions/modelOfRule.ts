import { DATASOURCE_ID } from '../../model/ids';

/** What a rule of Grafana asks one of our data sources about. */
export interface RuleModel {
  readonly model: string;
  /** The data source that is asked. */
  readonly source: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The queries of a rule as Grafana tells them of rules that have no expression of Prometheus. */
function queriesOf(expression: string): readonly unknown[] {
  try {
    const queries: unknown = JSON.parse(expression);
    return Array.isArray(queries) ? queries : [];
  } catch {
    return [];
  }
}

/**
 * The model that a rule is about: the one that a label of it or of its instance names, else the first that its queries
 * ask for.
 * @param label the value of the label `model`
 * @param ours the uids of our data sources
 * @returns undefined for a rule that asks none of our data sources, and for one that names no model
 */
export function modelOfRule(expression: string, label: unknown, ours: ReadonlySet<string>): RuleModel | undefined {
  const asked = queriesOf(expression).flatMap((query): RuleModel[] => {
    const { datasourceUid: source, model: question } = isRecord(query) ? query : {};
    const { model, datasource } = isRecord(question) ? question : {};
    const isOurs =
      (typeof source === 'string' && ours.has(source)) ||
      (isRecord(datasource) && datasource['type'] === DATASOURCE_ID);
    return isOurs && typeof source === 'string' ? [{ model: typeof model === 'string' ? model : '', source }] : [];
  });
  const named = typeof label === 'string' ? label : undefined;
  const query = asked.find(({ model }) => model === named) ?? asked[0];
  const model = named ?? query?.model ?? '';
  return query === undefined || model === '' ? undefined : { ...query, model };
}
