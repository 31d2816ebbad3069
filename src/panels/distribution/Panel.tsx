import { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { LoadingState, type GrafanaTheme2, type PanelProps } from '@grafana/data';
import { Button, ErrorBoundary, Icon, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { FeatureCard } from './FeatureCard';
import { GAP, gridOf } from './grid';
import { Legend, legendHeight } from './Legend';
import { Message } from '../shared/Message';
import { parseOptions, type DistributionOptions } from './options';
import { toViewModel } from './toViewModel';

type Props = Pick<PanelProps<DistributionOptions>, 'data' | 'options' | 'width' | 'height'>;

/** Below this height the charts need all of it. */
const LEAST_FOR_LEGEND = 150;
const NOTICE_HEIGHT = 22;
const MORE_HEIGHT = 36;

export function Panel(props: Props) {
  return (
    <ErrorBoundary boundaryName="tidemark-distribution-panel" dependencies={[props.data, props.options]}>
      {({ error }) =>
        error ? (
          <Message
            tone="error"
            title="The distributions cannot be drawn"
            text="That is a defect of the panel. Its data is safe: see Inspect → Data in the panel's menu. Please report it with that data."
          />
        ) : (
          <Distributions {...props} />
        )
      }
    </ErrorBoundary>
  );
}

function Distributions({ data, options: stored, width, height }: Props) {
  const styles = useStyles2(getStyles);
  const { options, dropped } = useMemo(() => parseOptions(stored), [stored]);
  const view = useMemo(() => toViewModel(data.series, options), [data.series, options]);
  const [pages, setPages] = useState(1);

  if (view.state === 'message') {
    if (data.state === LoadingState.Loading || data.state === LoadingState.NotStarted) {
      return (
        <div className={styles.loading} role="status">
          <LoadingPlaceholder text="Reading distributions" />
        </div>
      );
    }
    return data.state === LoadingState.Error ? (
      <Message tone="error" title="The query failed" text={errorText(data)} />
    ) : (
      <Message {...view} />
    );
  }

  const failed = data.state === LoadingState.Error ? [`A query failed: ${errorText(data)}`] : [];
  const notices = [...failed, ...dropped, ...view.notices];
  const shown = view.features.slice(0, options.maxFeatures * pages);
  const hidden = view.features.length - shown.length;
  const showsLegend = height >= LEAST_FOR_LEGEND;
  const room =
    height - notices.length * NOTICE_HEIGHT - (showsLegend ? legendHeight(width) : 0) - (hidden > 0 ? MORE_HEIGHT : 0);
  const { columns, cardWidth, cardHeight } = gridOf(width, room, shown.length);

  return (
    <div className={styles.panel} style={{ width, height }}>
      {notices.map((notice) => (
        <div key={notice} className={styles.notice} role="status" title={notice}>
          <Icon name="info-circle" size="sm" /> {notice}
        </div>
      ))}
      {showsLegend && (
        <Legend
          referenceText={view.referenceText}
          verdicts={view.verdicts}
          width={width}
          showsMarks={shown.some(({ bins }) => bins.some(({ cause }) => cause))}
        />
      )}
      <div className={styles.scroll}>
        <ul
          className={styles.grid}
          aria-label="Features"
          style={{ gridTemplateColumns: `repeat(${columns}, ${cardWidth}px)` }}
        >
          {shown.map((feature) => (
            <FeatureCard key={feature.key} feature={feature} options={options} width={cardWidth} height={cardHeight} />
          ))}
        </ul>
        {hidden > 0 && (
          <div className={styles.more}>
            <span>{`and ${hidden} more ${hidden === 1 ? 'feature' : 'features'}`}</span>
            <Button size="sm" variant="secondary" fill="text" onClick={() => setPages(pages + 1)}>
              {`Show ${Math.min(hidden, options.maxFeatures)} more`}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function errorText({ errors = [] }: Props['data']): string {
  const messages = new Set(errors.flatMap(({ message }) => message ?? []));
  return messages.size === 0
    ? 'Grafana gives no reason. See Inspect → Query in the panel’s menu.'
    : [...messages].join(' ');
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({ display: 'flex', flexDirection: 'column', position: 'relative' }),
  scroll: css({ flex: 1, minHeight: 0, overflow: 'hidden auto' }),
  grid: css({ display: 'grid', gap: GAP, margin: 0, padding: 0 }),
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
