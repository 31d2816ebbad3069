import { load } from 'js-yaml';
import type { Page } from 'playwright-core';
import { eventually } from '../lib/eventually';
import { describeOnHosts } from './hosts';
import { keepSource } from './keepSource';
import { openTab } from './tab';

/** What Explore is asked by an address. */
type Panes = Readonly<Record<string, { readonly queries: ReadonlyArray<{ readonly queryType: string }> }>>;

describeOnHosts("the app's pages", (host) => {
  const tab = openTab({ ...host, name: `app ${host.name}`, viewport: { width: 1400, height: 1200 } });
  const source = keepSource(tab, 'tidemark');
  let page: Page;
  beforeEach(() => {
    page = tab.page;
  });

  // What holds for every page: nobody else is asked, nor anything beside the path below which a Grafana is served.
  afterEach(() => expect(tab.elsewhere.filter(host.isAskedByUs)).toEqual([]));

  const { open } = tab;

  it('the fleet says of each model how it stands, and how its data stood on the days before', async () => {
    await open('fleet?var-datasource=tidemark');
    const fraud = page.getByRole('row').filter({ hasText: 'Card fraud' });
    await fraud.getByRole('link', { name: /^Data: (Warning|Drift)/ }).waitFor();
    // Whether a job has failed hangs on the hour of the day; that it is told does not.
    await fraud.getByRole('link', { name: /^Pipeline: / }).waitFor();
    await page.getByText(/[12] of 2 models need a look\./).waitFor();
    await fraud.getByRole('cell', { name: /^7/ }).waitFor();
    await fraud.getByRole('img', { name: /^Drift by day.*OK/ }).waitFor();
    // Neither a narrow window nor a navigation beside the page pushes the days out of sight.
    for (const width of [1400, 1250, 1000, 700]) {
      await page.setViewportSize({ width, height: 1200 });
      const isWhole = (): Promise<boolean> =>
        page.locator('main table').evaluate((table) => table.scrollWidth <= (table.parentElement?.clientWidth ?? 0));
      expect([width, await eventually(isWhole, Boolean)]).toEqual([width, true]);
    }
    expect(tab.complaints).toEqual([]);
  });

  it('the fleet is filtered by team, and the filter stands in the address', async () => {
    await open('fleet');
    await page.getByText('Card fraud').waitFor();
    await page.getByRole('combobox', { name: 'Team' }).click();
    await page.getByRole('option', { name: 'logistics' }).click();
    await page.waitForURL(/var-team=logistics/);
    // The one that stays was there before; the other has to go.
    await page.getByText('Card fraud').waitFor({ state: 'detached' });
    await page.getByText('Parcel delivery time').waitFor();
    await page.reload();
    await page.getByText('Parcel delivery time').waitFor();
    await tab.settle();
    expect(await page.getByText('Card fraud').count()).toBe(0);
  });

  it('the page of a model shows what changed, the worst features with their cause, and leads to Explore', async () => {
    await open('model/fraud?var-datasource=tidemark&from=now-6h&to=now');
    await page.getByText('Pipeline: device_scores failed').first().waitFor();
    await page.getByText(/shadow: version 8 deployed/).waitFor();
    const worst = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^amount/ }) });
    await worst.getByText('Drift', { exact: true }).waitFor();
    const distributions = page.getByText('Distribution of each feature');
    await distributions.scrollIntoViewIfNeeded();
    await page.getByLabel('Bins of amount').waitFor();
    await worst.getByRole('link', { name: 'amount' }).click();
    await page.waitForURL(/\/explore/);
    await distributions.waitFor({ state: 'detached' });
    await page.getByLabel('Bins of amount').waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('the page of a model shows absurd outputs and the shadow in their own panels', async () => {
    await open('model/fraud?var-datasource=tidemark&from=now-6h&to=now');
    // A part is asked when it comes into sight.
    for (const [part, drawn] of [
      ['Absurd outputs', 'Error budget'],
      ['Recommendation', 'Agreement and flips'],
    ]) {
      await page.getByRole('link', { name: `Explore: ${part}`, exact: true }).scrollIntoViewIfNeeded();
      await page.getByRole('heading', { name: drawn }).waitFor();
    }
    expect(tab.complaints).toEqual([]);
  });

  it('every part of a model leads to Explore, with its question asked and answered there', async () => {
    await open('model/fraud?var-datasource=tidemark&from=now-6h&to=now');
    await page.getByRole('link', { name: 'Explore: Jobs' }).waitFor();
    const links = await page
      .getByRole('link', { name: /^Explore: / })
      .evaluateAll((all) =>
        all.map((one) => [one.getAttribute('aria-label') ?? '', (one as HTMLAnchorElement).href] as const)
      );
    const kindOf = (address: string): string => {
      const panes = JSON.parse(new URL(address).searchParams.get('panes') ?? '{}') as Panes;
      return Object.values(panes)[0]?.queries[0]?.queryType ?? '';
    };
    const kinds = new Set(links.map(([, address]) => kindOf(address)));
    const tried = host.partsTried(links.map(([name]) => name));
    expect(tried.length).toBeGreaterThanOrEqual(3);
    for (const [name, address] of links.filter(([one]) => tried.includes(one))) {
      // The page of the model asks the same: what counts is what is asked once it is left.
      const asked = page.waitForRequest(
        (request) =>
          page.url().includes('/explore') &&
          request.url().includes('/api/ds/query') &&
          (request.postData() ?? '').includes(`"${kindOf(address)}"`)
      );
      await page.goto(address);
      const answer = await (await asked).response();
      expect([name, answer?.status()]).toEqual([name, 200]);
    }
    expect([...kinds].sort()).toEqual([
      'absurd',
      'dataset',
      'distribution',
      'models',
      'performance',
      'pipeline',
      'quality',
      'shadow',
    ]);
  });

  it('every part of a model can be put on a dashboard with the question that it asks', async () => {
    await open('model/fraud?var-datasource=tidemark&from=now-6h&to=now');
    await page.getByRole('link', { name: 'Explore: Jobs' }).waitFor();
    const buttons = page.getByRole('button', { name: /^Add to dashboard: / });
    const namesNow = () => buttons.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
    // Each is there once the host has given it the form.
    const parts = await page.getByRole('link', { name: /^Explore: / }).count();
    const names = await eventually(namesNow, ({ length }) => length >= 10 && length === parts);
    expect(names.length).toBeGreaterThanOrEqual(10);
    const tried = host.partsTried(names);
    expect(tried.length).toBeGreaterThanOrEqual(3);
    for (const name of tried) {
      await page.getByRole('button', { name, exact: true }).click();
      const question = await host.finishAddToDashboard(page);
      expect([name, question]).toEqual([
        name,
        expect.objectContaining({
          queryType: expect.any(String),
          model: 'fraud',
          datasource: expect.objectContaining({ uid: 'tidemark' }),
        }),
      ]);
    }
  });

  it('a model that nobody knows is said to be unknown, with the way to all models', async () => {
    await open('model/nobody');
    await page.getByText('There is no model "nobody" here').waitFor();
    await page.getByRole('link', { name: 'All models' }).click();
    await page.getByText('Card fraud').waitFor();
  });

  it('set up tests itself, and shows how to instrument a service with the bins of a reference', async () => {
    await open('setup');
    await page.getByText(/^3 histograms: model_feature/).waitFor();
    await page.getByText(/^Lines of 2 models/).waitFor();
    await page.getByRole('radio', { name: 'Go' }).click();
    await page.getByText('"amount": {1, 2, 4, 6, 10').waitFor();
    await page.getByRole('combobox', { name: 'Bins of' }).click();
    await page.getByRole('option', { name: 'no reference' }).click();
    // Both stand in the address: who is sent it sees the same.
    await page.getByText('"amount": {1, 2, 5, 10').waitFor();
    await page.reload();
    await page.getByText('"amount": {1, 2, 5, 10').waitFor();
    await page.getByRole('radio', { name: 'Go', checked: true }).waitFor({ state: 'attached' });
    expect(tab.complaints).toEqual([]);
  });

  it('a model that was found is defined in three clicks, with its features and its owner', async () => {
    const { models } = (await source.read()) as { models: ReadonlyArray<{ readonly id: string }> };
    await source.change({ models: models.filter(({ id }) => id !== 'fraud') });
    await open('setup?var-datasource=tidemark');
    await page.getByRole('button', { name: 'Define fraud' }).click();
    await page.getByText(/^1\d features were found: .*payment_method/).waitFor();
    await page.getByRole('button', { name: 'Save the model' }).click();
    await page.getByText('Every model that the labels name is defined.').waitFor();
    const after = (await source.read()) as { models: readonly unknown[] };
    expect(after.models).toContainEqual(
      expect.objectContaining({
        id: 'fraud',
        reference: { kind: 'offset', offset: '7d' },
        features: expect.arrayContaining([{ name: 'payment_method', kind: 'categorical' }]),
      })
    );
    await open('model/fraud?var-datasource=tidemark&from=now-6h&to=now');
    await page.getByText('defined in Tidemark').waitFor();
  });

  it('a profile is exported as the YAML of a provisioning file', async () => {
    await open('references?var-datasource=tidemark');
    await page.getByRole('button', { name: 'Export train' }).click();
    const yaml = await page
      .getByRole('dialog')
      .getByLabel('Put this below jsonData in the provisioning file')
      .innerText();
    const { profiles } = load(yaml) as { profiles: readonly unknown[] };
    const stored = (await source.read()) as { profiles: readonly unknown[] };
    expect(profiles).toEqual([stored.profiles[0]]);
  });

  it('which two profiles are compared stands in the address, with the score of each feature in table and picture', async () => {
    const { profiles = [] } = (await source.read()) as { profiles?: ReadonlyArray<{ readonly name: string }> };
    const others = ['spring', 'autumn'].map((name) => ({ ...profiles[0], name }));
    await source.change({ profiles: [...profiles, ...others] });
    await open('references?var-datasource=tidemark');
    await page.getByText('train (reference) and spring (current)').waitFor();
    await page.getByRole('combobox', { name: 'To', exact: true }).click();
    await page.getByRole('option', { name: 'autumn' }).click();
    await page.getByText('train (reference) and autumn (current)').waitFor();
    await page.reload();
    await page.getByText('train (reference) and autumn (current)').waitFor();
    await page.getByLabel('Bins of amount').waitFor();
    await page.getByRole('note', { name: 'Scores of amount' }).getByText('PSI').waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('a profile is deleted once that is confirmed, and not one that a model is compared with', async () => {
    const { profiles = [] } = (await source.read()) as { profiles?: ReadonlyArray<{ readonly name: string }> };
    await source.change({ profiles: [...profiles, { ...profiles[0], name: 'old' }] });
    await open('references?var-datasource=tidemark');
    const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
    await row('train').getByRole('button', { name: 'Make default' }).click();
    await row('train').getByText('Default of its model').waitFor();
    await page.getByRole('button', { name: 'Delete train' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Delete old' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await row('old').waitFor({ state: 'detached' });
    const after = (await source.read()) as { profiles: ReadonlyArray<{ readonly name: string }> };
    expect(after.profiles.map(({ name }) => name)).toEqual(profiles.map(({ name }) => name));
    expect(tab.complaints).toEqual([]);
  });

  it('a profile is made of a CSV file in the browser, stored, and becomes the default of its model', async () => {
    await open('references?var-datasource=tidemark');
    const lines = Array.from({ length: 5000 }, (_, i) => `${(i * 7) % 1000},${i % 3 === 0 ? 'DE' : 'FR'},id-${i}`);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.postData() ?? ''));
    await page.locator('input[type=file]').setInputFiles({
      name: 'season.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`amount,country,customer\n${lines.join('\n')}\n`),
    });
    await page.getByText('5,000 rows, 2 features: amount, country').waitFor();
    await page.getByText(/Left out.*customer/).waitFor();
    await page.getByRole('button', { name: 'Store the profile' }).click();
    await page.getByText('The profile season is stored').waitFor();
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'season' }) });
    await row.getByRole('button', { name: 'Make default' }).click();
    await row.getByText('Default of its model').waitFor();
    // Only edges and counts have left the browser.
    expect(sent.join('')).not.toContain('id-4999');
    expect(tab.complaints).toEqual([]);
  });

  it('the rules that ask Tidemark are listed, and one that was not evaluated yet is not called normal', async () => {
    await open('alerts');
    const rule = page.getByRole('listitem').filter({ hasText: 'fraud: feature drift' });
    await rule.getByText('owner=risk').waitFor();
    await rule.getByText(host.evaluates ? /Normal|Pending|Firing|Waiting/ : 'Waiting').waitFor();
  });

  it('a team is added in a form, and who is on for what follows from it', async () => {
    await open('teams?var-datasource=tidemark');
    await page.getByText('Every concern of every model goes to one team.').waitFor();
    await page.getByRole('button', { name: 'Add a team' }).click();
    const form = page.getByRole('dialog', { name: 'Add a team' });
    await form.getByRole('textbox', { name: 'Name' }).fill('Second platform');
    await form.getByText('Models name it as second-platform').waitFor();
    await form.getByText('Pipeline', { exact: true }).click();
    await form.getByRole('button', { name: 'Save the team' }).click();
    // Two platforms could now be told of jobs, which the page says instead of choosing one.
    await page.getByText('Some alerts would reach nobody, or could reach two').waitFor();
    await page.getByRole('cell', { name: 'Two teams' }).first().waitFor();
    expect(await source.read()).toMatchObject({
      teams: expect.arrayContaining([{ id: 'second-platform', title: 'Second platform', concerns: ['pipeline'] }]),
    });
    expect(tab.complaints).toEqual([]);
  });

  it('the teams say which concerns and which models are theirs', async () => {
    await open('teams');
    const team = page.getByRole('listitem').filter({ hasText: 'Logistics ML' });
    await team.getByRole('link', { name: 'Parcel delivery time' }).click();
    await page.waitForURL(/\/model\/parcel_eta/);
  });

  it('a file is read beside the page, which a worker does', async () => {
    await open('references?var-datasource=tidemark');
    const started = page.waitForEvent('worker');
    await page.locator('input[type=file]').setInputFiles({
      name: 'season.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`amount\n${Array.from({ length: 2_000 }, (_, i) => i).join('\n')}\n`),
    });
    const worker = await started;
    await page.getByText('2,000 rows, 1 features: amount').waitFor();
    // What was read by the page would have needed the reader there.
    expect(worker.url()).toContain('/public/plugins/tidemark-drift-app/');
    expect(tab.complaints).toEqual([]);
  });
});
