import { urlUtil, type DataQuery, type RawTimeRange } from '@grafana/data';

/** What Explore shows, as Grafana writes it into its address: the same link opens the same view in both. */
export interface ExploreState {
  readonly datasource: string;
  readonly queries: readonly DataQuery[];
  readonly range: RawTimeRange;
}

export const PANE = 'tidemark';
export const DEFAULT_RANGE: RawTimeRange = { from: 'now-6h', to: 'now' };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the first pane of an address; what is missing or broken there is left to the defaults of the page. */
export function readState(search: string): { state: Partial<ExploreState>; problem?: string } {
  const params = new URLSearchParams(search);
  // Links in the cells of tables are written with one pane in `left`, as older addresses of Grafana are.
  const left = params.get('left');
  const panes = params.get('panes') ?? (left === null ? null : `{"left":${left}}`);
  if (panes === null) {
    return { state: {} };
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(panes);
  } catch {
    return {
      state: {},
      problem: 'The "panes" of this address is no JSON, so the default query is shown. Copy the link again.',
    };
  }
  const pane = isRecord(parsed) ? Object.values(parsed)[0] : undefined;
  if (!isRecord(pane)) {
    return { state: {}, problem: 'The "panes" of this address holds no pane, so the default query is shown.' };
  }
  const { datasource, queries, range } = pane;
  return {
    state: {
      ...(typeof datasource === 'string' && { datasource }),
      ...(Array.isArray(queries) && {
        queries: queries.filter(isRecord).map((query, index) => ({ refId: String.fromCharCode(65 + index), ...query })),
      }),
      ...(isRecord(range) &&
        typeof range['from'] === 'string' &&
        typeof range['to'] === 'string' && {
          range: { from: timeOf(range['from']), to: timeOf(range['to']) },
        }),
    },
  };
}

/** Milliseconds stand in an address as digits; relative times as they are. */
function timeOf(text: string): string {
  return /^\d{8,}$/.test(text) ? new Date(Number(text)).toISOString() : text;
}

export function writeState(state: ExploreState): string {
  const { from, to } = state.range;
  const text = (time: RawTimeRange['from']): string => (typeof time === 'string' ? time : String(time.valueOf()));
  const pane = { datasource: state.datasource, queries: state.queries, range: { from: text(from), to: text(to) } };
  return urlUtil.renderUrl('/explore', { schemaVersion: '1', panes: JSON.stringify({ [PANE]: pane }) });
}
