import { bandAt, numericLayout, type BinsView } from './numericLayout';
import { DEFAULT_OPTIONS, type Drawing, type Scale } from './options';
import { fabricateFrame, type Fabricated } from './testing/fabricate';
import { toViewModel } from './toViewModel';

const SIZE = { width: 448, height: 134 };

function layout(
  fabricated: Omit<Fabricated, 'feature'>,
  scale: Scale = 'bins',
  drawing: Drawing = 'auto',
  view: BinsView = 'overlay'
) {
  const model = toViewModel([fabricateFrame([{ feature: 'x', ...fabricated }])], DEFAULT_OPTIONS);
  const bins = model.state === 'features' ? (model.features[0]?.bins ?? []) : [];
  return numericLayout(bins, SIZE, { scale, drawing, view });
}

const skewed = { edges: [0, 10, 110], reference: [0, 50, 50, 0], current: [10, 40, 40, 10] };

describe('equal bins', () => {
  it('are equally wide, and heights are shares of the axis', () => {
    const { bands, plot } = layout({ edges: [1, 2, 3], reference: [10, 40, 40, 10], current: [20, 30, 30, 20] });
    expect(bands.map(({ x0, x1 }) => x1 - x0)).toEqual([100, 100, 100, 100]);
    expect(plot.base - plot.top).toBe(100);
    // The axis goes to 40 %.
    expect(bands.map(({ reference }) => reference)).toEqual(
      [25, 100, 100, 25].map((height) => expect.closeTo(height, 9))
    );
  });

  it('label the open ends as such and the edges between', () => {
    expect(layout({ edges: [10, 20, 1000], reference: [1, 1, 1, 1], current: [1, 1, 1, 1] }).xLabels).toEqual([
      { x: 40, text: '≤ 10', anchor: 'start' },
      { x: 240, text: '20', anchor: 'middle' },
      { x: 440, text: '> 1k', anchor: 'end' },
    ]);
  });

  it('set the open ends apart', () => {
    expect(layout(skewed).openEdges).toEqual([140, 340]);
  });
});

describe('the true scale', () => {
  it('gives a bin the width of what it covers, and its area is its share', () => {
    const { bands, scale } = layout(skewed, 'true');
    const [, narrow, wide] = bands.map(({ x0, x1 }) => x1 - x0);
    expect(scale).toBe('true');
    expect((wide ?? 0) / (narrow ?? 1)).toBeCloseTo(10, 9);
    const area = (index: number) => ((bands[index]?.x1 ?? 0) - (bands[index]?.x0 ?? 0)) * (bands[index]?.current ?? 0);
    expect(area(1)).toBeCloseTo(area(2), 6);
    expect(area(0)).toBeCloseTo(area(1) / 4, 6);
  });

  it('has no axis of shares, for a height is none', () => {
    expect(layout(skewed, 'true').yTicks).toEqual([]);
  });

  it.each([
    ['there is nothing but open bins', { edges: [5], reference: [1, 2], current: [2, 1] }],
    ['bins have no edges', { categories: ['a', 'b'], reference: [1, 2], current: [2, 1] }],
  ])('gives way to equal bins where %s', (_, fabricated) => {
    expect(layout(fabricated, 'true').scale).toBe('bins');
  });
});

describe('mirrored', () => {
  it('has zero in the middle, and one scale for both sides with shares written on both', () => {
    const { zero, plot, yTicks } = layout(
      { edges: [1, 2, 3], reference: [10, 40, 40, 10], current: [20, 30, 30, 20] },
      'bins',
      'auto',
      'mirrored'
    );
    expect(zero).toBe((plot.top + plot.base) / 2);
    expect(yTicks.map(({ text }) => text)).toEqual(['0 %', '20 %', '40 %', '20 %', '40 %']);
  });
});

