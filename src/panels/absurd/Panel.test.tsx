import { getDefaultTimeRange, LoadingState, type PanelData } from '@grafana/data';
import { fireEvent, render, screen, within } from '@testing-library/react';
import { IntervalPlot } from '../shared/IntervalPlot';
import { goldenFrames } from '../testing/golden';
import type { AbsurdOptions } from './options';
import { Panel } from './Panel';
import { toViewModel } from './toViewModel';

// The real ones, counted.
jest.mock('./toViewModel', () => {
  const real = jest.requireActual<{ toViewModel: typeof toViewModel }>('./toViewModel');
  return { ...real, toViewModel: jest.fn(real.toViewModel) };
});
jest.mock('../shared/IntervalPlot', () => {
  const real = jest.requireActual<{ IntervalPlot: typeof IntervalPlot }>('../shared/IntervalPlot');
  return { IntervalPlot: jest.fn(real.IntervalPlot) };
});

const wrong = goldenFrames('absurd/confident-and-wrong');
const rows = goldenFrames('absurd/rows-and-repeats');

// jsdom has no canvas, on which Grafana's list of choices measures its words.
beforeAll(() => {
  HTMLCanvasElement.prototype.getContext = (() => ({ measureText: () => ({ width: 50 }) })) as never;
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
    options={options as AbsurdOptions}
    width={1200}
    height={900}
    timeRange={times}
    timeZone="utc"
    onChangeTimeRange={onChangeTimeRange}
  />
);
const show = (data: Partial<PanelData>, options: object = {}) => render(panel(data, options));

it('says in a heading how it stands, and the rate against what was expected', () => {
  show({ series: wrong });
  expect(screen.getByRole('heading', { name: 'Far more absurd outputs than expected' })).toBeVisible();
  expect(
    screen.getByText(/^7\.8 % of the confident outputs were wrong \(6\.4 to 9\.6 %\); 0\.93 % were to be\./)
  ).toBeVisible();
});

it('the budget burns in words beside its bars', () => {
  show({ series: wrong });
  const burn = screen.getByRole('table', { name: 'How fast the budget burns' });
  expect(within(burn).getAllByRole('row')[1]).toHaveTextContent('1 hour0 ×pages from 14.4 ×');
  expect(within(burn).getAllByRole('row')[2]).toHaveTextContent('not known');
});

it('the reliability curve is an image that says all of it, and a table for those who want numbers', () => {
  show({ series: wrong });
  expect(screen.getByRole('img', { name: /Confident outputs claim 98\.8 % and are right in 92\.2 %/ })).toBeVisible();
  fireEvent.click(screen.getByRole('button', { name: 'As a table' }));
  const table = screen.getByRole('table', { name: 'Accuracy by confidence' });
  expect(within(table).getAllByRole('row')).toHaveLength(7);
});

it('rows are filtered where they are, and it is said of how many', () => {
  show({ series: rows }, { sections: ['rows'], pageSize: 2 });
  expect(screen.getByRole('status')).toHaveTextContent(
    /^11 of the 11 rows of the answer\. Filters look at these rows alone/
  );
  fireEvent.click(screen.getByRole('radio', { name: 'Opposed by the other version' }));
  expect(screen.getByRole('status')).toHaveTextContent(/^4 of the 11 rows/);
  fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(screen.getByRole('status')).toHaveTextContent(/^11 of the 11 rows/);
});

it('a log line that has no link can be copied as a query', () => {
  show({ series: rows }, { sections: ['rows'] });
  expect(screen.getAllByRole('button', { name: 'Copy query' })).toHaveLength(10);
});

describe('states', () => {
  it('loading says what is read', () => {
    show({ state: LoadingState.Loading });
    expect(screen.getByRole('status')).toHaveTextContent('Looking for absurd outputs');
  });

  it('a failed query says why', () => {
    show({ state: LoadingState.Error, errors: [{ message: 'no answer within 25 s' }] });
    expect(screen.getByRole('alert')).toHaveTextContent('no answer within 25 s');
  });

  it('nothing to show says what to ask', () => {
    show({});
    expect(screen.getByText('Nothing to judge yet')).toBeVisible();
  });

  it('rows of which there are none are said to be none', () => {
    const none = rows.map((frame) => ({
      ...frame,
      length: 0,
      fields: frame.fields.map((field) => ({ ...field, values: [] })),
    }));
    show({ series: none });
    expect(screen.getByText('No absurd output in this time range.')).toBeVisible();
  });
});

describe('nothing is drawn again', () => {
  const options = {};
  const counted = () => [jest.mocked(toViewModel).mock.calls.length, jest.mocked(IntervalPlot).mock.calls.length];

  it.each([
    ['the very same data', () => wrong, timeRange],
    [
      'a refresh that brings the same at a later time',
      () => goldenFrames('absurd/confident-and-wrong'),
      { ...timeRange },
    ],
  ])('for %s', (_, again, times) => {
    const { rerender } = show({ series: wrong }, options);
    const before = counted();
    expect(before[1]).toBeGreaterThan(0);
    rerender(panel({ series: again() }, options, times));
    expect(counted()).toEqual(before);
  });

  it('where something has changed it is drawn', () => {
    const { rerender } = show({ series: wrong }, options);
    const before = counted();
    rerender(panel({ series: wrong.slice(0, 2) }, options));
    expect(counted()[0]).toBeGreaterThan(before[0] ?? 0);
  });
});

it('without labels shows what rules say, and no rate, budget or curve', () => {
  show({ series: goldenFrames('absurd/without-labels') });
  expect(screen.getByRole('heading', { name: 'Rules' })).toBeVisible();
  expect(screen.getByRole('heading', { name: 'Where they concentrate' })).toBeVisible();
  expect(screen.queryByRole('heading', { name: 'Error budget' })).not.toBeInTheDocument();
  expect(screen.queryByRole('img', { name: /^Accuracy by confidence/ })).not.toBeInTheDocument();
  expect(screen.queryByText(/NaN|undefined|null/)).not.toBeInTheDocument();
});
