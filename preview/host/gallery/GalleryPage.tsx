import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom-v5-compat';
import { useMeasure } from 'react-use';
import { LoadingState, getDefaultTimeRange, type DataFrame, type PanelData } from '@grafana/data';
import { PanelRenderer } from '@grafana/runtime';
import { Button, PanelChrome, RadioButtonGroup, Stack } from '@grafana/ui';
import { DISTRIBUTION_PANEL_ID } from '../../../src/model/ids';
import { fabricateFrame, fabricateMany, fabricateOverTime } from '../../../src/panels/distribution/testing/fabricate';
import { Page } from '../chrome/Page';

const COUNTS = ['1', '12', '60', '500'];
const STATES = ['data', 'partial', 'loading', 'error', 'empty'] as const;
type State = (typeof STATES)[number];

const ERROR = [{ message: 'Prometheus at http://prometheus:9090 refuses the connection: is prometheus.url right?' }];

/**
 * The distribution panel with made-up features, as many as asked for, and in each of its states: what no data source at
 * hand would show. All of it stands in the address: `?features=500&view=time&state=data&kind=numeric&height=600`.
 */
export function GalleryPage() {
  const [params, setParams] = useSearchParams();
  const [measure, { width }] = useMeasure<HTMLDivElement>();
  const [refreshes, setRefreshes] = useState(0);
  const count = params.get('features') ?? '60';
  const state = STATES.find((known) => known === params.get('state')) ?? 'data';
  const kind = params.get('kind');
  const view = params.get('view');
  const height = Number(params.get('height') ?? 640);
  // Frames that are made anew say the same, as those of a refresh do when nothing has changed.
  const data = useMemo(
    () => ({ ...panelData(Number(count), state, kind), structureRev: refreshes }),
    [count, state, kind, refreshes]
  );
  const options = useMemo(
    () => ({
      ...(view !== null && { view }),
      ...(params.get('scale') !== null && { scale: params.get('scale') }),
      ...(params.get('drawing') !== null && { drawing: params.get('drawing') }),
    }),
    [view, params]
  );
  const set = (name: string, value: string) => {
    params.set(name, value);
    setParams(params);
  };
  const choices = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

  return (
    <Page
      title="Gallery"
      subTitle="The distribution panel with made-up features. Nothing here comes from a data source."
      actions={
        <Stack gap={1} wrap="wrap">
          <RadioButtonGroup
            aria-label="Features"
            size="sm"
            options={choices(COUNTS)}
            value={count}
            onChange={(value) => set('features', value)}
          />
          <RadioButtonGroup
            aria-label="State"
            size="sm"
            options={choices(STATES)}
            value={state}
            onChange={(value) => set('state', value)}
          />
          <Button size="sm" variant="secondary" icon="sync" onClick={() => setRefreshes(refreshes + 1)}>
            Refresh
          </Button>
        </Stack>
      }
    >
      <div ref={measure}>
        {width > 0 && (
          <PanelChrome title="Distributions" width={width} height={height} padding="md">
            {(innerWidth, innerHeight) => (
              <PanelRenderer
                pluginId={DISTRIBUTION_PANEL_ID}
                title="Distributions"
                data={data}
                options={options}
                width={innerWidth}
                height={innerHeight}
                timeZone="utc"
              />
            )}
          </PanelChrome>
        )}
      </div>
    </Page>
  );
}

function panelData(count: number, state: State, kind: string | null): PanelData {
  const features = fabricateMany(count * (kind === null ? 1 : 6))
    .filter(({ edges }) => kind === null || (edges === undefined) === (kind === 'categorical'))
    .slice(0, count);
  const frames = (): DataFrame[] => [fabricateFrame(features), fabricateOverTime(features)];
  const timeRange = getDefaultTimeRange();
  switch (state) {
    case 'data':
      return { state: LoadingState.Done, series: frames(), timeRange };
    case 'partial':
      return { state: LoadingState.Error, series: frames(), errors: ERROR, timeRange };
    case 'loading':
      return { state: LoadingState.Loading, series: [], timeRange };
    case 'error':
      return { state: LoadingState.Error, series: [], errors: ERROR, timeRange };
    case 'empty':
      return { state: LoadingState.Done, series: [], timeRange };
  }
}
