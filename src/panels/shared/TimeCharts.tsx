import { useState } from 'react';
import { css } from '@emotion/css';
import type { DataFrame, GrafanaTheme2, PanelProps } from '@grafana/data';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { TimeChart } from './TimeChart';
import { t } from './translate';

/** A chart over time, and what it tells those who cannot see it. */
export interface ChartView {
  readonly id: string;
  readonly title: string;
  readonly frame: DataFrame;
  readonly summary: string;
}

interface Props extends Pick<PanelProps, 'timeRange' | 'timeZone' | 'onChangeTimeRange'> {
  readonly charts: readonly ChartView[];
  readonly width: number;
}

const HEIGHT = 240;

/** One chart of several, chosen by name. */
export function TimeCharts({ charts, width, ...times }: Props) {
  const styles = useStyles2(getStyles);
  const [chosen, setChosen] = useState<string>();
  const shown = charts.find(({ id }) => id === chosen) ?? charts[0];
  if (shown === undefined) {
    return null;
  }
  return (
    <>
      {charts.length > 1 && (
        <div className={styles.choice}>
          <RadioButtonGroup
            size="sm"
            aria-label={t('over-time.choose', 'What to draw over time')}
            options={charts.map(({ id, title }) => ({ value: id, label: title }))}
            value={shown.id}
            onChange={setChosen}
          />
        </div>
      )}
      <TimeChart key={shown.id} frame={shown.frame} summary={shown.summary} width={width} height={HEIGHT} {...times} />
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  choice: css({ overflowX: 'auto', paddingBottom: theme.spacing(1), '& > div': { width: 'max-content' } }),
});
