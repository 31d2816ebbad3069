import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom-v5-compat';
import { useAsync, useMeasure } from 'react-use';
import {
  FieldType,
  LoadingState,
  dateTime,
  getDefaultTimeRange,
  type DataFrame,
  type DataQueryError,
  type PanelData,
  type TimeRange,
} from '@grafana/data';
import { PanelRenderer } from '@grafana/runtime';
import { Button, Combobox, PanelChrome, RadioButtonGroup, Stack } from '@grafana/ui';
import { ABSURD_PANEL_ID, DISTRIBUTION_PANEL_ID, SHADOW_PANEL_ID } from '../../../src/model/ids';
import { Page } from '../chrome/Page';
import { CASES, PANEL_NAMES, caseOf, type PanelName } from './cases';

const IDS: Readonly<Record<PanelName, string>> = {
  distribution: DISTRIBUTION_PANEL_ID,
  shadow: SHADOW_PANEL_ID,
  absurd: ABSURD_PANEL_ID,
};
const TITLES: Readonly<Record<PanelName, string>> = {
  distribution: 'Distributions',
  shadow: 'Shadow against live',
  absurd: 'Absurd outputs',
};
const HEIGHTS: Readonly<Record<PanelName, number>> = { distribution: 640, shadow: 2300, absurd: 2600 };

const STATES = ['data', 'partial', 'loading', 'error', 'no permission', 'empty'] as const;
type State = (typeof STATES)[number];

const REFUSED: DataQueryError = {
  message: 'Prometheus at http://prometheus:9090 refuses the connection: is prometheus.url right?',
};
/** As Grafana answers to somebody without the permission to query. */
const FORBIDDEN: DataQueryError = {
  status: 403,
  message: "You'll need additional permissions to perform this action. Permissions needed: datasources:query",
};
const NONE: DataFrame[] = [];

/**
 * Each panel in each of its cases and states: what no data source at hand would show. Distributions are made up; shadow and
 * absurd outputs are answers to the cases of `tests/goldens`. All of it stands in the address:
 * `?panel=distribution&case=500 features&view=time&state=data&height=600`.
 */
export function GalleryPage() {
  const [params, setParams] = useSearchParams();
  const [measure, { width }] = useMeasure<HTMLDivElement>();
  const [refreshes, setRefreshes] = useState(0);
  const panel = PANEL_NAMES.find((known) => known === params.get('panel')) ?? 'distribution';
  const chosen = caseOf(panel, params.get('case'));
  const state = STATES.find((known) => known === params.get('state')) ?? 'data';
  const height = Number(params.get('height') ?? HEIGHTS[panel]);
  // Frames that are made anew say the same, as those of a refresh do when nothing has changed.
  const { value: frames = NONE, loading } = useAsync(() => chosen.read(), [panel, chosen.name, refreshes]);
  const data = useMemo(
    () => panelData(loading && frames.length === 0 ? 'loading' : state, frames, refreshes),
    [loading, state, frames, refreshes]
  );
  const options = useMemo(
    () => Object.fromEntries(['view', 'scale', 'drawing'].flatMap((name) => optionOf(name, params.get(name)))),
    [params]
  );
  const set = (changes: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(changes)) {
      params.set(name, value);
    }
    setParams(params);
  };
  const choices = <T extends string>(values: readonly T[]) => values.map((value) => ({ value, label: value }));

  return (
    <Page
      title="Gallery"
      subTitle="Each panel in its cases and states, from answers that were written down or made up."
      actions={
        <Stack gap={1} wrap="wrap">
          <RadioButtonGroup
            aria-label="Panel"
            size="sm"
            options={choices(PANEL_NAMES)}
            value={panel}
            onChange={(value) => setParams({ panel: value })}
          />
          <Combobox
            aria-label="Case"
            width={22}
            options={choices(Object.keys(CASES[panel]))}
            value={chosen.name}
            onChange={({ value }) => set({ case: value })}
          />
          <Combobox
            aria-label="State"
            width={18}
            options={choices(STATES)}
            value={state}
            onChange={({ value }) => set({ state: value })}
          />
          <Button size="md" variant="secondary" icon="sync" onClick={() => setRefreshes(refreshes + 1)}>
            Refresh
          </Button>
        </Stack>
      }
    >
      <div ref={measure}>
        {width > 0 && (
          <PanelChrome title={TITLES[panel]} width={width} height={height} padding="md">
            {(innerWidth, innerHeight) => (
              <PanelRenderer
                key={panel}
                pluginId={IDS[panel]}
                title={TITLES[panel]}
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

const optionOf = (name: string, value: string | null): ReadonlyArray<readonly [string, string]> =>
  value === null ? [] : [[name, value]];

/** The time that frames tell of: an answer that was written down is of its own day. */
function timeRangeOf(frames: readonly DataFrame[]): TimeRange {
  // Of hundreds of features there are more windows than a function takes arguments.
  let [first, last] = [Infinity, -Infinity];
  for (const { name, fields } of frames) {
    const times = name === 'over_time' ? fields.find(({ type }) => type === FieldType.time) : undefined;
    for (const time of times?.values ?? []) {
      first = Math.min(first, Number(time));
      last = Math.max(last, Number(time));
    }
  }
  if (first > last) {
    return getDefaultTimeRange();
  }
  const [from, to] = [dateTime(first), dateTime(last)];
  return { from, to, raw: { from, to } };
}

function panelData(state: State, series: DataFrame[], structureRev: number): PanelData {
  const timeRange = timeRangeOf(series);
  const failed = { state: LoadingState.Error, timeRange, structureRev };
  switch (state) {
    case 'data':
      return { state: LoadingState.Done, series, timeRange, structureRev };
    case 'partial':
      return { ...failed, series, errors: [REFUSED] };
    case 'loading':
      return { state: LoadingState.Loading, series: [], timeRange, structureRev };
    case 'error':
      return { ...failed, series: [], errors: [REFUSED] };
    case 'no permission':
      return { ...failed, series: [], errors: [FORBIDDEN] };
    case 'empty':
      return { state: LoadingState.Done, series: [], timeRange, structureRev };
  }
}
