import { DASHBOARDS, lookOver } from '../lib/dashboards';
import { CHROMIUM } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { openTab, PATIENCE } from './tab';

describeWith(CHROMIUM, 'the bundled dashboards in the preview', () => {
  const tab = openTab({ name: 'dashboards', viewport: { width: 1400, height: 2000 } });

  it.each(DASHBOARDS)(
    '$file shows data in every panel, without an error, a variable to set or a word cut off',
    async (dashboard) => {
      await tab.page.setViewportSize({ width: 1400, height: dashboard.height });
      await tab.page.goto(`${tab.url}${dashboard.path}`);
      const { titles, troubled, cut } = await lookOver(tab.page, dashboard, PATIENCE);
      expect(troubled).toEqual([]);
      expect([...titles].sort()).toEqual([...dashboard.titles].sort());
      expect(cut).toEqual([]);
      expect(tab.complaints).toEqual([]);
    }
  );
});
