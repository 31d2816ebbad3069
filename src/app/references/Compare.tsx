import { useMemo } from 'react';
import { css } from '@emotion/css';
import { getDefaultTimeRange, LoadingState, type GrafanaTheme2, type PanelData, type UrlQueryMap } from '@grafana/data';
import { locationService, PanelRenderer } from '@grafana/runtime';
import { PanelChrome, Stack, Text, useStyles2 } from '@grafana/ui';
import { DISTRIBUTION_PANEL_ID } from '../../model/ids';
import type { ProfileSettings } from '../../model/settings';
import { Variable } from '../frame/Variable';
import { useBox } from '../model/useBox';
import { t } from '../t';
import { comparedFrame } from './comparedFrame';
import { comparedOf } from './comparedOf';
import { compareProfiles, type FeatureChange } from './compareProfiles';
import { tableStyles } from './tableStyles';

interface Props {
  readonly profiles: readonly ProfileSettings[];
  readonly query: UrlQueryMap;
}

/** How far each feature of one profile has moved from another's, in numbers and as a picture; the address says which two. */
export function Compare({ profiles, query }: Props) {
  const styles = useStyles2(getStyles);
  const table = useStyles2(tableStyles);
  const { before, after } = comparedOf(profiles, query);
  const changes = useMemo(
    () => (before === undefined || after === undefined ? [] : compareProfiles(before, after)),
    [before, after]
  );
  const options = profiles.map(({ name }) => ({ value: name, label: name }));
  return (
    <section aria-labelledby="references-compare">
      <div id="references-compare" className={styles.head}>
        <Text element="h2" variant="h4">
          {t('references.compare', 'Compare two')}
        </Text>
      </div>
      <Stack direction="row" gap={1} wrap="wrap">
        <Variable
          label={t('references.from', 'From')}
          value={before?.name ?? ''}
          options={options}
          onChange={(value) => locationService.partial({ compare: value })}
        />
        <Variable
          label={t('references.to', 'To')}
          value={after?.name ?? ''}
          options={options}
          onChange={(value) => locationService.partial({ with: value })}
        />
      </Stack>
      <div className={styles.sides}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('features.feature', 'Feature')}</th>
              <th scope="col">PSI</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ name, psi, why }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{psi === null ? why : psi.toFixed(3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {before !== undefined && after !== undefined && changes.some(({ psi }) => psi !== null) && (
          <Picture before={before} after={after} changes={changes} />
        )}
      </div>
    </section>
  );
}

const HEIGHT = 420;

interface PictureProps {
  readonly before: ProfileSettings;
  readonly after: ProfileSettings;
  readonly changes: readonly FeatureChange[];
}

function Picture({ before, after, changes }: PictureProps) {
  const [ref, { width }] = useBox<HTMLDivElement>();
  const data = useMemo(
    (): PanelData => ({
      state: LoadingState.Done,
      series: [
        comparedFrame(
          before,
          after,
          changes.map(({ name }) => name)
        ),
      ],
      timeRange: getDefaultTimeRange(),
    }),
    [before, after, changes]
  );
  const title = t('references.picture', '{{before}} (reference) and {{after}} (current)', {
    before: before.name,
    after: after.name,
  });
  return (
    <div ref={ref} style={{ minHeight: HEIGHT }}>
      {width > 0 && (
        <PanelChrome title={title} width={width} height={HEIGHT}>
          {(innerWidth, innerHeight) => (
            <PanelRenderer
              title={title}
              pluginId={DISTRIBUTION_PANEL_ID}
              width={innerWidth}
              height={innerHeight}
              data={data}
              // What moved most stands first already.
              options={{ sort: 'given' }}
              timeZone="browser"
            />
          )}
        </PanelChrome>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({ marginBottom: theme.spacing(1) }),
  sides: css({
    display: 'grid',
    gap: theme.spacing(2),
    marginTop: theme.spacing(1),
    gridTemplateColumns: 'minmax(240px, 1fr) minmax(0, 2fr)',
    '@media (max-width: 1100px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
});
