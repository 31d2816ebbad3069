import { CHROMIUM, LOKI } from '../lib/requirements';
import { DISAGREED, IMPOSSIBLE, LOGGED_MODEL, startRowsLog } from '../lib/rowsLog';
import { describeWith } from '../lib/skip';
import type { RunningLoki } from '../../scripts/lib/loki';
import { provision, startPreview } from './preview';
import { openTab } from './tab';

const TYPE = 'tidemark-drift-datasource';
const IN_GRAFANA = 'by-uid';
const BY_URL = 'by-url';

describeWith([CHROMIUM, LOKI], 'rows in the preview, on a real Loki', () => {
  let loki: RunningLoki;
  const tab = openTab({
    name: 'log links',
    viewport: { width: 1500, height: 1800 },
    start: async () => {
      loki = await startRowsLog();
      const source = (uid: string, log: object) => ({
        name: uid,
        uid,
        type: TYPE,
        jsonData: { prometheus: { sample: true }, loki: log, models: [LOGGED_MODEL] },
        secureJsonData: { grafanaToken: 'not asked for here' },
      });
      const datasources = [
        { name: 'Log', uid: 'log', type: 'loki', access: 'proxy', url: loki.url },
        source(IN_GRAFANA, { datasourceUid: 'log' }),
        source(BY_URL, { url: loki.url }),
      ];
      const { folder, remove } = provision(JSON.stringify({ apiVersion: 1, datasources }));
      const preview = await startPreview(['--provisioning', folder]);
      return {
        url: preview.url,
        stop: async () => {
          await Promise.all([preview.stop(), loki.stop()]);
          remove();
        },
      };
    },
  });

  const show = (uid: string, query: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const queries = [{ refId: 'A', model: LOGGED_MODEL.id, frames: ['rows'], ...query }];
    const panes = { a: { datasource: uid, queries, range: { from: 'now-1h', to: 'now' } } };
    return tab.page.goto(`${tab.url}/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify(panes))}`);
  };

  /** What a link asks, of whom, and the lines that its answer has. */
  async function follow(name: string) {
    const href = await tab.page.getByRole('link', { name, exact: true }).first().getAttribute('href');
    const address = new URL(href ?? '', tab.url);
    const panes = JSON.parse(address.searchParams.get('panes') ?? address.searchParams.get('left') ?? '{}') as object;
    const [pane] = 'queries' in panes ? [panes] : Object.values(panes);
    const { datasource, queries } = pane as { datasource: string; queries: ReadonlyArray<{ readonly expr: string }> };
    const asked = new URLSearchParams({ query: queries[0]?.expr ?? '', since: '1h' });
    const answer = await fetch(`${loki.url}/loki/api/v1/query_range?${asked}`);
    const { data } = (await answer.json()) as {
      data: { result: ReadonlyArray<{ values: ReadonlyArray<[string, string]> }> };
    };
    return { datasource, lines: data.result.flatMap(({ values }) => values.map(([, line]) => line)) };
  }

  it('an absurd output links to the one line that tells of it', async () => {
    await show(IN_GRAFANA, { queryType: 'absurd', features: ['amount'] });
    const { datasource, lines } = await follow(IMPOSSIBLE);
    expect(datasource).toBe('log');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ prediction_id: IMPOSSIBLE, features: expect.objectContaining({ amount: -5 }) }),
    ]);
    expect(tab.complaints).toEqual([]);
  });

  it('a disagreement links to the two lines of its request, of live and of the shadow', async () => {
    await show(IN_GRAFANA, { queryType: 'shadow' });
    const { datasource, lines } = await follow(DISAGREED);
    expect(datasource).toBe('log');
    const said = lines.map((line) => (JSON.parse(line) as { readonly prediction: string }).prediction);
    expect([...said].sort()).toEqual(['fraud', 'legit']);
    expect(tab.complaints).toEqual([]);
  });

  it.each(['absurd', 'shadow'])(
    'rows of the kind %s say what to set for links, where the log is none of Grafana',
    async (queryType) => {
      await show(BY_URL, { queryType });
      await tab.page
        .getByText(/Rows have no link to their log lines here\. .*loki\.datasourceUid in place of loki\.url/)
        .waitFor();
      await tab.settle();
      expect(await tab.page.getByRole('link', { name: IMPOSSIBLE, exact: true }).count()).toBe(0);
    }
  );
});
