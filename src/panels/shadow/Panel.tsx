import { memo, useMemo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2, PanelProps } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { SHADOW_ROW_FIELDS } from '../../model/shadowFrames';
import { Guard } from '../shared/Guard';
import { PanelFrame } from '../shared/PanelFrame';
import { RowsTable } from '../shared/RowsTable';
import { Section } from '../shared/Section';
import { TimeCharts } from '../shared/TimeCharts';
import { t } from '../shared/translate';
import { FlipMatrix } from './FlipMatrix';
import { MetricsTable } from './MetricsTable';
import { parseOptions, sectionTitles, type ShadowOptions } from './options';
import { Outputs } from './Outputs';
import { Segments } from './Segments';
import { toViewModel, type ShadowView } from './toViewModel';
import { Verdict } from './Verdict';

type Props = Pick<
  PanelProps<ShadowOptions>,
  'data' | 'options' | 'width' | 'height' | 'timeRange' | 'timeZone' | 'onChangeTimeRange'
>;

export function Panel(props: Props) {
  return (
    <Guard
      panelId="tidemark-shadow-panel"
      title={t('shadow.defect', 'The comparison cannot be drawn')}
      dependencies={[props.data, props.options]}
    >
      <Shadow {...props} />
    </Guard>
  );
}

function Shadow({ data, options: stored, width, height, ...times }: Props) {
  const { options, dropped } = useMemo(() => parseOptions(stored), [stored]);
  const view = useMemo(() => toViewModel(data.series, options), [data.series, options]);
  const ready = view.state === 'ready' ? view : undefined;
  return (
    <PanelFrame
      data={data}
      width={width}
      height={height}
      message={view.state === 'message' ? view : undefined}
      notices={[...dropped, ...(ready?.notices ?? [])]}
      loading={t('shadow.loading', 'Comparing shadow and live')}
    >
      {ready !== undefined && <Content view={ready} width={width} pageSize={options.pageSize} {...times} />}
    </PanelFrame>
  );
}

interface ContentProps extends Pick<Props, 'timeRange' | 'timeZone' | 'onChangeTimeRange'> {
  readonly view: ShadowView;
  readonly width: number;
  readonly pageSize: number;
}

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

/** The scroll bar of the panel, which takes room from its content. */
const SCROLL_BAR = 16;

/** Drawn anew only where the answer, the options or the room have changed. */
const Content = memo(function Content({ view, width, pageSize, ...times }: ContentProps) {
  const styles = useStyles2(getStyles);
  const titles = sectionTitles();
  const { sections, verdict, flips, rows } = view;
  const inner = width - SCROLL_BAR;
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
          <MetricsTable label={titles.metrics} metrics={view.metrics} margin={view.margin} width={inner} />
        </Section>
      )}
      {sections.has('latency') && (
        <Section alone={alone} title={titles.latency} wide>
          <MetricsTable label={titles.latency} metrics={view.latency} margin={undefined} width={inner} />
        </Section>
      )}
      {sections.has('segments') && view.segments !== undefined && (
        <Section alone={alone} title={titles.segments} wide>
          <Segments view={view.segments} width={inner} />
        </Section>
      )}
      {sections.has('over_time') && (
        <Section alone={alone} title={titles.over_time} wide>
          <TimeCharts charts={view.overTime} width={inner} {...times} />
        </Section>
      )}
      {sections.has('rows') && rows !== undefined && (
        <Section alone={alone} title={titles.rows} wide>
          {rows.length === 0 ? (
            <p className={styles.none}>
              {t('shadow.no-rows', 'There is no request on which they disagree, or nothing is paired.')}
            </p>
          ) : (
            <RowsTable frame={rows} pageSize={pageSize} last={LAST} />
          )}
        </Section>
      )}
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'grid',
    gap: theme.spacing(3, 4),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(420px, 100%), 1fr))',
    paddingBottom: theme.spacing(1),
  }),
  none: css({ color: theme.colors.text.secondary }),
});
