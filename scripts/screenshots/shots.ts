import type { Page } from 'playwright-core';
import { APP_ID, DATASOURCE_ID, QUERY_KINDS, type QueryKind } from '../../src/model';
import { SOURCES, STATES, type State } from './states';

/** One thing to picture. */
export interface Shot {
  /** Of its file. */
  readonly name: string;
  readonly path: string;
  /** At least so high; a page that is longer is pictured as a whole. */
  readonly height: number;
  /** What a person does first. */
  readonly act?: (page: Page) => Promise<unknown>;
  /** What is there to be seen once all has been answered, or is kept waiting, or refused. */
  readonly state?: State;
  /** Whether it is of the preview in which those states are brought about, which has two references of a model. */
  readonly onStates?: boolean;
  /** Whether only the preview has such a page. */
  readonly previewOnly?: boolean;
}

const app = (path: string) => `/a/${APP_ID}/${path}`;
const CONFIGURATION = `/plugins/${APP_ID}?page=configuration`;
const dashed = (words: string) => words.replaceAll(' ', '-');

/** A file as a team would have it, with what is moved against the profile that is there. */
function trainingData(): { name: string; mimeType: string; buffer: Buffer } {
  const line = (_: unknown, i: number): string =>
    `${((i * 37) % 900) + 20},${(i * 13) % 80},${i % 3 === 0 ? 'DE' : 'FR'},${i % 4 === 0 ? 'paypal' : 'card'},id-${i}`;
  const lines = Array.from({ length: 5_000 }, line);
  return {
    name: 'spring.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`amount,customer_age,country,payment_method,customer\n${lines.join('\n')}\n`),
  };
}

const PAGES: readonly Shot[] = [
  { name: 'page-fleet', path: app('fleet'), height: 900 },
  { name: 'page-fleet-filtered', path: app('fleet?var-team=logistics'), height: 900 },
  { name: 'page-model', path: app('model/fraud'), height: 4200 },
  { name: 'page-model-numbers', path: app('model/parcel_eta'), height: 4200 },
  { name: 'page-model-unknown', path: app('model/nobody'), height: 900 },
  { name: 'page-setup', path: app('setup'), height: 1400 },
  { name: 'page-setup-go', path: app('setup?language=go'), height: 1400 },
  { name: 'page-references', path: app('references'), height: 1000 },
  {
    name: 'page-references-export',
    path: app('references'),
    height: 1000,
    act: (page) =>
      page
        .getByRole('button', { name: /^Export / })
        .first()
        .click(),
  },
  {
    name: 'page-references-file',
    path: app('references'),
    height: 1000,
    act: (page) => page.locator('input[type=file]').setInputFiles(trainingData()),
  },
  {
    name: 'page-references-unreadable',
    path: app('references'),
    height: 1000,
    act: (page) =>
      page.locator('input[type=file]').setInputFiles({
        name: 'broken.parquet',
        mimeType: 'application/vnd.apache.parquet',
        buffer: Buffer.from('this is no Parquet'),
      }),
  },
  {
    name: 'page-references-time',
    path: app('references'),
    height: 1000,
    act: (page) => page.getByRole('button', { name: 'Count what the model saw' }).click(),
  },
  {
    name: 'page-references-compare',
    path: app('references'),
    height: 1000,
    onStates: true,
    previewOnly: true,
  },
  { name: 'page-alerts', path: app('alerts'), height: 1000 },
  { name: 'page-teams', path: app('teams'), height: 1000 },
  {
    name: 'page-teams-add',
    path: app('teams'),
    height: 1000,
    act: (page) => page.getByRole('button', { name: 'Add a team' }).click(),
  },
  { name: 'page-replay', path: app('replay?check=feature_drift&from=now-6h&to=now'), height: 1600 },
  { name: 'page-apply', path: app('apply'), height: 1600 },
  { name: 'page-data-source', path: '/connections/datasources/edit/tidemark', height: 2600 },
  { name: 'page-configuration', path: CONFIGURATION, height: 800 },
];

/** The pages of which each state is pictured. */
const WITH_STATES: ReadonlyArray<readonly [string, string]> = [
  ['fleet', app('fleet')],
  ['model', app('model/fraud')],
  ['setup', app('setup')],
  ['references', app('references')],
  ['alerts', app('alerts')],
  ['teams', app('teams')],
  ['replay', app('replay?check=feature_drift&from=now-6h&to=now')],
  ['apply', app('apply')],
  ['configuration', CONFIGURATION],
];

