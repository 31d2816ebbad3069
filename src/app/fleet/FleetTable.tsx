import { memo } from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, TimeRange } from '@grafana/data';
import { t } from '../t';
import { useStyles2 } from '@grafana/ui';
import { rawText } from '../frame/exploreUrl';
import { modelUrl } from '../routes';
import { DayCells } from './DayCells';
import { dayText } from './dayText';
import { LightBadge } from './LightBadge';
import { lightNames } from './lightNames';
import { FLEET_ROOM, NARROW } from './narrow';
import { dayEnds } from './questions';
import { gravest, sinceOf, WAITING, type Standing } from './standing';
import { LIGHTS } from './light';
import type { FleetModel } from './fleetModel';
import { useSight } from './useSight';

interface Props {
  readonly rows: readonly FleetModel[];
  readonly standings: ReadonlyMap<string, Standing>;
  readonly range: TimeRange;
  readonly severalSources: boolean;
  /** Is told which models are in sight, the topmost first. */
  readonly look: (keys: readonly string[]) => void;
}

const DAY_MS = 86_400_000;
/** In a column of its own; within a sentence it is left out. */
const UNKNOWN = '–';

/** A line a model: who owns it, what serves, how it stands in each concern, and how it stood on each day. */
export function FleetTable({ rows, standings, range, severalSources, look }: Props) {
  const body = useSight(
    rows.map(({ key }) => key),
    look
  );
  const styles = useStyles2(getStyles);
  const ends = dayEnds(range);
  const first = ends[0] ?? 0;
  const names = lightNames();
  const time = { from: rawText(range.raw.from), to: rawText(range.raw.to) };
  return (
    <div className={styles.room}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('fleet.column-model', 'Model')}</th>
            <th scope="col" className={styles.wide}>
              {t('fleet.column-version', 'Version')}
            </th>
            <th scope="col" className={cx(styles.wide, styles.number)}>
              {t('fleet.column-traffic', 'Requests/h')}
            </th>
            {LIGHTS.map((id) => (
              <th scope="col" key={id} className={styles.light}>
                {names[id]}
              </th>
            ))}
            <th scope="col">
              <span className={styles.days}>
                <span>{t('fleet.column-days', 'Drift since {{day}}', { day: dayText(first - DAY_MS) })}</span>
                <span>{t('fleet.column-now', 'Now')}</span>
              </span>
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row) => (
            <FleetRow
              key={row.key}
              row={row}
              standing={standings.get(row.key) ?? WAITING}
              from={time.from}
              to={time.to}
              withSource={severalSources}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly row: FleetModel;
  readonly standing: Standing;
  readonly from: string;
  readonly to: string;
  readonly withSource: boolean;
}

const FleetRow = memo(function FleetRow({ row: { key, model, source }, standing, from, to, withSource }: RowProps) {
  const styles = useStyles2(getStyles);
  const url = (part?: string): string => modelUrl(model.id, source.uid, { from, to }, part);
  const why = gravest(standing);
  const since = sinceOf(standing);
  const names = lightNames();
  const traffic = standing.traffic === undefined ? '' : standing.traffic === null ? UNKNOWN : compact(standing.traffic);
  const version = standing.version === undefined ? '' : (standing.version ?? UNKNOWN);
  return (
    <tr data-key={key}>
      <th scope="row" className={styles.model}>
        <a href={url()} className={styles.link}>
          {model.title}
        </a>
        <span className={styles.sub}>
          {[
            model.owner ?? t('fleet.no-owner', 'No owner'),
            ...(withSource ? [source.name] : []),
            ...(since === undefined ? [] : [t('fleet.since', 'data off since {{day}}', { day: dayText(since) })]),
          ].join(' · ')}
          <span className={styles.narrow}>
            {!['', UNKNOWN].includes(version) && ` · ${t('fleet.version', 'version {{version}}', { version })}`}
            {!['', UNKNOWN].includes(traffic) && ` · ${t('fleet.traffic', '{{traffic}} requests/h', { traffic })}`}
          </span>
        </span>
        {why !== undefined && (
          <span className={styles.why}>
            {names[why.id]}: {why.id === 'data' && standing.cause !== undefined ? standing.cause : why.why}
          </span>
        )}
      </th>
      <td className={styles.wide}>
        {version}
        {standing.shadow !== undefined && (
          <span className={styles.sub}>{t('fleet.shadow', 'shadow {{version}}', { version: standing.shadow })}</span>
        )}
      </td>
      <td className={cx(styles.wide, styles.number)}>{traffic}</td>
      {LIGHTS.map((id) => (
        <td key={id} className={styles.light}>
          <span className={styles.lightName} aria-hidden>
            {names[id]}
          </span>
          <LightBadge id={id} light={standing.lights[id]} href={url(id)} />
        </td>
      ))}
      <td className={styles.heat}>
        <DayCells days={standing.days} now={standing.lights.data} />
      </td>
    </tr>
  );
});

/** 6124.7 is 6.1k: nobody reads a rate to the last digit. */
function compact(value: number): string {
  return new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 2 }).format(value).toLowerCase();
}

const getStyles = (theme: GrafanaTheme2) => ({
  room: css({ ...FLEET_ROOM, overflowX: 'auto' }),
  table: css({
    width: '100%',
    borderCollapse: 'collapse',
    'th, td': { textAlign: 'left', padding: theme.spacing(1), verticalAlign: 'top' },
    'thead th': {
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightMedium,
      borderBottom: `1px solid ${theme.colors.border.medium}`,
      whiteSpace: 'nowrap',
    },
    'tbody tr': { borderBottom: `1px solid ${theme.colors.border.weak}` },
    'tbody tr:hover': { background: theme.colors.action.hover },
    [NARROW]: {
      '&, tbody': { display: 'block' },
      thead: { display: 'none' },
      'tbody tr': { display: 'flex', flexWrap: 'wrap', padding: theme.spacing(1, 0) },
    },
  }),
  model: css({
    fontWeight: theme.typography.fontWeightRegular,
    // Its words give way, and not the days at the other end.
    minWidth: 170,
    maxWidth: 460,
    overflowWrap: 'anywhere',
    [NARROW]: { flexBasis: '100%', minWidth: 0, maxWidth: 'none' },
  }),
  link: css({ color: theme.colors.text.link, '&:hover': { textDecoration: 'underline' } }),
  sub: css({ display: 'block', color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  why: css({
    fontSize: theme.typography.bodySmall.fontSize,
    overflow: 'hidden',
    display: '-webkit-box',
    WebkitLineClamp: 2,
    WebkitBoxOrient: 'vertical',
  }),
  wide: css({ whiteSpace: 'nowrap', [NARROW]: { display: 'none' } }),
  narrow: css({ display: 'none', [NARROW]: { display: 'inline' } }),
  number: css({ 'th&, td&': { textAlign: 'right' }, fontVariantNumeric: 'tabular-nums' }),
  // Four times the longest verdict has to have room beside the days.
  light: css({
    whiteSpace: 'nowrap',
    'th&, td&': { paddingLeft: theme.spacing(0.5), paddingRight: theme.spacing(0.5) },
    [NARROW]: { flex: '1 1 130px', 'td&': { paddingLeft: theme.spacing(1) } },
  }),
  lightName: css({
    display: 'none',
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    [NARROW]: { display: 'block' },
  }),
  days: css({ display: 'flex', justifyContent: 'space-between', gap: theme.spacing(1) }),
  heat: css({ width: 260, [NARROW]: { width: '100%' } }),
});
