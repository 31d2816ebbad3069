import type { Page } from 'playwright-core';
import { REAL_GRAFANA } from '../browser/hosts';
import { openTab } from '../browser/tab';
import { eventually } from '../lib/eventually';
import { CHROMIUM, PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { Api } from './api';
import { GRAFANA } from './installed';
import { isOutside } from './outside';

const APP = '/a/tidemark-drift-app';
/** A rule of the repository's provisioning folder. */
const RULE = 'tidemark-fraud-feature_drift';

const panel = (id: number, title: string, expr: string) => ({
  id,
  title,
  type: 'timeseries',
  gridPos: { x: 12 * (id % 2), y: 0, w: 12, h: 8 },
  datasource: { uid: 'prometheus', type: 'prometheus' },
  targets: [{ refId: 'A', expr }],
});

describeWith([GRAFANA, CHROMIUM, PROMETHEUS], "the app's links in a real Grafana", () => {
  const tab = openTab({
    name: 'links',
    isOutside,
    viewport: { width: 1400, height: 900 },
    start: async () => {
      const host = await REAL_GRAFANA.start();
      await new Api(host.url).send('POST', '/api/dashboards/db', {
        dashboard: {
          uid: 'latency',
          title: 'Latency',
          time: { from: 'now-6h', to: 'now' },
          panels: [
            panel(
              1,
              'A quantile',
              'histogram_quantile(0.9, sum by (le, feature) (rate(model_feature_bucket{model="fraud"}[$__rate_interval])))'
            ),
            panel(2, 'No histogram', 'up'),
          ],
        },
      });
      return host;
    },
  });
  let page: Page;
  beforeEach(() => {
    page = tab.page;
  });
  // What was refused may be told a moment after the console has said that something was; a complaint of ours stays.
  afterEach(async () => {
    const isNone = ({ length }: readonly string[]): boolean => length === 0;
    expect(await eventually(() => tab.complaints, isNone, 5)).toEqual([]);
  });

  const openMenu = async (title: string): Promise<void> => {
    await page.getByTestId(`data-testid Panel header ${title}`).hover();
    await page.getByTestId(`data-testid Panel menu ${title}`).click();
    await page.getByRole('menuitem', { name: /Inspect/ }).waitFor();
  };

  it('a panel that shows a histogram is compared with a reference in Explore', async () => {
    await page.goto(`${tab.url}/d/latency/latency`);
    await openMenu('A quantile');
    await page.getByRole('menuitem', { name: 'Extensions' }).hover();
    await page.getByRole('menuitem', { name: 'Compare with a reference' }).click();
    await page.waitForURL(/\/explore/);
    await page.getByRole('gridcell', { name: 'amount', exact: true }).waitFor();
    const panes = JSON.parse(new URL(page.url()).searchParams.get('panes') ?? '{}') as Record<string, unknown>;
    // Of our data sources the one that reads the Prometheus of the panel.
    expect(Object.values(panes)[0]).toMatchObject({
      datasource: 'tidemark-prometheus',
      queries: [{ queryType: 'drift', source: { metric: 'model_feature', selector: '{model="fraud"}' } }],
      range: { from: 'now-6h', to: 'now' },
    });
  });

  it('a panel without a histogram offers no comparison', async () => {
    await page.goto(`${tab.url}/d/latency/latency`);
    // Where one panel offers it, Grafana knows what there is to offer.
    await openMenu('A quantile');
    await page.getByRole('menuitem', { name: 'Extensions' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: /Inspect/ }).waitFor({ state: 'detached' });
    await openMenu('No histogram');
    await tab.settle();
    expect(await page.getByRole('menuitem', { name: 'Extensions' }).count()).toBe(0);
  });

  it('a rule leads to the model that it watches', async () => {
    await page.goto(`${tab.url}/alerting/grafana/${RULE}/view`);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Open model' }).click();
    await page.waitForURL(/\/model\/fraud\?var-datasource=tidemark/);
    await page.getByRole('heading', { name: 'Card fraud' }).waitFor();
  });

  it('an instance of a rule leads to its model, too', async () => {
    // It is evaluated once a minute, and the page shows the instances that were there when it was opened.
    const rules = () => new Api(tab.url).get(`/api/prometheus/grafana/api/v1/rules?rule_uid=${RULE}`);
    await eventually(rules, ({ body }) => /"alerts":\[\{/.test(JSON.stringify(body)), 90);
    await page.goto(`${tab.url}/alerting/grafana/${RULE}/view?tab=instances`);
    await page.getByRole('button', { name: 'Actions' }).first().click();
    await page.getByRole('menuitem', { name: 'Open model' }).click();
    await page.waitForURL(/\/model\/fraud/);
  });

  it('the command palette leads to the pages of the app', async () => {
    await page.goto(`${tab.url}${APP}/teams`);
    await page.getByText('Risk ML').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search or jump to...').fill('how every model stands');
    await page.getByRole('option', { name: 'See how every model stands' }).click();
    await page.waitForURL(/\/fleet/);
    await page.getByText('Card fraud').first().waitFor();
  });

  it('the configuration page leads to the settings of a data source, and from there back to the app', async () => {
    await page.goto(`${tab.url}/plugins/tidemark-drift-app?page=configuration`);
    await page.getByRole('link', { name: 'Settings of Tidemark', exact: true }).click();
    await page.waitForURL(/\/connections\/datasources\/edit\/tidemark$/);
    await page.getByRole('link', { name: 'See its models' }).click();
    await page.waitForURL(/\/fleet\?var-datasource=tidemark/);
    await page.getByText('Card fraud').first().waitFor();
  });
});
