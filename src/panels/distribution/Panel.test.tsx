import { getDefaultTimeRange, LoadingState, type PanelData } from '@grafana/data';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  createContext,
  memo,
  Profiler,
  useContext,
  type ComponentProps,
  type FunctionComponent,
  type MemoExoticComponent,
} from 'react';
import { SCORE_IDS } from '../../engine/score/definition';
import type { DistributionOptions } from './options';
import { Panel } from './Panel';
import type { FeatureCard as Card } from './FeatureCard';
import { fabricateFrame, fabricateMany, fabricateOverTime, type Fabricated } from './testing/fabricate';

/** Told of each card that React draws; the cards themselves are the real ones. */
const CardProfiler = createContext<((id: string) => void) | undefined>(undefined);

jest.mock('./FeatureCard', () => {
  const { FeatureCard } = jest.requireActual<{
    FeatureCard: MemoExoticComponent<FunctionComponent<ComponentProps<typeof Card>>>;
  }>('./FeatureCard');
  const Inner = FeatureCard.type;
  return {
    FeatureCard: memo(function Profiled(props: ComponentProps<typeof Card>) {
      const onRender = useContext(CardProfiler);
      return (
        <Profiler id={props.feature.feature} onRender={onRender ?? (() => undefined)}>
          <Inner {...props} />
        </Profiler>
      );
    }),
  };
});

const amount: Fabricated = {
  feature: 'amount',
  edges: [10, 20, 1000],
  reference: [100, 400, 400, 100],
  current: [10, 10, 40, 140],
  reason: 'PSI 2.16 is above 0.25, and chance does not explain it.',
  repairs: ['Smoothed: 1 bin is empty on one side.'],
};

// jsdom lays nothing out and has no observer of sizes; Grafana's tooltip watches its own size.
beforeAll(() => {
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  // Which rows are in sight follows from sizes, and without a layout all of them are zero.
  jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT);
  jest.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(WIDTH);
});
afterAll(() => jest.restoreAllMocks());

const WIDTH = 900;
const HEIGHT = 500;

function show(data: Partial<PanelData>, options: object = {}) {
  return render(
    <Panel
      data={{ state: LoadingState.Done, series: [], timeRange: getDefaultTimeRange(), ...data }}
      options={options as DistributionOptions}
      width={WIDTH}
      height={HEIGHT}
      timeZone="utc"
    />
  );
}

const items = () => within(screen.getByRole('list', { name: 'Features' })).getAllByRole('listitem');

describe('a feature', () => {
  it('shows name, verdict in a word, score and sizes', () => {
    show({ series: [fabricateFrame([amount])] });
    const [item] = items();
    expect(item).toHaveTextContent(/amount.*Drift.*PSI 2\.07.*n 1,000 → 200/);
  });

  it('is drawn as an image whose name says all of it', () => {
    show({ series: [fabricateFrame([amount])] });
    expect(
      screen.getByRole('img', { name: /^amount: Drift\. PSI 2\.07\. 1,000 values in the reference/ })
    ).toBeVisible();
  });

  it('says in a note what was repaired', () => {
    show({ series: [fabricateFrame([amount])] });
    expect(screen.getByRole('note', { name: 'Repaired: Smoothed: 1 bin is empty on one side.' })).toBeVisible();
  });

  it('gives the reason of its verdict to the keyboard', async () => {
    show({ series: [fabricateFrame([amount])] }, { showControls: false });
    await userEvent.tab();
    expect(screen.getByRole('note', { name: /^Drift: PSI 2\.16 is above/ })).toHaveFocus();
    expect(await screen.findByRole('tooltip')).toHaveTextContent('chance does not explain it');
  });

  it('explains its scores in the words of the catalogue', async () => {
    show({ series: [fabricateFrame([amount])] }, { showControls: false });
    await userEvent.tab();
    await userEvent.tab();
    expect(screen.getByRole('note', { name: 'Scores of amount' })).toHaveFocus();
    expect(await screen.findByText(/How far the mix of values has moved/)).toBeInTheDocument();
  });

  it('lists many scores without their meanings, which would run off the screen', async () => {
    const scores = SCORE_IDS.map((id) => ({ id, value: 0.5 }));
    show({ series: [fabricateFrame([{ ...amount, scores }])] }, { showControls: false });
    await userEvent.tab();
    await userEvent.tab();
    const tooltip = await screen.findByRole('tooltip');
    expect(tooltip).toHaveTextContent(/PSI0\.500.*Rare categories change0\.500/);
    expect(tooltip).not.toHaveTextContent(/How far the mix of values has moved/);
    expect(tooltip).toHaveTextContent('With 6 scores or fewer, it is said here what each means.');
  });

  it('with too little data says why, and draws what there is', () => {
    show({ series: [fabricateFrame([{ ...amount, verdict: 'insufficient', reason: 'Only 12 values now.' }])] });
    expect(screen.getByText('Only 12 values now.')).toBeVisible();
    expect(screen.getByRole('img', { name: /Not enough data/ })).toBeVisible();
  });

  it('without values shows the reason in place of the chart', () => {
    const nothing = { ...amount, reference: [0, 0, 0, 0], current: [0, 0, 0, 0], reason: 'Nothing came in.' };
    show({ series: [fabricateFrame([nothing])] });
    expect(screen.getByText('Nothing came in.')).toBeVisible();
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
  });
});

