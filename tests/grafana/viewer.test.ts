import type { Page } from 'playwright-core';
import { describeWith } from '../lib/skip';
import { REAL_GRAFANA } from '../browser/hosts';
import { openTab } from '../browser/tab';
import { Api } from './api';

const APP = '/a/tidemark-drift-app';
const PASSWORD = 'a-long-password';

describeWith(REAL_GRAFANA.requirements, 'a person with few permissions in a real Grafana', () => {
  const tab = openTab({ ...REAL_GRAFANA, name: 'viewer', viewport: { width: 1400, height: 1200 } });
  let page: Page;

  /** Signs a person in who has that role, and is made for it where nobody has. */
  const signIn = async (role: 'Viewer' | 'None'): Promise<void> => {
    const api = new Api(tab.url);
    const user = role.toLowerCase();
    await api.send('POST', '/api/admin/users', { name: role, login: user, password: PASSWORD });
    const { body } = await api.get(`/api/users/lookup?loginOrEmail=${user}`);
    await api.send('PATCH', `/api/org/users/${(body as { readonly id: number }).id}`, { role });
    page = tab.page;
    const answer = await page.context().request.post(`${tab.url}/login`, { data: { user, password: PASSWORD } });
    expect(answer.status()).toBe(200);
  };
  const open = (path: string): Promise<unknown> => page.goto(`${tab.url}${APP}/${path}`);

  it('sees as a viewer how every model stands', async () => {
    await signIn('Viewer');
    await open('fleet?var-datasource=tidemark');
    await page
      .getByRole('row')
      .filter({ hasText: 'Card fraud' })
      .getByRole('link', { name: /^Data: / })
      .waitFor();
  });

  it('is offered as a viewer neither Explore nor a dashboard on the page of a model', async () => {
    await signIn('Viewer');
    await open('model/fraud?var-datasource=tidemark&from=now-6h&to=now');
    await page.getByRole('rowheader', { name: /^amount/ }).waitFor();
    await page.getByRole('gridcell', { name: 'device_scores' }).first().waitFor();
    await tab.settle();
    expect(await page.locator('main a[href*="/explore"]').count()).toBe(0);
    expect(await page.getByRole('button', { name: /Add to dashboard/ }).count()).toBe(0);
  });

  it('can export a profile as a viewer, and neither store, choose nor delete one', async () => {
    await signIn('Viewer');
    await open('references?var-datasource=tidemark');
    await page.getByText('An administrator can put what you export into the settings of Tidemark.').waitFor();
    await page.getByRole('button', { name: 'Export train' }).waitFor();
    await tab.settle();
    expect(await page.getByRole('button', { name: /Make default|Delete|Store/ }).count()).toBe(0);
  });

  it('is not led as a viewer to settings that are not to be changed', async () => {
    await signIn('Viewer');
    await open('setup?var-datasource=tidemark');
    await page.getByText(/^3 histograms: model_feature/).waitFor();
    await tab.settle();
    expect(await page.locator('main a[href*="/connections"]').count()).toBe(0);
  });

  it('is offered as a viewer neither a team to add nor a secret to give', async () => {
    await signIn('Viewer');
    await open('teams?var-datasource=tidemark');
    await page.getByText('Every concern of every model goes to one team.').waitFor();
    await tab.settle();
    expect(await page.getByRole('button', { name: /Add a team|Send test/ }).count()).toBe(0);
    await open('apply?var-datasource=tidemark');
    await page.getByRole('heading', { name: 'Export' }).waitFor();
    await page.getByText('Grafana has all of it').waitFor();
    await tab.settle();
    expect(await page.getByText(/^Secrets go to Grafana/).count()).toBe(0);
  });

  it('who may not ask the data source is told so, in words and on every page', async () => {
    // Grafana without a licence knows no permission for one data source; this is what it answers whoever has none.
    const denied = {
      status: 403,
      json: {
        message: "You'll need additional permissions to perform this action. Permissions needed: datasources:query",
        title: 'Access denied',
      },
    };
    await signIn('Viewer');
    await page.route(/\/api\/(ds\/query|datasources\/uid\/tidemark)/, (route) => route.fulfill(denied));
    for (const path of ['fleet', 'model/fraud', 'setup']) {
      await open(`${path}?var-datasource=tidemark`);
      await page
        .getByText(/Permissions needed: datasources:query/)
        .first()
        .waitFor();
    }
  });
});
