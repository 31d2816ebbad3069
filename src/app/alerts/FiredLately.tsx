import { useState } from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { Alert, Button, LoadingPlaceholder, Text, useStyles2 } from '@grafana/ui';
import { partOf, TimeTicks } from '../frame/TimeAxis';
import { t } from '../t';
import { DriftOfModel, DriftOfModels } from './DriftAbove';
import { withRunning, type Firing } from './firings';
import { rowStyles } from './rows';
import { useFirings } from './useFirings';

interface Props {
  readonly uid: string;
  /** Of one model; undefined for all of them on one axis. */
  readonly model: string | undefined;
  /** Titles of the models that are looked at, by id. */
  readonly titles: ReadonlyMap<string, string>;
  readonly range: TimeRange;
  /** What fires now. */
  readonly running: readonly Firing[];
  readonly onModel: (model: string) => void;
}

/** Of all models so many lanes are looked over at once; the rest on demand. */
const LANES = 15;

interface LaneOf {
  readonly name: string;
  readonly firings: readonly Firing[];
}

/** What fired of one model: a lane for each thing that a check watches. */
const lanesOfModel = (firings: readonly Firing[]): readonly LaneOf[] =>
  lanesBy(firings, ({ check, what }) => `${check} ${what}`.trim());

/** Lanes in the order in which something last fired on them. */
function lanesBy(firings: readonly Firing[], nameOf: (firing: Firing) => string): readonly LaneOf[] {
  const lanes = new Map<string, Firing[]>();
  for (const firing of firings) {
    const name = nameOf(firing);
    lanes.set(name, [...(lanes.get(name) ?? []), firing]);
  }
  return [...lanes].map(([name, own]) => ({ name, firings: own }));
}

/** When alerts fired, on one axis below the drift: of one model a lane for each thing, or of all models, a lane a model. */
export function FiredLately({ uid, model, titles, range, running, onModel }: Props) {
  const rows = useStyles2(rowStyles);
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const known = useFirings(range);
  const [from, to] = [range.from.valueOf(), range.to.valueOf()];
  const remembered = known.is === 'done' ? known.firings : [];
  const wanted = (one: Firing): boolean => (model === undefined ? titles.has(one.model) : one.model === model);
  const firings = withRunning(remembered.filter(wanted), running.filter(wanted));
  const lanes = model === undefined ? lanesBy(firings, (one) => one.model) : lanesOfModel(firings);
  const shown = all || model !== undefined ? lanes : lanes.slice(0, LANES);
  const at = (time: number): string => dateTimeFormat(time, { format: 'D MMM HH:mm' });
  return (
    <div>
      {model !== undefined ? (
        <DriftOfModel uid={uid} model={model} title={titles.get(model) ?? model} range={range} />
      ) : (
        lanes.length > 0 && (
          <DriftOfModels uid={uid} models={lanes.map(({ name }) => name)} titles={titles} range={range} />
        )
      )}
      {shown.map(({ name, firings: own }) => (
        <div key={name} className={rows.row}>
          {model === undefined ? (
            <span className={rows.name}>
              <Button className={styles.lead} fill="text" size="sm" onClick={() => onModel(name)}>
                {titles.get(name) ?? name}
              </Button>
            </span>
          ) : (
            <span className={rows.name} title={name}>
              {name}
            </span>
          )}
          <span className={styles.lane}>
            {own.map(({ check, what, from: start, to: end }) => {
              const says = `${`${check} ${what}`.trim()}: ${at(start)} – ${end === undefined ? t('fired.now', 'now') : at(end)}`;
              return (
                <span
                  key={`${start} ${check} ${what}`}
                  className={styles.span}
                  role="img"
                  aria-label={model === undefined ? `${titles.get(name) ?? name}, ${says}` : says}
                  title={says}
                  style={{
                    left: `${partOf(start, from, to) * 100}%`,
                    width: `max(3px, ${(partOf(end ?? to, from, to) - partOf(start, from, to)) * 100}%)`,
                  }}
                />
              );
            })}
          </span>
        </div>
      ))}
      {shown.length < lanes.length && (
        <Button fill="text" size="sm" onClick={() => setAll(true)}>
          {t('fired.more', 'Show all {{count}} models that fired', { count: lanes.length })}
        </Button>
      )}
      {(model !== undefined || lanes.length > 0) && (
        <div className={rows.row} aria-hidden>
          <span className={rows.name} />
          <TimeTicks from={from} to={to} />
        </div>
      )}
      {known.is === 'loading' && <LoadingPlaceholder text={t('fired.loading', 'Asking what fired')} />}
      {known.is === 'failed' && (
        <Alert severity="info" title={t('fired.failed', 'What fired is not known here')}>
          {known.why}
        </Alert>
      )}
      {known.is === 'done' && known.cut && (
        <Text color="secondary">
          {t('fired.cut', 'So many alerts changed their state that the earliest are left out: look at less time.')}
        </Text>
      )}
      {known.is === 'done' && firings.length === 0 && (
        <Text color="secondary">
          {model === undefined
            ? t('fired.none-at-all', 'No alert of these models fired within this time.')
            : t('fired.none', 'No alert of this model fired within this time.')}
        </Text>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // As wide as a name beside a lane: the words begin where those of other lanes do.
  lead: css({ padding: 0, height: 'auto', textAlign: 'left', whiteSpace: 'normal' }),
  lane: css({ position: 'relative', height: 18, borderBottom: `1px solid ${theme.colors.border.weak}` }),
  span: css({
    position: 'absolute',
    top: 4,
    height: 10,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.error.main,
  }),
});