describe('the difference', () => {
  it('rises where there is more now and falls where there is less, on an axis with signs', () => {
    const { bands, yTicks } = layout(
      { edges: [1, 2], reference: [50, 30, 20], current: [30, 30, 40] },
      'bins',
      'auto',
      'difference'
    );
    const [less, same, more] = bands.map(({ difference }) => difference);
    expect(less).toBeLessThan(0);
    expect(same).toBeCloseTo(0, 9);
    expect(more).toBeCloseTo(-(less ?? 0), 9);
    expect(yTicks.map(({ text }) => text)).toEqual(['0 %', '+10 %', '+20 %', '−10 %', '−20 %']);
  });

  it('is not known where a side has no values', () => {
    const { bands } = layout({ edges: [1], reference: [1, 3], current: [0, 0] }, 'bins', 'auto', 'difference');
    expect(bands.map(({ difference }) => difference)).toEqual([null, null]);
  });
});

describe('cumulative', () => {
  const cumulative = (reference: readonly number[], current: readonly number[]) =>
    layout({ edges: [1, 2], reference, current }, 'bins', 'auto', 'cumulative');

  it('sums shares up to one, and marks the widest gap, which is what KS measures', () => {
    const { bands, plot, gap } = cumulative([50, 30, 20], [20, 40, 40]);
    const room = plot.base - plot.top;
    expect(bands.map(({ reference }) => (reference ?? 0) / room)).toEqual(
      [0.5, 0.8, 1].map((share) => expect.closeTo(share, 9))
    );
    expect(gap).toMatchObject({ x: bands[0]?.x1, share: expect.closeTo(0.3, 9) });
  });

  it('marks no gap between sides that are alike', () => {
    expect(cumulative([50, 30, 20], [50, 30, 20]).gap).toBeUndefined();
  });

  it('draws a side without values not at all', () => {
    expect(cumulative([50, 30, 20], [0, 0, 0]).bands.map(({ current }) => current)).toEqual([null, null, null]);
  });

  it('keeps its axis on the true scale, for a cumulative share is a height on any', () => {
    expect(layout(skewed, 'true', 'auto', 'cumulative').yTicks.length).toBeGreaterThan(1);
  });
});

describe('drawing', () => {
  const bins = (count: number) => ({
    edges: Array.from({ length: count - 1 }, (_, index) => index),
    reference: Array.from({ length: count }, () => 1),
    current: Array.from({ length: count }, () => 1),
  });

  it.each([
    [10, 'auto', 'bars'],
    [100, 'auto', 'steps'],
    [100, 'bars', 'bars'],
    [10, 'steps', 'steps'],
  ] as const)('%d bins, asked as %s, are %s', (count, asked, drawn) => {
    expect(layout(bins(count), 'bins', asked).drawing).toBe(drawn);
  });
});

it('keeps a side without values apart from one that is zero', () => {
  const { bands } = layout({ edges: [1], reference: [1, 3], current: [0, 0] });
  expect(bands.map(({ reference, current }) => [reference, current])).toEqual([
    [expect.any(Number), null],
    [expect.any(Number), null],
  ]);
});

it('finds the bin under a point, and none beside the plot', () => {
  const { bands } = layout(skewed);
  expect([39, 40, 239, 240, 439, 440].map((x) => bandAt(bands, x))).toEqual([-1, 0, 1, 2, 3, -1]);
});

it('has finite numbers even in a chart without room', () => {
  const model = toViewModel([fabricateFrame([{ feature: 'x', ...skewed }])], DEFAULT_OPTIONS);
  const bins = model.state === 'features' ? (model.features[0]?.bins ?? []) : [];
  for (const [scale, view] of [
    ['bins', 'overlay'],
    ['true', 'overlay'],
    ['bins', 'mirrored'],
    ['bins', 'difference'],
    ['bins', 'cumulative'],
  ] as const) {
    const { bands } = numericLayout(bins, { width: 0, height: 0 }, { scale, drawing: 'auto', view });
    expect(bands.flatMap((band) => Object.values(band)).every((value) => Number.isFinite(value))).toBe(true);
  }
});
