import type { BinView } from './binView';
import { categoricalLayout } from './categoricalLayout';
import type { Size } from './numericLayout';
import { DEFAULT_OPTIONS } from './options';
import { fabricateFrame } from './testing/fabricate';
import { toViewModel } from './toViewModel';

function binsOf(reference: readonly number[], current: readonly number[]) {
  const categories = reference.map((_, index) => `c${index}`);
  const frame = fabricateFrame([{ feature: 'x', categories, reference, current }]);
  const view = toViewModel([frame], DEFAULT_OPTIONS);
  return view.state === 'features' ? (view.features[0]?.bins ?? []) : [];
}

function layout(bins: readonly BinView[], size: Size, wanted: Partial<Parameters<typeof categoricalLayout>[2]> = {}) {
  return categoricalLayout(bins, size, { view: 'overlay', categories: null, verdict: null, ...wanted });
}

describe('categoricalLayout', () => {
  const labels = (bins: readonly BinView[], size: Size, categories: number | null = null) =>
    layout(bins, size, { categories }).rows.map(({ bin }) => bin.label);

  it('puts the largest of the reference first, and what it never saw last', () => {
    expect(labels(binsOf([0, 10, 60, 30], [50, 10, 20, 20]), { width: 300, height: 200 })).toEqual([
      'c2',
      'c3',
      'c1',
      'c0',
    ]);
  });

  it('keeps what causes the drift and what was never seen where room is short, and sums the rest up', () => {
    const reference = [500, 200, 100, 80, 60, 40, 10, 10, 0];
    const current = [400, 160, 80, 64, 48, 32, 8, 200, 8];
    const { rows } = layout(binsOf(reference, current), { width: 300, height: 85 });
    expect(rows.map(({ bin, isRest }) => [bin.label, isRest])).toEqual([
      ['c0', false],
      ['c7', false],
      ['c8', false],
      ['6 others', true],
    ]);
    expect(rows[3]?.bin).toMatchObject({ referenceCount: 490, currentCount: 392, referenceText: '49 % (490)' });
    expect(rows[3]?.bin.condition).toBe('6 others: c1, c2, c3, c4, …');
  });

  it('has as many rows as the option allows, the rest among them', () => {
    const bins = binsOf([50, 40, 30, 20, 10], [50, 40, 30, 20, 10]);
    expect(labels(bins, { width: 300, height: 400 }, 3)).toEqual(['c0', 'c1', '3 others']);
    expect(labels(bins, { width: 300, height: 400 }, 5)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4']);
  });

  it('draws bars on one scale, with the largest share as its end', () => {
    const { rows } = layout(binsOf([50, 50], [75, 25]), { width: 300, height: 200 });
    const [first, second] = rows;
    expect((first?.reference?.width ?? 0) / (first?.current?.width ?? 1)).toBeCloseTo(2 / 3, 9);
    expect((second?.current?.width ?? 0) / (first?.current?.width ?? 1)).toBeCloseTo(1 / 3, 9);
  });

  it('mirrored, draws the reference to the left and the current side to the right of one line', () => {
    const { rows, zero } = layout(binsOf([50, 50], [75, 25]), { width: 300, height: 200 }, { view: 'mirrored' });
    for (const { reference, current } of rows) {
      expect((reference?.x ?? 0) + (reference?.width ?? 0)).toBeCloseTo(zero, 9);
      expect(current?.x).toBeCloseTo(zero, 9);
    }
  });

  it('as a difference, draws what there is less of to the left of the line', () => {
    const { rows, zero } = layout(binsOf([60, 40], [30, 70]), { width: 300, height: 200 }, { view: 'difference' });
    const [less, more] = rows.map(({ difference }) => difference);
    expect((less?.x ?? 0) + (less?.width ?? 0)).toBeCloseTo(zero, 9);
    expect(more?.x).toBeCloseTo(zero, 9);
    expect(less?.width).toBeCloseTo(more?.width ?? 0, 9);
  });

  it('never uses more height than it has, down to one row', () => {
    for (const height of [10, 50, 120]) {
      const { rows, rowHeight } = layout(binsOf([5, 4, 3, 2, 1], [1, 2, 3, 4, 5]), { width: 200, height });
      expect(rows.length * rowHeight).toBeLessThanOrEqual(height + 1e-9);
    }
  });
});
