import type { Page } from 'playwright-core';
import {
  COLUMNS,
  fabricateMany,
  fabricateMeta,
  fabricateRows,
  fabricateTimeRows,
  TIME_COLUMNS,
  TIME_META,
} from '../../src/panels/distribution/testing/fabricated';
import { DATASOURCE_ID, DISTRIBUTION_PANEL_ID } from '../../src/model/ids';

export const STATES = ['partial', 'loading', 'error', 'no permission', 'empty'] as const;
export type State = (typeof STATES)[number];

/** What the panel is to show: made-up features, the same on every host, or a state that no data source at hand is in. */
export interface Case {
  readonly features: number;
  readonly view?: 'overlay' | 'mirrored' | 'difference' | 'cumulative' | 'time';
  readonly theme?: 'dark' | 'light';
  readonly state?: State;
}

/** The panel by itself, in the gallery of the preview. */
export async function showInGallery(page: Page, url: string, { features, ...more }: Case): Promise<void> {
  await page.goto(`${url}/gallery?${new URLSearchParams({ case: `${features} features`, ...more }).toString()}`);
}

type Row = Readonly<Record<string, unknown>>;

/** A frame as Grafana keeps it. */
const frame = (
  name: string,
  columns: ReadonlyArray<readonly [name: string, type: string]>,
  rows: readonly Row[],
  custom: object
) => ({
  schema: { name, refId: 'A', meta: { custom }, fields: columns.map(([column, type]) => ({ name: column, type })) },
  data: { values: columns.map(([column]) => rows.map((row) => row[column])) },
});

/** More features with their windows make a dashboard that is too large for a Grafana, which keeps 16 MB at most. */
const MOST_WITH_WINDOWS = 100;

function framesOf(count: number) {
  const features = fabricateMany(count);
  return [
    frame(
      'distribution',
      COLUMNS,
      features.flatMap((one) => fabricateRows(one).map((row) => ({ ...row }))),
      fabricateMeta(features)
    ),
    ...(count > MOST_WITH_WINDOWS ? [] : [frame('over_time', TIME_COLUMNS, fabricateTimeRows(features), TIME_META)]),
  ];
}

const GRAFANA = { uid: 'grafana', type: 'datasource' };
const OURS = { uid: 'tidemark', type: DATASOURCE_ID };
const MIXED = { uid: '-- Mixed --', type: 'datasource' };

const kept = (snapshot: readonly object[]) => ({ refId: 'A', datasource: GRAFANA, queryType: 'snapshot', snapshot });
const asked = (model: string) => ({ refId: 'B', datasource: OURS, queryType: 'distribution', model });

function queriesOf({ features, state }: Case) {
  switch (state) {
    case undefined:
      return [kept(framesOf(features))];
    case 'partial':
      return [kept(framesOf(features)), asked('nobody')];
    case 'empty':
      return [kept([])];
    case 'error':
      return [asked('nobody')];
    case 'loading':
      throw new Error('A Grafana draws no panel before its first answer.');
    case 'no permission':
      return [asked('fraud')];
  }
}

/** As Grafana answers to somebody without the permission to query. */
const DENIED = {
  status: 403,
  json: {
    message: "You'll need additional permissions to perform this action. Permissions needed: datasources:query",
    title: 'Access denied',
  },
};

/** The panel by itself, on a dashboard whose answers are kept with it, as Grafana keeps those of a snapshot. */
export async function showOnDashboard(page: Page, url: string, wanted: Case): Promise<void> {
  const { features, view, theme = 'dark', state } = wanted;
  const uid = ['distributions', features, view, state].join('-').replace(/\W+/g, '-');
  const panel = {
    id: 1,
    title: 'Distributions',
    type: DISTRIBUTION_PANEL_ID,
    gridPos: { x: 0, y: 0, w: 24, h: 17 },
    datasource: MIXED,
    targets: queriesOf(wanted),
    options: view === undefined ? {} : { view },
  };
  const stored = await fetch(`${url}/api/dashboards/db`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ overwrite: true, dashboard: { uid, title: uid, panels: [panel] } }),
  });
  if (!stored.ok) {
    throw new Error(`The dashboard was not stored: ${stored.status} ${await stored.text()}`);
  }
  if (state === 'no permission') {
    await page.route(/\/api\/ds\/query/, (route) => route.fulfill(DENIED));
  }
  await page.goto(`${url}/d/${uid}?theme=${theme}`);
}
