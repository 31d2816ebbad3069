import { APP_ID, DATASOURCE_ID, QUERY_KINDS, type QueryKind } from '../../src/model';

/** One thing to picture. */
export interface Shot {
  /** Of its file. */
  readonly name: string;
  readonly path: string;
  /** High enough that all of it is drawn: panels out of sight ask nothing. */
  readonly height: number;
}

const app = (path: string) => `/a/${APP_ID}/${path}`;

const PAGES: readonly Shot[] = [
  { name: 'page-fleet', path: app('fleet'), height: 900 },
  { name: 'page-model', path: app('model/fraud'), height: 4200 },
  { name: 'page-setup', path: app('setup'), height: 1800 },
  { name: 'page-references', path: app('references'), height: 1200 },
  { name: 'page-alerts', path: app('alerts'), height: 1000 },
  { name: 'page-teams', path: app('teams'), height: 1000 },
  { name: 'page-replay', path: app('replay?check=feature_drift&from=now-6h&to=now'), height: 1600 },
  { name: 'page-apply', path: app('apply'), height: 1600 },
  { name: 'page-data-source', path: '/connections/datasources/edit/tidemark', height: 2600 },
];

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
const STATES = ['loading', 'empty', 'partial', 'error', 'no permission'] as const;

const gallery = (params: Readonly<Record<string, string>>) => `/gallery?${new URLSearchParams(params).toString()}`;
const dashed = (words: string) => words.replaceAll(' ', '-');

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

const PANELS: readonly Shot[] = [
  ...VIEWS.map((view) => ({
    name: `panel-distribution-${view}`,
    path: gallery({ case: '12 features', view }),
    height: 900,
  })),
  { name: 'panel-distribution-500', path: gallery({ case: '500 features' }), height: 900 },
  ...CASES.map(([panel, name, height]) => ({
    name: `panel-${panel}-${dashed(name)}`,
    path: gallery({ panel, case: name, height: String(height) }),
    height: height + 300,
  })),
  ...['distribution', 'shadow', 'absurd'].flatMap((panel) =>
    STATES.map((state) => ({
      name: `panel-${panel}-${dashed(state)}`,
      path: gallery({ panel, state, height: '640' }),
      height: 900,
    }))
  ),
];

export const SHOTS: readonly Shot[] = [...PAGES, ...DASHBOARDS, ...EXPLORE, ...PANELS];

/** What README.md and plugin.json show, under these names. */
export const SHOP: readonly Shot[] = [
  { name: 'fleet', path: app('fleet'), height: 480 },
  { name: 'distributions', path: gallery({ case: '12 features' }), height: 800 },
  { name: 'shadow', path: '/d/tidemark-shadow-against-live', height: 900 },
  { name: 'absurd', path: '/d/tidemark-absurd-outputs', height: 1000 },
];