describe('the bins', () => {
  const focusBins = () => act(() => screen.getByRole('group', { name: 'Bins of amount' }).focus());

  it('are gone through by arrow keys, and each is said aloud', async () => {
    show({ series: [fabricateFrame([amount])] });
    focusBins();
    await userEvent.keyboard('{Home}');
    expect(screen.getByText(/^up to 10: reference 10 % \(100\), current 5 % \(10\)/)).toHaveAttribute(
      'aria-live',
      'polite'
    );
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowLeft}');
    expect(screen.getByText(/^above 10, up to 20:/)).toBeInTheDocument();
    await userEvent.keyboard('{End}{ArrowRight}');
    expect(screen.getByText(/^above 1k: .* 56 % of the drift\.$/)).toBeInTheDocument();
  });

  it('explain themselves in a tooltip, which Escape takes away without leaving the panel', async () => {
    const outside = jest.fn();
    document.addEventListener('keydown', outside);
    show({ series: [fabricateFrame([amount])] });
    focusBins();
    await userEvent.keyboard('{End}');
    expect(screen.getByText('amount > 1k')).toBeInTheDocument();
    expect(screen.getByText('56 % of the drift')).toBeInTheDocument();
    outside.mockClear();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByText('amount > 1k')).not.toBeInTheDocument();
    expect(outside).not.toHaveBeenCalled();
    document.removeEventListener('keydown', outside);
  });

  it('explain themselves to the pointer, too, until it leaves', () => {
    show({ series: [fabricateFrame([amount])] });
    const bins = screen.getByRole('group', { name: 'Bins of amount' });
    fireEvent(bins, new MouseEvent('pointermove', { bubbles: true, clientX: 60, clientY: 50 }));
    expect(screen.getByText('amount ≤ 10')).toBeInTheDocument();
    fireEvent(bins, new MouseEvent('pointerout', { bubbles: true }));
    expect(screen.queryByText('amount ≤ 10')).not.toBeInTheDocument();
  });
});

