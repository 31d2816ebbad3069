import type { Page } from 'playwright-core';
import { REAL_GRAFANA } from '../browser/hosts';
import { openTab } from '../browser/tab';
import { seriousFindings } from '../lib/axe';
import { PANEL_CONTENT } from '../lib/dashboards';
import { comesTo, eventually } from '../lib/eventually';
import { CHROMIUM, LOKI, PROMETHEUS } from '../lib/requirements';
import { DISAGREED, IMPOSSIBLE, LOGGED_MODEL, startRowsLog } from '../lib/rowsLog';
import { describeWith } from '../lib/skip';
import { Api } from './api';
import { GRAFANA } from './installed';

const HOME = { uid: 'tidemark', type: 'tidemark-drift-datasource' };

function exploreOf(uid: string, query: Readonly<Record<string, unknown>>, from = 'now-6h'): string {
  const panes = { a: { datasource: uid, queries: [{ refId: 'A', ...query }], range: { from, to: 'now' } } };
  return `/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify(panes))}`;
}
const ask = (query: Readonly<Record<string, unknown>>): string =>
  exploreOf(HOME.uid, {
    datasource: HOME,
    model: 'fraud',
    filters: { role: 'live' },
    reference: { kind: 'offset', offset: '3d' },
    ...query,
  });

interface Asked {
  readonly queryType?: string;
  readonly expr?: string;
}

/** What is asked in each of the panes of Explore that a page shows, once that is among it: the address follows what is shown. */
const queriesOf = (page: Page, has: (query: Asked) => boolean): Promise<readonly Asked[]> =>
  eventually(
    () => {
      const panes = JSON.parse(new URL(page.url()).searchParams.get('panes') ?? '{}') as Record<
        string,
        { readonly queries: readonly Asked[] }
      >;
      return Object.values(panes).flatMap(({ queries }) => queries);
    },
    (queries) => queries.some(has)
  );

describeWith([GRAFANA, CHROMIUM, PROMETHEUS], 'Explore in a real Grafana', () => {
  const tab = openTab({
    name: 'grafana explore',
    viewport: { width: 1500, height: 1800 },
    start: REAL_GRAFANA.start,
  });
  let page: Page;
  beforeEach(() => {
    page = tab.page;
  });
  const heading = (name: string) => page.getByRole('heading', { name, exact: true }).first();
  const cell = (name: string) => page.getByRole('gridcell', { name, exact: true }).first();
  const graph = () => page.locator('.uplot canvas').first();

  it.each([
    ['drift', { format: 'table', scores: ['psi'] }, () => [heading('Table - drift'), cell('amount')]],
    ['drift_over_time', { scores: ['psi'], window: '1h' }, () => [heading('Graph'), graph()]],
    ['distribution', {}, () => [heading('Tidemark distribution'), page.getByLabel('Bins of amount')]],
    ['dataset', {}, () => [heading('Table - summary'), heading('Table - causes')]],
    ['quality', {}, () => [heading('Table - summary'), cell('device_score')]],
    ['shadow', { filters: undefined }, () => [heading('Tidemark shadow'), heading('Agreement and flips')]],
    ['absurd', {}, () => [heading('Tidemark absurd outputs'), heading('Error budget')]],
    ['performance', {}, () => [heading('Table - summary'), cell('Accuracy')]],
    ['models', { filters: undefined, reference: undefined }, () => [heading('Table - versions'), cell('shadow')]],
    ['pipeline', { filters: undefined }, () => [heading('Graph'), heading('Table - runs')]],
    ['runtime', {}, () => [heading('Graph'), graph()]],
  ] as const)(
    'shows what %s answers in the panel that fits it, and axe finds nothing serious',
    async (queryType, more, expected) => {
      // Colours that can be read on black are often too faint on white, and not the other way about.
      await page.goto(`${tab.url}${ask({ queryType, ...more })}&theme=light`);
      for (const sight of expected()) {
        await sight.waitFor();
      }
      await tab.settle();
      expect(await seriousFindings(page, PANEL_CONTENT)).toEqual([]);
    }
  );

  it('leads from a feature to its distribution', async () => {
    await page.goto(`${tab.url}${ask({ queryType: 'drift', format: 'table', scores: ['psi'] })}`);
    await cell('amount').getByRole('link').click();
    await page.getByLabel('Bins of amount').waitFor();
    expect(await comesTo(page.getByLabel(/^Bins of /), 1)).toBe(1);
    expect(await queriesOf(page, ({ queryType }) => queryType === 'distribution')).toContainEqual(
      expect.objectContaining({ queryType: 'distribution', features: ['amount'], filters: { role: 'live' } })
    );
  });

  it('leads from a version to its deployment', async () => {
    const query = { queryType: 'drift', format: 'table', scores: ['psi'], features: ['amount'], groupBy: ['version'] };
    await page.goto(`${tab.url}${ask(query)}`);
    await cell('7').getByRole('link').click();
    await heading('Table - versions').waitFor();
    // Of that version alone; further columns are out of sight in half a window.
    await cell('Deployed').waitFor();
    expect(await queriesOf(page, ({ queryType }) => queryType === 'models')).toContainEqual(
      expect.objectContaining({ queryType: 'models', filters: { version: '7' } })
    );
  });

  it('makes a query for drift of one for a histogram of Prometheus, when the data source is changed', async () => {
    const expr = 'histogram_quantile(0.9, sum by (le, feature) (rate(model_feature_bucket{model="fraud"}[5m])))';
    await page.goto(`${tab.url}${exploreOf('prometheus', { expr })}`);
    await page.getByTestId('data-testid Select a data source').first().click();
    await page.keyboard.type('Tidemark on Prometheus');
    await page.getByRole('button', { name: /^Tidemark on Prometheus/ }).click();
    // Prometheus' own answer, which stands there until then, has an amount, too.
    await page.waitForURL(({ href }) => decodeURIComponent(href).includes('"queryType":"drift"'));
    await cell('amount').waitFor();
    expect(await queriesOf(page, ({ queryType }) => queryType === 'drift')).toEqual([
      expect.objectContaining({
        queryType: 'drift',
        source: expect.objectContaining({ metric: 'model_feature', selector: '{model="fraud"}' }),
      }),
    ]);
  });
});

