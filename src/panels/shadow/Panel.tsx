import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { SHADOW_PANEL_ID } from '../../model/ids';
import { SHADOW_ROW_FIELDS } from '../../model/shadowFrames';
import { partsPanel, type ContentProps } from '../shared/partsPanel';
import { RowsTable } from '../shared/RowsTable';
import { Section } from '../shared/Section';
import { TimeCharts } from '../shared/TimeCharts';
import { t } from '../shared/translate';
import { FlipMatrix } from './FlipMatrix';
import { MetricsTable } from './MetricsTable';
import { parseOptions, sectionTitles } from './options';
import { Outputs } from './Outputs';
import { Segments } from './Segments';
import { toViewModel, type ShadowView } from './toViewModel';
import { Verdict } from './Verdict';

export const Panel = partsPanel({
  panelId: SHADOW_PANEL_ID,
  words: () => ({
    defect: t('shadow.defect', 'The comparison cannot be drawn'),
    loading: t('shadow.loading', 'Comparing shadow and live'),
  }),
  parseOptions,
  toViewModel,
  Content,
});

const LAST = [
  SHADOW_ROW_FIELDS.liveConfidence,
  SHADOW_ROW_FIELDS.shadowConfidence,
  SHADOW_ROW_FIELDS.livePredictionId,
  SHADOW_ROW_FIELDS.shadowPredictionId,
  SHADOW_ROW_FIELDS.liveVersion,
  SHADOW_ROW_FIELDS.shadowVersion,
  SHADOW_ROW_FIELDS.liveLatencyMs,
  SHADOW_ROW_FIELDS.shadowLatencyMs,
];

function Content({ view, width, pageSize, ...times }: ContentProps<ShadowView>) {
  const styles = useStyles2(getStyles);
  const titles = sectionTitles();
  const { sections, verdict, flips, rows } = view;
  const alone = sections.size === 1;
  return (
    <div className={styles.grid}>
      {sections.has('verdict') && verdict !== undefined && <Verdict verdict={verdict} />}
      {sections.has('agreement') && flips !== undefined && (
        <Section alone={alone} title={titles.agreement}>
          <FlipMatrix flips={flips} />
        </Section>
      )}
      {sections.has('outputs') && (
        <Section alone={alone} title={titles.outputs}>
          <Outputs outputs={view.outputs} />
        </Section>
      )}
      {sections.has('metrics') && (
        <Section alone={alone} title={titles.metrics} wide>
          <MetricsTable label={titles.metrics} metrics={view.metrics} margin={view.margin} width={width} />
        </Section>
      )}
      {sections.has('latency') && (
        <Section alone={alone} title={titles.latency} wide>
          <MetricsTable label={titles.latency} metrics={view.latency} margin={undefined} width={width} />
        </Section>
      )}
      {sections.has('segments') && view.segments !== undefined && (
        <Section alone={alone} title={titles.segments} wide>
          <Segments view={view.segments} width={width} />
        </Section>
      )}
      {sections.has('over_time') && (
        <Section alone={alone} title={titles.over_time} wide>
          <TimeCharts charts={view.overTime} width={width} {...times} />
        </Section>
      )}
      {sections.has('rows') && rows !== undefined && (
        <Section alone={alone} title={titles.rows} wide>
          {rows.length === 0 ? (
            <p className={styles.none}>
              {t('shadow.no-rows', 'There is no request on which they disagree, or nothing is paired.')}
            </p>
          ) : (
            <RowsTable frame={rows} pageSize={pageSize} last={LAST} linked={SHADOW_ROW_FIELDS.livePredictionId} />
          )}
        </Section>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'grid',
    gap: theme.spacing(3, 4),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(420px, 100%), 1fr))',
    paddingBottom: theme.spacing(1),
  }),
  none: css({ color: theme.colors.text.secondary }),
});