describe('many features', () => {
  it('stand worst first', () => {
    show({ series: [fabricateFrame([{ ...amount, feature: 'fine', verdict: 'ok' }, amount])] });
    expect(items().map((item) => item.textContent.slice(0, 4))).toEqual(['amou', 'fine']);
  });

  it('beyond the most are counted and one click away', async () => {
    show({ series: [fabricateFrame(fabricateMany(12))] }, { limit: 5 });
    expect(items()).toHaveLength(5);
    expect(screen.getByText('and 7 more features')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(screen.queryByText(/more features/)).not.toBeInTheDocument();
    expect(items()[0]).toHaveAttribute('aria-setsize', '12');
  });

  it('are in the page only as far as they are in sight, and each says which of how many it is', () => {
    show({ series: [fabricateFrame(fabricateMany(500))] });
    expect(items().length).toBeLessThan(30);
    expect(items()[1]).toHaveAttribute('aria-posinset', '2');
    expect(items()[1]).toHaveAttribute('aria-setsize', '500');
  });

  it('can be looked through by name', async () => {
    show({ series: [fabricateFrame(fabricateMany(60))] });
    await userEvent.type(screen.getByRole('textbox', { name: 'Find a feature' }), 'AMOUNT');
    expect(items().map((item) => item.textContent.slice(0, 6))).toEqual(['amount']);
    await userEvent.type(screen.getByRole('textbox', { name: 'Find a feature' }), 'x');
    expect(screen.getByText('No feature has “AMOUNTx” in its name')).toBeVisible();
  });

  it('so few that all are in sight need no field to find one', () => {
    show({ series: [fabricateFrame(fabricateMany(12))] });
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  });
});

describe('when there is nothing to draw', () => {
  it('says that the query failed, and with what', () => {
    show({ state: LoadingState.Error, errors: [{ message: 'No model "x": the data source defines "fraud".' }] });
    expect(screen.getByRole('alert')).toHaveTextContent(
      'The query failedNo model "x": the data source defines "fraud".'
    );
  });

  it('says that it waits', () => {
    show({ state: LoadingState.Loading });
    expect(screen.getByRole('status')).toHaveTextContent('Reading distributions');
  });

  it('says what query to make', () => {
    show({});
    expect(screen.getByRole('status')).toHaveTextContent('choose the kind “Distribution” of a Tidemark data source');
  });
});

it('draws what came, and says so, when one of several queries failed', () => {
  show({ state: LoadingState.Error, errors: [{ message: 'Too slow.' }], series: [fabricateFrame([amount])] });
  expect(screen.getByText('A query failed: Too slow.')).toBeVisible();
  expect(items()).toHaveLength(1);
});

it('says which stored options it dropped', () => {
  show({ series: [fabricateFrame([amount])] }, { sort: 'best' });
  expect(screen.getByText(/^Option "sort" is "best"/)).toBeVisible();
});

describe('a defect of the panel', () => {
  it('is caught, and said without a stack trace', () => {
    const quiet = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const frame = fabricateFrame([amount]);
    Object.defineProperty(frame, 'fields', {
      get: () => {
        throw new Error('broken frame');
      },
    });
    show({ series: [frame] });
    expect(screen.getByRole('alert')).toHaveTextContent('The distributions cannot be drawn');
    expect(screen.queryByText(/broken frame/)).not.toBeInTheDocument();
    quiet.mockRestore();
  });
});

describe('the view', () => {
  it('can be changed by whoever looks, without a change of the panel', async () => {
    show({ series: [fabricateFrame([amount])] });
    expect(screen.getByRole('radio', { name: 'Overlay' })).toBeChecked();
    await userEvent.click(screen.getByRole('radio', { name: 'Difference' }));
    expect(screen.getByText('Current − reference: up is more, down is less')).toBeVisible();
  });

  it('over time goes through windows and bins by arrow keys, and says what is in each', async () => {
    show({ series: [fabricateFrame([amount]), fabricateOverTime([amount])] }, { view: 'time' });
    act(() => screen.getByRole('group', { name: 'Windows of amount' }).focus());
    await userEvent.keyboard('{End}');
    expect(screen.getByText(/^2026-11-23 12:00:00, above 1k: 70 %, reference 10 %\.$/)).toHaveAttribute(
      'aria-live',
      'polite'
    );
    await userEvent.keyboard('{ArrowDown}{Home}');
    expect(screen.getByText('above 20, up to 1k: 40 % of the reference.')).toBeInTheDocument();
  });

  it('over time says what to ask for where the query answers no windows', () => {
    show({ series: [fabricateFrame([amount])] }, { view: 'time' });
    expect(screen.getByText('The query answers nothing over time')).toBeVisible();
  });

  it('cumulative says that categories have no order, and draws them all the same', () => {
    const country: Fabricated = { feature: 'c', categories: ['DE', 'FR'], reference: [60, 40], current: [50, 50] };
    show({ series: [fabricateFrame([country])] }, { view: 'cumulative' });
    expect(screen.getByText('Categories have no order, so they are drawn as overlay.')).toBeVisible();
    expect(screen.getByRole('img', { name: /^c:/ })).toBeVisible();
  });
});

describe('when the data comes again', () => {
  const props = { width: WIDTH, height: HEIGHT, timeZone: 'utc', options: {} as DistributionOptions };
  const answer = (features: readonly Fabricated[]): PanelData => ({
    state: LoadingState.Done,
    series: [fabricateFrame(features)],
    timeRange: getDefaultTimeRange(),
  });
  // Where the cards are is where the work is; React says here of each whether it drew it again.
  const drawn: string[] = [];
  const onRender = (id: string) => drawn.push(id);
  const withProfiler = (data: PanelData) => (
    <CardProfiler.Provider value={onRender}>
      <Panel {...props} data={data} />
    </CardProfiler.Provider>
  );

  it.each([
    ['the very same data', (data: PanelData) => ({ ...data })],
    ['the same in other frames', () => answer(fabricateMany(6))],
  ])('no card is drawn again for %s', (_, again) => {
    const data = answer(fabricateMany(6));
    const { rerender } = render(withProfiler(data));
    expect(drawn.length).toBeGreaterThan(0);
    drawn.length = 0;
    rerender(withProfiler(again(data)));
    expect(drawn).toEqual([]);
  });

  it('a card that stays in sight while somebody scrolls is not drawn again, and keeps its place in the page', async () => {
    render(withProfiler(answer(fabricateMany(500))));
    const list = screen.getByRole('list', { name: 'Features' });
    const before = new Map(items().map((item) => [item.getAttribute('aria-posinset'), item]));
    drawn.length = 0;
    list.parentElement!.scrollTop = 1_000;
    fireEvent.scroll(list.parentElement!);
    await screen.findByText((_, element) => element?.getAttribute('aria-posinset') === '19');
    const stayed = items().filter((item) => before.has(item.getAttribute('aria-posinset')));
    expect(stayed.length).toBeGreaterThan(0);
    for (const item of stayed) {
      expect(item).toBe(before.get(item.getAttribute('aria-posinset')));
    }
    const came = items().length - stayed.length;
    expect(new Set(drawn).size).toBe(came);
  });

  it('the card of what changed is drawn again, and no other', () => {
    const features = fabricateMany(6);
    const { rerender } = render(withProfiler(answer(features)));
    drawn.length = 0;
    rerender(withProfiler(answer(features.map((each, i) => (i === 2 ? { ...each, reason: 'Another.' } : each)))));
    expect(new Set(drawn)).toEqual(new Set([features[2]?.feature]));
  });
});