describeWith([GRAFANA, CHROMIUM, LOKI], 'rows in a real Grafana that has the log', () => {
  const tab = openTab({
    name: 'grafana log',
    viewport: { width: 1500, height: 1800 },
    start: async () => {
      const [{ url, stop }, log] = await Promise.all([REAL_GRAFANA.start(), startRowsLog()]);
      const api = new Api(url);
      const account = await api.send('POST', '/api/serviceaccounts', { name: 'tidemark', role: 'Viewer' });
      const { id } = account.body as { id: number };
      const token = await api.send('POST', `/api/serviceaccounts/${id}/tokens`, { name: 'tidemark' });
      const { key } = token.body as { key: string };
      const source = { access: 'proxy', jsonData: {} };
      await api.send('POST', '/api/datasources', { ...source, name: 'Loki', uid: 'loki', type: 'loki', url: log.url });
      await api.send('POST', '/api/datasources', {
        ...source,
        name: 'Tidemark on Loki',
        uid: 'tidemark-loki',
        type: HOME.type,
        jsonData: {
          prometheus: { sample: true },
          loki: { datasourceUid: 'loki' },
          models: [LOGGED_MODEL],
        },
        secureJsonData: { grafanaToken: key },
      });
      await api.send('POST', '/api/datasources', {
        ...source,
        name: 'Tidemark on a log elsewhere',
        uid: 'tidemark-loki-url',
        type: HOME.type,
        jsonData: { prometheus: { sample: true }, loki: { url: log.url }, models: [LOGGED_MODEL] },
      });
      return {
        url,
        stop: async () => {
          // Others look at the same Grafana.
          await api.send('DELETE', '/api/datasources/uid/tidemark-loki-url');
          await api.send('DELETE', '/api/datasources/uid/tidemark-loki');
          await api.send('DELETE', '/api/datasources/uid/loki');
          await log.stop();
          await stop();
        },
      };
    },
  });

  it.each([
    ['an absurd output', { queryType: 'absurd', features: ['amount'] }, IMPOSSIBLE, '1 line displayed'],
    ['a disagreement of live and shadow', { queryType: 'shadow' }, DISAGREED, '2 lines displayed'],
  ])('of %s lead to what the log tells of it', async (_, query, id, shown) => {
    const { page } = tab;
    const asked = { model: LOGGED_MODEL.id, frames: ['rows'], ...query };
    await page.goto(`${tab.url}${exploreOf('tidemark-loki', asked, 'now-1h')}`);
    await page.getByRole('link', { name: id, exact: true }).first().click();
    await page.getByText(shown).waitFor();
    // The address follows what is shown.
    await page.waitForURL(new RegExp(id));
    expect(await queriesOf(page, ({ expr = '' }) => expr.includes(id))).toContainEqual(
      expect.objectContaining({ expr: expect.stringContaining(`|= "${id}"`) })
    );
  });

  it('say what to set for links, where Grafana does not have the log', async () => {
    await tab.page.goto(
      `${tab.url}${exploreOf('tidemark-loki-url', { model: LOGGED_MODEL.id, queryType: 'absurd', frames: ['rows'] }, 'now-1h')}`
    );
    await tab.page.getByText(/Rows have no link to their log lines here\. .*loki\.datasourceUid/).waitFor();
  });
});
