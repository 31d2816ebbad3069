import { openTab, PATIENCE } from '../browser/tab';
import { DASHBOARDS, lookOver } from '../lib/dashboards';
import { CHROMIUM } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { GRAFANA, installedGrafana } from './installed';
import { setStage } from './setup';

describeWith([GRAFANA, CHROMIUM], 'the bundled dashboards in a real Grafana', () => {
  const tab = openTab({
    name: 'grafana dashboards',
    viewport: { width: 1400, height: 2000 },
    start: async () => {
      const { grafana, close } = await setStage(installedGrafana());
      return { url: grafana.url, stop: close };
    },
  });

  it.each(DASHBOARDS)(
    '$file shows data in every panel, without an error, a variable to set or a word cut off',
    async (dashboard) => {
      await tab.page.setViewportSize({ width: 1400, height: dashboard.height });
      await tab.page.goto(`${tab.url}${dashboard.path}`);
      const { titles, troubled, cut } = await lookOver(tab.page, dashboard, PATIENCE);
      expect(troubled).toEqual([]);
      expect([...titles].sort()).toEqual([...dashboard.titles].sort());
      expect(cut).toEqual([]);
    }
  );
});
