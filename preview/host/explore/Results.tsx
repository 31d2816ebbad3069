import { useState } from 'react';
import { css } from '@emotion/css';
import { useMeasure } from 'react-use';
import {
  FieldType,
  LoadingState,
  type AbsoluteTimeRange,
  type DataFrame,
  type DataQueryError,
  type PanelData,
  type QueryResultMetaNotice,
} from '@grafana/data';
import { Alert, ClipboardButton, Collapse, PanelChrome, Stack, Text, useStyles2 } from '@grafana/ui';
import { PanelRenderer } from '../panels/PanelRenderer';

interface Props {
  readonly data: PanelData;
  readonly onChangeTimeRange: (range: AbsoluteTimeRange) => void;
}

/** What a panel of its own asked to draw, what asked to be a graph or a table, and as what the rest reads best. */
function sort(frames: readonly DataFrame[]) {
  const panels = new Map<string, DataFrame[]>();
  const graphs: DataFrame[] = [];
  const tables: DataFrame[] = [];
  for (const frame of frames) {
    const { preferredVisualisationPluginId: panel, preferredVisualisationType: type } = frame.meta ?? {};
    const isSeries =
      frame.fields.some((field) => field.type === FieldType.time) &&
      frame.fields.some((field) => field.type === FieldType.number);
    if (panel !== undefined) {
      panels.set(panel, [...(panels.get(panel) ?? []), frame]);
    } else if (type === 'graph' || (type === undefined && isSeries)) {
      graphs.push(frame);
    } else {
      tables.push(frame);
    }
  }
  // As Grafana's Explore: a table without rows is not shown.
  return { panels, graphs, tables: tables.filter(({ length }) => length > 0) };
}

const ROW_HEIGHT = 36;
const tableHeight = ({ length }: DataFrame): number => Math.min(600, Math.max(160, 100 + ROW_HEIGHT * length));

export function Results({ data, onChangeTimeRange }: Props) {
  const [measure, { width }] = useMeasure<HTMLDivElement>();
  const styles = useStyles2((theme) => ({
    box: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), minWidth: 0 }),
  }));
  const { panels, graphs, tables } = sort(data.series);
  const notices = uniqueNotices(data.series);
  const shown = panels.size + graphs.length + tables.length > 0;
  const panel = (title: string, pluginId: string, series: DataFrame[], height: number, key = title) => (
    <PanelChrome key={key} title={title} width={width} height={height} loadingState={data.state}>
      {(innerWidth, innerHeight) => (
        <PanelRenderer
          title={title}
          pluginId={pluginId}
          width={innerWidth}
          height={innerHeight}
          data={{ ...data, series, state: LoadingState.Done }}
          onChangeTimeRange={onChangeTimeRange}
        />
      )}
    </PanelChrome>
  );
  return (
    <div ref={measure} className={styles.box} aria-live="polite" aria-busy={data.state === LoadingState.Loading}>
      {errorsOf(data).map((error, index) => (
        <ErrorOfQuery key={index} error={error} />
      ))}
      {data.state === LoadingState.Done && !shown && errorsOf(data).length === 0 && (
        <Alert severity="info" title="No data" bottomSpacing={0}>
          The query answered nothing for this time range. Try a longer range, or another model.
        </Alert>
      )}
      {width > 0 && (
        <>
          {graphs.length > 0 && panel('Graph', 'timeseries', graphs, 400)}
          {[...panels].map(([id, frames]) =>
            panel(window.tidemarkPreview.plugins.panels.find((each) => each.id === id)?.name ?? id, id, frames, 640)
          )}
          {tables.map((frame, index) =>
            panel(
              frame.name === undefined || frame.name === '' ? 'Table' : `Table - ${frame.name}`,
              'table',
              [frame],
              tableHeight(frame),
              `table ${index}`
            )
          )}
        </>
      )}
      {notices.length > 0 && <Notices notices={notices} />}
      {data.series.length > 0 && <Inspector frames={data.series} />}
    </div>
  );
}

function errorsOf(data: PanelData): readonly DataQueryError[] {
  return data.errors ?? (data.error ? [data.error] : []);
}

function ErrorOfQuery({ error }: { readonly error: DataQueryError }) {
  return (
    <Alert
      severity="error"
      bottomSpacing={0}
      title={error.refId === undefined ? 'The query failed' : `Query ${error.refId} failed`}
    >
      {error.message ?? error.data?.message ?? 'The answer does not say why.'}
      {error.status !== undefined && (
        <Text element="p" color="secondary" variant="bodySmall">
          Status {error.status}
        </Text>
      )}
    </Alert>
  );
}

function uniqueNotices(frames: readonly DataFrame[]): readonly QueryResultMetaNotice[] {
  const byText = new Map(frames.flatMap((frame) => frame.meta?.notices ?? []).map((notice) => [notice.text, notice]));
  return [...byText.values()];
}

const SEVERITIES = ['info', 'warning', 'error'] as const;

/** Everything that was repaired, smoothed or cut on the way to this answer, in one place. */
function Notices({ notices }: { readonly notices: readonly QueryResultMetaNotice[] }) {
  const worst = Math.max(...notices.map(({ severity }) => SEVERITIES.indexOf(severity)));
  return (
    <Alert
      severity={SEVERITIES[worst] ?? 'info'}
      bottomSpacing={0}
      title={notices.length === 1 ? 'A note on this answer' : `${notices.length} notes on this answer`}
    >
      <ul>
        {notices.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Alert>
  );
}

function Inspector({ frames }: { readonly frames: readonly DataFrame[] }) {
  const [open, setOpen] = useState(false);
  const asked = [
    ...new Set(
      frames.map((frame) => frame.meta?.executedQueryString).filter((text) => text !== undefined && text !== '')
    ),
  ];
  return (
    <Collapse label="Query inspector" isOpen={open} onToggle={setOpen}>
      <Stack direction="column" gap={1}>
        {asked.length === 0 && <Text color="secondary">The answer does not say what was asked of the upstream.</Text>}
        {asked.map((text) => (
          <Stack key={text} direction="column" gap={0.5}>
            <Text color="secondary">Asked of the upstream</Text>
            <pre>{text}</pre>
            <div>
              <ClipboardButton size="sm" variant="secondary" icon="copy" getText={() => text ?? ''}>
                Copy
              </ClipboardButton>
            </div>
          </Stack>
        ))}
        <Text color="secondary">
          {frames.length} {frames.length === 1 ? 'frame' : 'frames'},{' '}
          {frames.reduce((sum, frame) => sum + frame.length, 0)} rows
        </Text>
      </Stack>
    </Collapse>
  );
}
