import { memo, useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { LoadingState, type GrafanaTheme2, type PanelProps } from '@grafana/data';
import { Button, Icon, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { failureOf } from '../shared/failure';
import { Guard } from '../shared/Guard';
import { Message } from '../shared/Message';
import { plural, t } from '../shared/translate';
import { Controls, CONTROLS_HEIGHT } from './Controls';
import { FeatureGrid } from './FeatureGrid';
import type { FeatureView } from './featureView';
import { Legend, legendHeight } from './Legend';
import { parseOptions, type DistributionOptions, type View } from './options';
import { viewModelMaker, type FeaturesView } from './toViewModel';
import { useFeatureVariable } from './useFeatureVariable';

type Props = Pick<PanelProps<DistributionOptions>, 'data' | 'options' | 'width' | 'height' | 'timeZone'>;

/** Below this height the charts need all of it. */
const LEAST_FOR_LEGEND = 150;
const LEAST_FOR_CONTROLS = 240;
/** From so many features on, a field to find one is worth its room. */
const MANY = 13;
const NOTICE_HEIGHT = 22;
const MORE_HEIGHT = 36;

export function Panel(props: Props) {
  return (
    <Guard
      panelId="tidemark-distribution-panel"
      title={t('distributions.defect', 'The distributions cannot be drawn')}
      dependencies={[props.data, props.options]}
    >
      <Distributions {...props} />
    </Guard>
  );
}

/** Grafana draws a panel again whenever anything about its query moves; nothing is drawn again unless it is to be seen. */
const Distributions = memo(
  function Distributions({ data, options: stored, width, height, timeZone }: Props) {
    const styles = useStyles2(getStyles);
    const { options, dropped } = useMemo(() => parseOptions(stored), [stored]);
    const [toView] = useState(viewModelMaker);
    const view = useMemo(() => toView(data.series, options), [toView, data.series, options]);

    if (view.state === 'message') {
      if (data.state === LoadingState.Loading || data.state === LoadingState.NotStarted) {
        return (
          <div className={styles.loading} role="status">
            <LoadingPlaceholder text={t('distributions.loading', 'Reading distributions')} />
          </div>
        );
      }
      return data.state === LoadingState.Error ? <Message tone="error" {...failureOf(data)} /> : <Message {...view} />;
    }
    const failed =
      data.state === LoadingState.Error
        ? [t('panel.some-failed', 'A query failed: {{reason}}', { reason: failureOf(data).text })]
        : [];
    return (
      <Features
        view={view}
        options={options}
        notices={[...failed, ...dropped, ...view.notices]}
        width={width}
        height={height}
        timeZone={timeZone}
      />
    );
  },
  (before, after) =>
    before.data.series === after.data.series &&
    before.data.state === after.data.state &&
    before.data.errors === after.data.errors &&
    before.options === after.options &&
    before.width === after.width &&
    before.height === after.height &&
    before.timeZone === after.timeZone
);

interface FeaturesProps extends Pick<Props, 'width' | 'height' | 'timeZone'> {
  readonly view: FeaturesView;
  readonly options: DistributionOptions;
  readonly notices: readonly string[];
}

function Features({ view, options, notices: said, width, height, timeZone }: FeaturesProps) {
  const styles = useStyles2(getStyles);
  // What somebody chose here holds until the options say something else.
  const [chosen, setChosen] = useState<{ readonly of: View; readonly view: View }>();
  const drawn = chosen?.of === options.view ? chosen.view : options.view;
  const [search, setSearch] = useState('');
  const [showsAll, setShowsAll] = useState(false);
  const variable = useFeatureVariable(options.variable);

  const searched = options.showControls && height >= LEAST_FOR_CONTROLS && view.features.length >= MANY;
  const found = searched ? matching(view.features, search) : view.features;
  const shown = options.limit === null || showsAll ? found : found.slice(0, options.limit);
  const hidden = found.length - shown.length;
  const showsControls = options.showControls && height >= LEAST_FOR_CONTROLS;
  const showsLegend = height >= LEAST_FOR_LEGEND;
  const withoutOrder = drawn === 'cumulative' && shown.some(({ kind }) => kind === 'categorical');
  const notices = withoutOrder
    ? [...said, t('notice.no-order', 'Categories have no order, so they are drawn as overlay.')]
    : said;
  const room =
    height -
    notices.length * NOTICE_HEIGHT -
    (showsControls ? CONTROLS_HEIGHT : 0) -
    (showsLegend ? legendHeight(width) : 0) -
    (hidden > 0 ? MORE_HEIGHT : 0);
  const noWindows = drawn === 'time' && shown.length > 0 && shown.every(({ overTime }) => overTime === undefined);

  return (
    <div className={styles.panel} style={{ width, height }}>
      {notices.map((notice) => (
        <div key={notice} className={styles.notice} role="status" title={notice}>
          <Icon name="info-circle" size="sm" /> {notice}
        </div>
      ))}
      {showsControls && (
        <Controls
          view={drawn}
          onView={(next) => setChosen({ of: options.view, view: next })}
          search={searched ? search : undefined}
          onSearch={setSearch}
          width={width}
        />
      )}
      {showsLegend && (
        <Legend
          view={drawn}
          referenceText={view.referenceText}
          verdicts={view.verdicts}
          width={width}
          showsMarks={drawn !== 'time' && shown.some(({ marked }) => marked)}
        />
      )}
      {noWindows ? (
        <Message
          tone="info"
          title={t('message.no-windows', 'The query answers nothing over time')}
          text={t(
            'message.no-windows-text',
            'In the query, add the frame “over_time”; or choose another view of the distributions.'
          )}
        />
      ) : shown.length === 0 ? (
        <Message
          tone="info"
          title={t('message.none-found', 'No feature has “{{search}}” in its name', { search })}
          text={t('message.none-found-text', 'Look for a part of a name, or of a group.')}
        />
      ) : (
        <FeatureGrid
          features={shown}
          view={drawn}
          options={options}
          timeZone={timeZone}
          variable={variable}
          width={width}
          height={Math.max(room, 0)}
        />
      )}
      {hidden > 0 && (
        <div className={styles.more}>
          <span>
            {plural('distributions.more', hidden, {
              one: 'and {{count}} more feature',
              other: 'and {{count}} more features',
            })}
          </span>
          <Button size="sm" variant="secondary" fill="text" onClick={() => setShowsAll(true)}>
            {t('distributions.show-all', 'Show all')}
          </Button>
        </div>
      )}
    </div>
  );
}

function matching(features: readonly FeatureView[], search: string): readonly FeatureView[] {
  const wanted = search.trim().toLowerCase();
  return wanted === ''
    ? features
    : features.filter(({ name, tags }) => [name, ...tags].some((text) => text.toLowerCase().includes(wanted)));
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({ display: 'flex', flexDirection: 'column', position: 'relative' }),
  notice: css({
    ...theme.typography.bodySmall,
    height: NOTICE_HEIGHT,
    flexShrink: 0,
    color: theme.colors.text.secondary,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  more: css({
    ...theme.typography.bodySmall,
    height: MORE_HEIGHT,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    gap: theme.spacing(1),
    color: theme.colors.text.secondary,
  }),
  loading: css({ height: '100%', display: 'flex', alignItems: 'center', justifyContent: 'center' }),
});
