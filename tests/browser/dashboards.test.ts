import { seriousFindings } from '../lib/axe';
import { cutAt, DASHBOARDS, lookOver, PANEL_CONTENT } from '../lib/dashboards';
import { CHROMIUM } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { PREVIEW } from './hosts';
import { openTab } from './tab';

/** Of a telephone, or of half a screen. */
const NARROW = 700;

describeWith(CHROMIUM, 'the bundled dashboards in the preview', () => {
  const tab = openTab({ name: 'dashboards', viewport: { width: 1400, height: 2000 } });

  it.each(DASHBOARDS)(
    '$file shows data in every panel, with no variable to set, no word cut off, wide or narrow, and nothing serious for axe',
    async (dashboard) => {
      await tab.page.setViewportSize({ width: 1400, height: dashboard.height });
      await tab.page.goto(`${tab.url}${dashboard.path}?theme=${PREVIEW.dashboardTheme}`);
      const { titles, troubled, cut } = await lookOver(tab.page, dashboard);
      expect(troubled).toEqual([]);
      expect([...titles].sort()).toEqual([...dashboard.titles].sort());
      expect(cut).toEqual([]);
      await tab.settle();
      expect(await seriousFindings(tab.page, PANEL_CONTENT)).toEqual([]);
      expect(await cutAt(tab.page, NARROW)).toEqual([]);
      expect(tab.complaints).toEqual([]);
    }
  );
});
