import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { ABSURD_PANEL_ID } from '../../model/ids';
import { partsPanel, type ContentProps } from '../shared/partsPanel';
import { RowsTable } from '../shared/RowsTable';
import { Section } from '../shared/Section';
import { TimeCharts } from '../shared/TimeCharts';
import { t } from '../shared/translate';
import { Budget } from './Budget';
import { parseOptions, sectionTitles } from './options';
import { Rate } from './Rate';
import { Reliability } from './Reliability';
import { Rows } from './Rows';
import { Segments } from './Segments';
import { toViewModel, type AbsurdView } from './toViewModel';

export const Panel = partsPanel({
  panelId: ABSURD_PANEL_ID,
  words: () => ({
    defect: t('absurd.defect', 'The absurd outputs cannot be drawn'),
    loading: t('absurd.loading', 'Looking for absurd outputs'),
  }),
  parseOptions,
  toViewModel,
  Content,
});

const GAP = 32;
const LEAST_COLUMN = 420;

function Content({ view, width, pageSize, ...times }: ContentProps<AbsurdView>) {
  const styles = useStyles2(getStyles);
  const titles = sectionTitles();
  const { sections, rate, budget, reliability, rules, repeats, rows } = view;
  const alone = sections.size === 1;
  const isTwo = sections.has('budget') && sections.has('reliability') && width >= 2 * LEAST_COLUMN + GAP;
  const half = isTwo ? (width - GAP) / 2 : width;
  return (
    <div
      className={styles.grid}
      style={{ gridTemplateColumns: isTwo ? 'repeat(2, minmax(0, 1fr))' : 'minmax(0, 1fr)' }}
    >
      {sections.has('verdict') && rate !== undefined && <Rate view={rate} width={width} />}
      {sections.has('budget') && budget !== undefined && (
        <Section alone={alone} title={titles.budget}>
          <Budget budget={budget} />
        </Section>
      )}
      {sections.has('reliability') && reliability !== undefined && (
        <Section
          alone={alone}
          title={titles.reliability}
          hint={t(
            'absurd.reliability-hint',
            'On the dashed line confidence is as good as its word. Blue: now. Grey squares: the reference.'
          )}
        >
          <Reliability view={reliability} width={half} />
        </Section>
      )}
      {sections.has('over_time') && (
        <Section alone={alone} title={titles.over_time} wide>
          <TimeCharts charts={view.overTime} width={width} {...times} />
        </Section>
      )}
      {sections.has('segments') && (
        <Section alone={alone} title={titles.segments} wide>
          <Segments segments={view.segments} width={width} />
        </Section>
      )}
      {sections.has('rules') && rules !== undefined && (
        <Section alone={alone} title={titles.rules} wide>
          <RowsTable frame={rules} pageSize={pageSize} />
        </Section>
      )}
      {sections.has('repeats') && repeats !== undefined && (
        <Section
          alone={alone}
          title={titles.repeats}
          hint={t(
            'absurd.repeats-hint',
            'Inputs that came out absurd more than once, and how often they were seen at all.'
          )}
          wide
        >
          <RowsTable frame={repeats} pageSize={pageSize} />
        </Section>
      )}
      {sections.has('rows') && rows !== undefined && (
        <Section alone={alone} title={titles.rows} wide>
          <Rows frame={rows.frame} choices={rows.choices} pageSize={pageSize} />
        </Section>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({ display: 'grid', gap: theme.spacing(3, 4), paddingBottom: theme.spacing(1) }),
});
