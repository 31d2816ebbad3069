import { memo, useMemo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2, PanelProps } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { Guard } from '../shared/Guard';
import { PanelFrame } from '../shared/PanelFrame';
import { RowsTable } from '../shared/RowsTable';
import { Section } from '../shared/Section';
import { TimeCharts } from '../shared/TimeCharts';
import { t } from '../shared/translate';
import { Budget } from './Budget';
import { parseOptions, sectionTitles, type AbsurdOptions } from './options';
import { Rate } from './Rate';
import { Reliability } from './Reliability';
import { Rows } from './Rows';
import { Segments } from './Segments';
import { toViewModel, type AbsurdView } from './toViewModel';

type Props = Pick<
  PanelProps<AbsurdOptions>,
  'data' | 'options' | 'width' | 'height' | 'timeRange' | 'timeZone' | 'onChangeTimeRange'
>;

export function Panel(props: Props) {
  return (
    <Guard
      panelId="tidemark-absurd-panel"
      title={t('absurd.defect', 'The absurd outputs cannot be drawn')}
      dependencies={[props.data, props.options]}
    >
      <Absurd {...props} />
    </Guard>
  );
}

function Absurd({ data, options: stored, width, height, ...times }: Props) {
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
      loading={t('absurd.loading', 'Looking for absurd outputs')}
    >
      {ready !== undefined && <Content view={ready} width={width} pageSize={options.pageSize} {...times} />}
    </PanelFrame>
  );
}

interface ContentProps extends Pick<Props, 'timeRange' | 'timeZone' | 'onChangeTimeRange'> {
  readonly view: AbsurdView;
  readonly width: number;
  readonly pageSize: number;
}

/** The scroll bar of the panel, which takes room from its content. */
const SCROLL_BAR = 16;
const GAP = 32;
const LEAST_COLUMN = 420;

/** Drawn anew only where the answer, the options or the room have changed. */
const Content = memo(function Content({ view, width, pageSize, ...times }: ContentProps) {
  const styles = useStyles2(getStyles);
  const titles = sectionTitles();
  const { sections, rate, budget, reliability, rules, repeats, rows } = view;
  const inner = width - SCROLL_BAR;
  const alone = sections.size === 1;
  const isTwo = sections.has('budget') && sections.has('reliability') && inner >= 2 * LEAST_COLUMN + GAP;
  const half = isTwo ? (inner - GAP) / 2 : inner;
  return (
    <div
      className={styles.grid}
      style={{ gridTemplateColumns: isTwo ? 'repeat(2, minmax(0, 1fr))' : 'minmax(0, 1fr)' }}
    >
      {sections.has('verdict') && rate !== undefined && <Rate view={rate} width={inner} />}
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
          <TimeCharts charts={view.overTime} width={inner} {...times} />
        </Section>
      )}
      {sections.has('segments') && (
        <Section alone={alone} title={titles.segments} wide>
          <Segments segments={view.segments} width={inner} />
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
});

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({ display: 'grid', gap: theme.spacing(3, 4), paddingBottom: theme.spacing(1) }),
});
