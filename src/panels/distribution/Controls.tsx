import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Combobox, FilterInput, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { t } from '../shared/translate';
import { viewLabels, type View } from './options';

interface Props {
  readonly view: View;
  readonly onView: (view: View) => void;
  /** What the names of features are looked through for; undefined where there are too few of them. */
  readonly search: string | undefined;
  readonly onSearch: (text: string) => void;
  /** Of the panel, in pixels. */
  readonly width: number;
}

export const CONTROLS_HEIGHT = 40;
/** Below this width the views are a list to choose from, for there is no room for all their names. */
const LEAST_FOR_NAMES = 760;

/** What whoever looks can change for themselves: the view, and which features are shown. */
export function Controls({ view, onView, search, onSearch, width }: Props) {
  const styles = useStyles2(getStyles);
  const views = [...viewLabels()];
  const label = t('controls.view', 'View of the distributions');
  return (
    <div className={styles.controls}>
      {width >= LEAST_FOR_NAMES ? (
        <RadioButtonGroup aria-label={label} options={views} value={view} onChange={onView} />
      ) : (
        <Combobox
          aria-label={label}
          width="auto"
          minWidth={16}
          options={views.map(({ value, label: name }) => ({ value, label: name }))}
          value={view}
          onChange={({ value }) => onView(value)}
        />
      )}
      {search !== undefined && (
        <div className={styles.search}>
          <FilterInput
            value={search}
            onChange={onSearch}
            placeholder={t('controls.find', 'Find a feature')}
            aria-label={t('controls.find', 'Find a feature')}
            escapeRegex={false}
          />
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  controls: css({
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    height: CONTROLS_HEIGHT,
    flexShrink: 0,
  }),
  search: css({ width: 200, marginLeft: 'auto', minWidth: 0 }),
});
