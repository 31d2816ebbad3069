import { getDefaultTimeRange, LoadingState, type DataFrame, type PanelData } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { IntervalPlot } from '../shared/IntervalPlot';
import { goldenFrames } from '../testing/golden';
import type { ShadowOptions } from './options';
import { Panel } from './Panel';
import { toViewModel } from './toViewModel';

// The real ones, counted.
jest.mock('./toViewModel', () => {
  const real = jest.requireActual<{ toViewModel: typeof toViewModel }>('./toViewModel');
  return { ...real, toViewModel: jest.fn(real.toViewModel) };
});

const summary = goldenFrames('shadow/summary');
const rows = goldenFrames('shadow/rows');

jest.mock('../shared/IntervalPlot', () => {
  const real = jest.requireActual<{ IntervalPlot: typeof IntervalPlot }>('../shared/IntervalPlot');
  return { IntervalPlot: jest.fn(real.IntervalPlot) };
});

// jsdom lays nothing out and has no observer of sizes; Grafana's tooltip watches its own size.
beforeAll(() => {
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
});

const timeRange = getDefaultTimeRange();
const onChangeTimeRange = () => undefined;
const panel = (data: Partial<PanelData>, options: object, times = timeRange) => (
  <Panel
    data={{ state: LoadingState.Done, series: [], timeRange: times, ...data }}
    options={options as ShadowOptions}
    width={900}
    height={600}
    timeRange={times}
    timeZone="utc"
    onChangeTimeRange={onChangeTimeRange}
  />
);
const show = (data: Partial<PanelData>, options: object = {}) => render(panel(data, options));

it('says what to do in a heading, with its reasons below', () => {
  show({ series: summary });
  expect(screen.getByRole('heading', { name: 'Promote' })).toBeVisible();
  const reasons = within(screen.getByRole('list', { name: 'Reasons' })).getAllByRole('listitem');
  expect(reasons[0]).toHaveTextContent(/^Better: on 5090 labelled pairs/);
});

it('is a matrix of who said what, which a screen reader reads as a table', () => {
  show({ series: summary });
  const matrix = screen.getByRole('table', { name: 'What live said against what the shadow said' });
  const row = within(matrix).getByRole('rowheader', { name: 'fraud' }).closest('tr');
  expect(row).toHaveTextContent(/755.*5\.5 %.*right: live 15, shadow 283 of 298/);
});

it('explains a number to the keyboard', async () => {
  show({ series: summary });
  await userEvent.tab();
  expect(screen.getByRole('note', { name: /^Agreement: The share of requests/ })).toHaveFocus();
  expect(await screen.findByRole('tooltip')).toHaveTextContent('live and shadow say the same');
});

it('shows disagreements with their inputs before their ids, and leads where the frame leads', () => {
  const linked = rows.map((frame): DataFrame => ({
    ...frame,
    fields: frame.fields.map((field) =>
      field.name === 'request_id'
        ? {
            ...field,
            getLinks: ({ valueRowIndex = 0 }) => [
              {
                href: `/explore?id=${String(field.values[valueRowIndex])}`,
                title: 'Log',
                target: '_self',
                origin: field,
              },
            ],
          }
        : field
    ),
  }));
  show({ series: linked }, { pageSize: 5 });
  const headers = screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
  expect(headers.indexOf('amount')).toBeLessThan(headers.indexOf('Live prediction'));
  expect(screen.getByRole('link', { name: 'f5mpehpg' })).toHaveAttribute('href', '/explore?id=f5mpehpg');
  expect(screen.getAllByRole('row')).toHaveLength(6);
});

describe('states', () => {
  it('loading says what is read', () => {
    show({ state: LoadingState.Loading });
    expect(screen.getByRole('status')).toHaveTextContent('Comparing shadow and live');
  });

  it('a failed query says why', () => {
    show({ state: LoadingState.Error, errors: [{ message: 'there is no model "nobody"' }] });
    expect(screen.getByRole('alert')).toHaveTextContent('The query failed');
    expect(screen.getByRole('alert')).toHaveTextContent('there is no model "nobody"');
  });

  it('somebody who may not query is told whom to ask', () => {
    show({ state: LoadingState.Error, errors: [{ status: 403, message: 'Permissions needed: datasources:query' }] });
    expect(screen.getByRole('alert')).toHaveTextContent(/You may not query this data source.*Ask an administrator/);
  });

  it('of two queries of which one failed the other is shown, and the failure said', () => {
    show({ state: LoadingState.Error, errors: [{ message: 'too slow' }], series: summary });
    expect(screen.getByText('A query failed: too slow')).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Promote' })).toBeVisible();
  });

  it('nothing to show says what to ask', () => {
    show({});
    expect(screen.getByText('Nothing to compare yet')).toBeVisible();
  });

  it('an option that is not valid is said, and the rest is shown', () => {
    show({ series: summary }, { sections: ['verdict', 'gone'] });
    expect(screen.getByText(/Option "sections" names "gone"/)).toBeVisible();
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('disagreements of which there are none are said to be none', () => {
    const none = rows.map((frame) => ({
      ...frame,
      length: 0,
      fields: frame.fields.map((field) => ({ ...field, values: [] })),
    }));
    show({ series: none });
    expect(screen.getByText(/no request on which they disagree/)).toBeVisible();
  });
});

describe('nothing is drawn again', () => {
  const options = {};
  const counted = () => [jest.mocked(toViewModel).mock.calls.length, jest.mocked(IntervalPlot).mock.calls.length];

  it.each([
    ['the very same data', () => summary, timeRange],
    ['a refresh that brings the same at a later time', () => goldenFrames('shadow/summary'), { ...timeRange }],
  ])('for %s', (_, again, times) => {
    const { rerender } = show({ series: summary }, options);
    const before = counted();
    expect(before[1]).toBeGreaterThan(0);
    rerender(panel({ series: again() }, options, times));
    expect(counted()).toEqual(before);
  });

  it('where something has changed it is drawn', () => {
    const { rerender } = show({ series: summary }, options);
    const before = counted();
    rerender(panel({ series: summary.slice(0, 2) }, options));
    expect(counted()[0]).toBeGreaterThan(before[0] ?? 0);
  });
});
