import { APP_ID, DATASOURCE_ID } from '../../model/ids';

/** What a rule is labelled with that an app has made, and so each of its instances. */
export const ORIGIN_LABEL = '__grafana_origin';
export const OUR_ORIGIN = `plugin/${APP_ID}`;

/** What a rule of Grafana asks one of our data sources about. */
export interface RuleModel {
  readonly model: string;
  /** The data source that is asked, where Grafana tells. */
  readonly source?: string;
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

/** What Grafana tells of a rule, or of one of its instances; it may be of any shape. */
export interface ToldRule {
  /** The queries, in JSON; not told with every instance. */
  readonly expression: unknown;
  /** The value of the label `model`. */
  readonly model: unknown;
  /** The value of the label that says which app has made it. */
  readonly origin: unknown;
}

/**
 * The model that a rule is about: the one that its label names, else the first that its queries ask for.
 * @param ours the uids of our data sources
 * @returns undefined for a rule that asks none of our data sources and is not ours, and for one that names no model
 */
export function modelOfRule({ expression, ...told }: ToldRule, ours: ReadonlySet<string>): RuleModel | undefined {
  const label = typeof told.model === 'string' && told.model !== '' ? told.model : undefined;
  const asked = (typeof expression === 'string' ? queriesOf(expression) : []).flatMap((query): RuleModel[] => {
    const { datasourceUid: source, model: question } = isRecord(query) ? query : {};
    const { model, datasource } = isRecord(question) ? question : {};
    const isOurs =
      (typeof source === 'string' && ours.has(source)) ||
      (isRecord(datasource) && datasource['type'] === DATASOURCE_ID);
    return isOurs && typeof source === 'string' ? [{ model: typeof model === 'string' ? model : '', source }] : [];
  });
  const query = asked.find(({ model }) => model === label) ?? asked[0];
  const model = label ?? query?.model ?? '';
  const isOurs = query !== undefined || told.origin === OUR_ORIGIN;
  return isOurs && model !== '' ? { ...query, model } : undefined;
}
