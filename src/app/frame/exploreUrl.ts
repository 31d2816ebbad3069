import { locationUtil, urlUtil, type DataSourceInstanceSettings, type TimeRange } from '@grafana/data';
import type { Question } from '../ask/ask';

export const rawText = (value: TimeRange['raw']['from']): string =>
  typeof value === 'string' ? value : String(value.valueOf());

/** Explore, with the question of a part ready to be changed. */
export function exploreUrl(
  { uid, type }: Pick<DataSourceInstanceSettings, 'uid' | 'type'>,
  question: Question,
  { raw }: TimeRange
): string {
  const pane = {
    datasource: uid,
    queries: [{ ...question, datasource: { uid, type } }],
    range: { from: rawText(raw.from), to: rawText(raw.to) },
  };
  return locationUtil.assureBaseUrl(
    urlUtil.renderUrl('/explore', { schemaVersion: '1', panes: JSON.stringify({ tidemark: pane }) })
  );
}
