import type { Page } from 'playwright-core';
import { comesTo, eventually } from '../lib/eventually';
import { CHROMIUM } from '../lib/requirements';
import { chooseQuestion } from '../lib/question';
import { describeWith } from '../lib/skip';
import { describeOnHosts } from './hosts';
import { openTab, type Tab } from './tab';

/** Lines of the console that the browser itself writes for an answer that a test provoked. */
const isAnswer = (line: string): boolean => /Failed to load resource: .* status of 4\d\d/.test(line);

/** Opens Explore with one question about a model of the sample. */
function explore({ page, url }: Tab, query: Readonly<Record<string, unknown>>): Promise<unknown> {
  const datasource = { uid: 'tidemark', type: 'tidemark-drift-datasource' };
  const panes = {
    tidemark: {
      datasource: datasource.uid,
      queries: [{ refId: 'A', datasource, model: 'fraud', reference: { kind: 'offset', offset: '3d' }, ...query }],
      range: { from: 'now-6h', to: 'now' },
    },
  };
  return page.goto(`${url}/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify(panes))}`);
}

describeOnHosts('Explore, a dashboard and the settings', (host) => {
  const tab = openTab({ ...host, name: `pages ${host.name}`, viewport: { width: 1500, height: 1200 } });
  let page: Page;
  beforeEach(() => {
    page = tab.page;
  });
  // What holds for every page: nobody outside this machine is asked.
  afterEach(() => expect(tab.elsewhere.filter(host.isAskedByUs)).toEqual([]));

  const psiOf = async (feature: string): Promise<number> => {
    const row = page.getByRole('row').filter({ has: page.getByRole('gridcell', { name: feature, exact: true }) });
    await row.waitFor();
    const texts = await row.getByRole('gridcell').allInnerTexts();
    const headers = await page.getByRole('columnheader').allInnerTexts();
    return Number(texts[headers.findIndex((header) => header.trim().toLowerCase() === 'psi')]);
  };

  const isLarge = (psi: number): boolean => psi > 0.25;
  const isSmall = (psi: number): boolean => psi < 0.1;

  it('Explore shows the verdicts of the sample, with no complaint in the console', async () => {
    await explore(tab, { queryType: 'drift', format: 'table', scores: ['psi'] });
    await page.getByRole('gridcell', { name: 'amount', exact: true }).waitFor();
    expect(await eventually(() => psiOf('amount'), isLarge)).toBeGreaterThan(0.25);
    expect(await eventually(() => psiOf('customer_age'), isSmall)).toBeLessThan(0.1);
    expect(tab.complaints).toEqual([]);
  });

  it('Explore draws the distribution of every feature with our own panel', async () => {
    await explore(tab, { queryType: 'distribution' });
    for (const feature of ['amount', 'customer_age', 'payment_method']) {
      await page.getByLabel(`Bins of ${feature}`).waitFor();
    }
    const count = await eventually(
      () => page.getByLabel(/^Bins of /).count(),
      (charts) => charts >= 6
    );
    expect(count).toBeGreaterThanOrEqual(6);
    expect(tab.complaints).toEqual([]);
  });

  it('Explore draws drift over time as lines', async () => {
    await explore(tab, { queryType: 'drift_over_time', scores: ['psi'], window: '1h' });
    await page.locator('.uplot canvas').first().waitFor();
    await page.getByText('payment_method', { exact: false }).first().waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it.each([
    ['Whole model', ['summary', 'causes', 'features'], 'payment_method'],
    ['Versions', ['versions'], 'shadow'],
    ['Pipeline', ['summary', 'runs', 'timeline'], 'device_scores'],
  ] as const)('Explore shows each table of an answer under its name when %s is chosen', async (name, tables, cell) => {
    await explore(tab, { queryType: 'drift', format: 'table', scores: ['psi'] });
    await page.getByRole('gridcell', { name: 'amount', exact: true }).waitFor();
    await chooseQuestion(page, name);
    for (const table of tables) {
      await page.getByText(`Table - ${table}`, { exact: true }).first().waitFor();
    }
    await page.getByRole('gridcell', { name: cell, exact: true }).first().waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('Explore shows a shadow against live in our own panel when that is chosen', async () => {
    await explore(tab, { queryType: 'drift', format: 'table', scores: ['psi'] });
    await page.getByRole('gridcell', { name: 'amount', exact: true }).waitFor();
    await chooseQuestion(page, 'Shadow against live');
    await page.getByText('Agreement and flips').first().waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it('Explore draws what runs over time in a graph, and offers a window for it', async () => {
    await explore(tab, { queryType: 'dataset', frames: ['over_time'], window: '2h' });
    await page.locator('.uplot canvas').first().waitFor();
    await page.getByText('Drifted importance').first().waitFor();
    const window = page.getByRole('combobox', { name: /^Window/ });
    expect(
      await eventually(
        () => window.inputValue(),
        (value) => value === '2h'
      )
    ).toBe('2h');
    expect(tab.complaints).toEqual([]);
  });

  it('Explore computes other numbers when the reference is changed in the editor', async () => {
    await explore(tab, { queryType: 'drift', format: 'table', scores: ['psi'] });
    expect(await eventually(() => psiOf('amount'), isLarge)).toBeGreaterThan(0.25);
    await page.getByLabel('How much earlier').click();
    await page.getByLabel('How much earlier').fill('1h');
    await page.keyboard.press('Enter');
    // What is run is the query as the page has it, and not yet what is being typed.
    await page.getByText(/against 1h earlier/).waitFor();
    await page.getByRole('button', { name: 'Run query' }).click();
    expect(await eventually(() => psiOf('amount'), isSmall)).toBeLessThan(0.1);
  });

  it('Explore says in words that a model is not known, and which are', async () => {
    await explore(tab, { queryType: 'drift', format: 'table', model: 'nobody' });
    await page
      .getByText(/No model "nobody".*"fraud"/)
      .last()
      .waitFor();
    expect(tab.complaints.filter((line) => !isAnswer(line))).toEqual([]);
  });

  it('the dashboard follows its variables, and writes them into its address', async () => {
    // High enough that the panel is in sight: one that is not asks nothing.
    await page.setViewportSize({ width: 1500, height: 3200 });
    await page.goto(`${tab.url}/d/tidemark-model-drift?var-feature=amount`);
    await page.getByLabel('Bins of amount').waitFor();
    expect(await comesTo(page.getByLabel(/^Bins of /), 1)).toBe(1);
    await page.waitForURL(/var-model=fraud/);
  });

  it('the settings page saves, tests, and says so', async () => {
    await page.goto(`${tab.url}/connections/datasources/edit/tidemark`);
    await page.getByRole('button', { name: 'Save & test' }).click();
    await page
      .getByText(/Built-in sample .* answered/)
      .first()
      .waitFor();
    expect(tab.complaints).toEqual([]);
  });
});

describeWith(CHROMIUM, 'the preview in a browser', () => {
  const tab = openTab({ name: 'preview', viewport: { width: 1500, height: 1200 } });
  let page: Page;
  beforeEach(() => {
    page = tab.page;
  });
  afterEach(() => expect(tab.elsewhere).toEqual([]));

  /** High enough that every panel is in sight: those that are not are not asked for. */
  const openDashboard = async (search = ''): Promise<void> => {
    await page.setViewportSize({ width: 1500, height: 3200 });
    await page.goto(`${tab.url}/d/tidemark-model-drift${search}`);
  };

  it('says in words that it is a preview and not Grafana', async () => {
    await page.goto(tab.url);
    await page.getByText('This is a preview of Tidemark, and not Grafana.').waitFor();
    await page.waitForURL(/\/explore/);
    await page.goto(`${tab.url}/connections/datasources/edit/tidemark`);
    await page.getByText('Changes live in memory only').waitFor();
  });

  it('Explore shows what was asked of the upstream', async () => {
    await explore(tab, { queryType: 'drift', format: 'table' });
    await page.getByRole('button', { name: 'Query inspector' }).click();
    await page.getByText('increase(model_feature_bucket').first().waitFor();
  });

  it('a narrow screen cuts nothing off, and lets no words run into one another', async () => {
    await page.setViewportSize({ width: 700, height: 1600 });
    const sticksOut = (): Promise<string[]> =>
      page.evaluate(() => {
        const edge = document.querySelector('main')?.getBoundingClientRect().right ?? 0;
        return [...document.querySelectorAll('main :is([role=radiogroup], button, input)')]
          .filter((element) => element.getBoundingClientRect().right > edge)
          .map((element) => element.getAttribute('aria-label') ?? element.textContent ?? '');
      });
    await explore(tab, { queryType: 'distribution' });
    await page.getByLabel('Bins of amount').waitFor();
    const isEmpty = (list: readonly unknown[]): boolean => list.length === 0;
    expect(await eventually(sticksOut, isEmpty)).toEqual([]);
    await tab.settle();
    const legend = page.getByText('Causes of the drift').locator('..');
    const words = await legend.locator(':scope > span').evaluateAll((items) =>
      items.map((item) => {
        const { left, right, top } = item.getBoundingClientRect();
        return { text: item.textContent, left, right, top, cut: item.scrollWidth > item.clientWidth };
      })
    );
    const lines = words.map(({ top }) => words.filter((word) => word.top === top));
    for (const line of lines) {
      line.forEach((word, i) => expect(word.left).toBeGreaterThanOrEqual(line[i - 1]?.right ?? 0));
    }
    expect(words.filter(({ cut }) => cut)).toEqual([]);
    await page.goto(`${tab.url}/connections/datasources/edit/tidemark`);
    await page.getByRole('button', { name: 'Save & test' }).waitFor();
    await tab.settle();
    expect(await eventually(sticksOut, isEmpty)).toEqual([]);
  });

  it('the answer is in sight without scrolling on the screen of a laptop', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(tab.url);
    const row = page.getByRole('gridcell', { name: 'amount', exact: true });
    await row.waitFor();
    const end = async (): Promise<number> => {
      const box = await row.boundingBox();
      return (box?.y ?? Infinity) + (box?.height ?? 0);
    };
    expect(await eventually(end, (y) => y < 900)).toBeLessThan(900);
  });

  it('the keyboard reaches the query editor, and its query can be run from there', async () => {
    await page.goto(tab.url);
    await page.getByRole('gridcell', { name: 'amount', exact: true }).waitFor();
    const visited: string[] = [];
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab');
      visited.push(
        await page.evaluate(() => {
          const element = document.activeElement;
          const inEditor = element?.closest('section[aria-label="Query A"]') !== null;
          return `${inEditor ? 'editor: ' : ''}${element?.getAttribute('aria-label') ?? element?.id ?? ''}`;
        })
      );
    }
    expect(visited.filter((each) => each.startsWith('editor: ')).length).toBeGreaterThan(4);
  });

  it('the dashboard shows every panel, with no error', async () => {
    await openDashboard();
    await page.getByLabel('Bins of amount').waitFor();
    await page.locator('.uplot canvas').first().waitFor();
    await page.getByRole('gridcell', { name: 'payment_method', exact: true }).waitFor();
    await page.getByRole('button', { name: /amount: Warning → Drift/ }).waitFor();
    await tab.settle();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await page.getByText('No data', { exact: true }).count()).toBe(0);
    expect(await page.getByTestId(/Panel status error/).count()).toBe(0);
    expect(tab.complaints).toEqual([]);
  });

  it('the settings page says what is wrong where the test of the data source fails, and which setting to change', async () => {
    await page.goto(`${tab.url}/connections/datasources/edit/tidemark`);
    await page.getByRole('radio', { name: 'Prometheus', exact: true }).click();
    await page.getByRole('textbox', { name: /^URL/ }).fill('http://127.0.0.1:1');
    await page.getByRole('button', { name: 'Save & test' }).click();
    await page
      .getByText(/Prometheus at http:\/\/127\.0\.0\.1:1 refuses the connection: .* prometheus\.url right\?/)
      .waitFor();
    await page.getByRole('radiogroup', { name: 'Metrics' }).getByRole('radio', { name: 'Built-in sample' }).click();
    await page.getByRole('button', { name: 'Save & test' }).click();
    await page
      .getByText(/Built-in sample .* answered/)
      .first()
      .waitFor();
  });

  it.each([
    ['dark', 'rgb(17, 18, 23)'],
    ['light', 'rgb(251, 251, 251)'],
  ])('the theme is %s where the address asks for it, and stays so', async (theme, background) => {
    const color = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await openDashboard(`?theme=${theme}`);
    await page.getByLabel('Bins of amount').waitFor();
    const isWanted = (found: string): boolean => found === background;
    expect(await eventually(color, isWanted)).toBe(background);
    await page.goto(`${tab.url}/connections/datasources`);
    await page.getByRole('heading', { name: 'Data sources' }).waitFor();
    expect(await eventually(color, isWanted)).toBe(background);
  });

  it('an address that the preview does not have says so, and leads back', async () => {
    await page.goto(`${tab.url}/alerting/list`);
    await page.getByText('The preview has no page at /alerting/list').waitFor();
    await page.getByRole('link', { name: 'Explore' }).last().click();
    await page.getByRole('gridcell', { name: 'amount', exact: true }).waitFor();
  });
});
