import { useMemo } from 'react';
import { LoadingState, type DataSourceInstanceSettings, type PanelData, type TimeRange } from '@grafana/data';
import { PanelRenderer } from '@grafana/runtime';
import { Alert, LinkButton, LoadingPlaceholder, PanelChrome, Stack } from '@grafana/ui';
import { AddToDashboard } from '../frame/AddToDashboard';
import { exploreUrl } from '../frame/exploreUrl';
import { may } from '../frame/permissions';
import { t } from '../t';
import type { PanelPart } from './parts';
import { useAnswer } from './useAnswer';
import { useBox } from './useBox';

interface Props {
  readonly source: DataSourceInstanceSettings;
  readonly part: PanelPart;
  readonly range: TimeRange;
}

const CHROME = 42;
/** What is said in place of a picture takes no more room than this. */
const WORDS = 190;
/** Of a table: its head and what may break into a second line, and each row. */
const TABLE_HEAD = 100;
const TABLE_ROW = 40;
/** Where it is narrow, sentences break into more lines. */
const NARROW = { width: 800, tableRow: 64, higher: 1.5 };

/** A table of two rows does not take the room of ten. */
function heightOf({ pluginId, height }: PanelPart, data: PanelData | undefined, width: number): number {
  const rows = data?.series[0]?.length ?? 0;
  if (pluginId !== 'table' || rows === 0) {
    return height;
  }
  const [row, most] = width < NARROW.width ? [NARROW.tableRow, height * NARROW.higher] : [TABLE_ROW, height];
  return Math.min(most, TABLE_HEAD + row * rows);
}

/** One panel of the page: asked when it comes into sight, with the way to Explore and to a dashboard. */
export function PanelCard({ source, part, range }: Props) {
  const [ref, { near, width }] = useBox<HTMLDivElement>();
  const { answer, loading } = useAnswer(source.uid, part.asked ?? part.question, range, part.interval, near);
  const data = useMemo(
    (): PanelData | undefined =>
      answer?.state === 'done'
        ? { state: LoadingState.Done, series: part.draw(answer.frames), timeRange: range }
        : undefined,
    [answer, part, range]
  );
  const empty =
    data === undefined
      ? answer?.state === 'failed' && answer.because === 'nothing'
      : data.series.every(({ length }) => length === 0);
  const drawn = answer === undefined || (data !== undefined && !empty);
  const height = drawn ? heightOf(part, data, width) : Math.min(part.height, WORDS);
  return (
    <div ref={ref} style={{ minHeight: height + CHROME }}>
      <PanelChrome
        title={part.title}
        width={width}
        height={height + CHROME}
        loadingState={loading ? LoadingState.Loading : LoadingState.Done}
        actions={
          <Stack direction="row" gap={0.5}>
            {may('datasources:explore') && (
              <LinkButton
                size="sm"
                fill="text"
                variant="secondary"
                icon="compass"
                href={exploreUrl(source, part.question, range)}
                aria-label={t('panel.explore-label', 'Explore: {{title}}', { title: part.title })}
              >
                {t('panel.explore', 'Explore')}
              </LinkButton>
            )}
            <AddToDashboard source={source} part={part} range={range} />
          </Stack>
        }
      >
        {(innerWidth, innerHeight) =>
          answer === undefined ? (
            <LoadingPlaceholder text={t('panel.loading', 'Asking')} />
          ) : empty ? (
            <Alert severity="info" title={t('panel.empty', 'Nothing was seen in this time')}>
              {t('panel.empty-text', 'Choose a longer time range, or see in Set up what the data source finds.')}
            </Alert>
          ) : answer.state === 'failed' || data === undefined ? (
            <Alert severity="warning" title={t('panel.failed', 'This cannot be shown now')}>
              {answer.state === 'failed' && answer.why}
            </Alert>
          ) : (
            <PanelRenderer
              title={part.title}
              pluginId={part.pluginId}
              width={innerWidth}
              height={innerHeight}
              data={data}
              options={part.options}
              {...(part.fieldConfig && { fieldConfig: part.fieldConfig })}
              timeZone="browser"
            />
          )
        }
      </PanelChrome>
    </div>
  );
}