const PAGE_STATES: readonly Shot[] = WITH_STATES.flatMap(([name, path]) =>
  STATES.map((state) => ({
    name: `state-${name}-${dashed(state)}`,
    path: `${path}${path.includes('?') ? '&' : '?'}var-datasource=${SOURCES[state] ?? 'tidemark'}`,
    height: 800,
    state,
    onStates: true,
    previewOnly: true,
  }))
);

const DASHBOARDS: readonly Shot[] = [
  { name: 'dashboard-fleet', path: '/d/tidemark-fleet', height: 1100 },
  { name: 'dashboard-model-drift', path: '/d/tidemark-model-drift', height: 2400 },
  { name: 'dashboard-shadow', path: '/d/tidemark-shadow-against-live', height: 3200 },
  { name: 'dashboard-absurd', path: '/d/tidemark-absurd-outputs', height: 3200 },
  { name: 'dashboard-pipelines', path: '/d/tidemark-pipelines-and-logging', height: 2200 },
  { name: 'dashboard-registry', path: '/d/tidemark-registry-and-performance', height: 2800 },
];

const MORE: Partial<Record<QueryKind, object>> = {
  drift: { format: 'table', reference: { kind: 'offset', offset: '3d' } },
  drift_over_time: { reference: { kind: 'offset', offset: '3d' }, scores: ['psi'] },
  distribution: { reference: { kind: 'offset', offset: '3d' } },
  dataset: { reference: { kind: 'offset', offset: '3d' } },
};

/** Explore with a question of that kind about the live model, over the last day. */
export function exploreOf(kind: QueryKind): string {
  const query = {
    refId: 'A',
    datasource: { type: DATASOURCE_ID, uid: 'tidemark' },
    queryType: kind,
    model: 'fraud',
    ...(kind === 'shadow' || kind === 'models' || kind === 'pipeline' ? {} : { filters: { role: 'live' } }),
    ...MORE[kind],
  };
  const pane = { datasource: 'tidemark', queries: [query], range: { from: 'now-24h', to: 'now' } };
  return `/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify({ a: pane }))}`;
}

const EXPLORE: readonly Shot[] = QUERY_KINDS.map((kind) => ({
  name: `explore-${kind}`,
  path: exploreOf(kind),
  height: 2000,
}));

const VIEWS = ['overlay', 'mirrored', 'difference', 'cumulative', 'time'] as const;
const PANEL_STATES = ['loading', 'empty', 'partial', 'error', 'no permission'] as const;

const gallery = (params: Readonly<Record<string, string>>) => `/gallery?${new URLSearchParams(params).toString()}`;

/** The cases of the panels that are made of parts, and how high each is. */
const CASES = [
  ['shadow', 'with labels', 2300],
  ['shadow', 'without labels', 1900],
  ['shadow', 'metrics alone', 1700],
  ['shadow', 'predicted numbers', 1900],
  ['absurd', 'with labels', 2600],
  ['absurd', 'without labels', 1500],
  ['absurd', 'rules alone', 500],
] as const;

const GALLERY: readonly Shot[] = [
  ...VIEWS.map((view) => ({
    name: `panel-distribution-${view}`,
    path: gallery({ case: '12 features', view }),
    height: 900,
  })),
  { name: 'panel-distribution-500', path: gallery({ case: '500 features' }), height: 900 },
  { name: 'panel-distribution-one', path: gallery({ case: '1 feature' }), height: 900 },
  { name: 'panel-distribution-categories', path: gallery({ case: 'categories only' }), height: 900 },
  ...CASES.map(([panel, name, height]) => ({
    name: `panel-${panel}-${dashed(name)}`,
    path: gallery({ panel, case: name, height: String(height) }),
    height: height + 300,
  })),
  ...['distribution', 'shadow', 'absurd'].flatMap((panel) =>
    PANEL_STATES.map((state) => ({
      name: `panel-${panel}-${dashed(state)}`,
      path: gallery({ panel, state, height: '640' }),
      height: 900,
    }))
  ),
];

const PANELS: readonly Shot[] = GALLERY.map((shot) => ({ ...shot, previewOnly: true }));

export const SHOTS: readonly Shot[] = [...PAGES, ...DASHBOARDS, ...EXPLORE, ...PANELS, ...PAGE_STATES];

/** What README.md and plugin.json show, under these names. */
export const SHOP: readonly Shot[] = [
  { name: 'fleet', path: app('fleet'), height: 480 },
  { name: 'distributions', path: gallery({ case: '12 features' }), height: 800 },
  { name: 'shadow', path: '/d/tidemark-shadow-against-live', height: 900 },
  { name: 'absurd', path: '/d/tidemark-absurd-outputs', height: 1000 },
];
