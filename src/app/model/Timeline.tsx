import { useState } from 'react';
import { css, cx } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { Button, Icon, useStyles2, type IconName } from '@grafana/ui';
import { partOf, TimeTicks } from '../frame/TimeAxis';
import { t } from '../t';
import { LANES, type Change, type LaneId } from './changes';

interface Props {
  readonly changes: readonly Change[];
  readonly range: TimeRange;
}

/** So many of each line are listed beneath the axis, the latest, until the others are asked for. */
const LISTED = 3;

const ICONS: Readonly<Record<LaneId, IconName>> = { pipeline: 'sync', version: 'rocket', drift: 'graph-bar' };
const at = (time: number): string => dateTimeFormat(time, { format: 'D MMM HH:mm' });

/** Deployments, pipeline runs and the onset of drift on one axis, and in words, the latest first. */
export function Timeline({ changes, range }: Props) {
  const styles = useStyles2(getStyles);
  const from = range.from.valueOf();
  const to = range.to.valueOf();
  const left = (time: number): string => `${partOf(time, from, to) * 100}%`;
  const names: Readonly<Record<LaneId, string>> = {
    pipeline: t('lane.pipeline', 'Pipeline'),
    version: t('lane.version', 'Versions'),
    drift: t('lane.drift', 'Drift'),
  };
  const [isWhole, setIsWhole] = useState(false);
  const latest = LANES.flatMap((lane) => changes.filter((change) => change.lane === lane).slice(-LISTED));
  const others = changes.length - latest.length;
  const listed = [...(isWhole ? changes : latest)].sort((a, b) => b.time - a.time);
  return (
    <div>
      <div className={styles.axis} aria-hidden>
        {LANES.map((lane) => (
          <div key={lane} className={styles.lane}>
            <span className={styles.name}>
              <Icon name={ICONS[lane]} size="sm" /> {names[lane]}
            </span>
            <span className={styles.line}>
              {changes
                .filter((change) => change.lane === lane)
                .map((change, index) => (
                  <span
                    key={index}
                    className={cx(styles.mark, styles[change.sign])}
                    style={{ left: left(change.time) }}
                    title={`${at(change.time)}: ${change.title}`}
                  />
                ))}
            </span>
          </div>
        ))}
        <div className={styles.lane}>
          <span className={styles.name} />
          <div className={styles.ticks}>
            <TimeTicks from={from} to={to} />
          </div>
        </div>
      </div>
      <ol className={styles.list}>
        {listed.map((change, index) => (
          <li key={index} className={styles.item}>
            <span className={cx(styles.mark, styles.still, styles[change.sign])} aria-hidden />
            <span className={styles.when}>{at(change.time)}</span>
            <span className={styles.what}>
              {names[change.lane]}: {change.title}
              {change.text !== '' && <span className={styles.text}>{change.text}</span>}
            </span>
          </li>
        ))}
      </ol>
      {others > 0 && (
        // What the marks say under the mouse is here for those who have none.
        <Button
          variant="secondary"
          size="sm"
          fill="text"
          aria-expanded={isWhole}
          onClick={() => setIsWhole((whole) => !whole)}
        >
          {isWhole
            ? t('model.latest-changes', 'Show the latest')
            : t('model.more-changes', 'Show {{others}} earlier ones', { others })}
        </Button>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  axis: css({ display: 'grid', gap: theme.spacing(0.5) }),
  lane: css({ display: 'grid', gridTemplateColumns: '110px minmax(0, 1fr)', alignItems: 'center' }),
  name: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  line: css({
    position: 'relative',
    height: 22,
    margin: theme.spacing(0, 1),
    borderBottom: `1px solid ${theme.colors.border.medium}`,
  }),
  ticks: css({ margin: theme.spacing(0, 1) }),
  mark: css({ position: 'absolute', width: 12, height: 12, top: 8, marginLeft: -6, borderRadius: '50%' }),
  still: css({ position: 'static', margin: '4px 0 0', flexShrink: 0 }),
  // Shapes as well as colours: trouble is a square that stands on its edge, its end a ring.
  bad: css({ background: theme.colors.error.main, borderRadius: 1, transform: 'rotate(45deg)' }),
  good: css({ border: `3px solid ${theme.colors.success.main}` }),
  plain: css({ background: theme.colors.info.main }),
  list: css({
    listStyle: 'none',
    margin: theme.spacing(1, 0, 0),
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(0.5),
  }),
  item: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'flex-start' }),
  when: css({ flex: '0 0 104px', color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
  what: css({ minWidth: 0 }),
  text: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflow: 'hidden',
    overflowWrap: 'anywhere',
    display: '-webkit-box',
    WebkitLineClamp: 3,
    WebkitBoxOrient: 'vertical',
  }),
});
