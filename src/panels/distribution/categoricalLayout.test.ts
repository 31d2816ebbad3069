import { categoricalLayout } from './categoricalLayout';
import { DEFAULT_OPTIONS } from './options';
import { fabricateFrame } from './testing/fabricate';
import { toViewModel } from './toViewModel';

function binsOf(reference: readonly number[], current: readonly number[]) {
  const categories = reference.map((_, index) => `c${index}`);
  const frame = fabricateFrame([{ feature: 'x', categories, reference, current }]);
  const view = toViewModel([frame], DEFAULT_OPTIONS);
  return view.state === 'features' ? (view.features[0]?.bins ?? []) : [];
}

describe('categoricalLayout', () => {
  it('puts the largest of the reference first, and what it never saw last', () => {
    const { rows, hidden } = categoricalLayout(binsOf([0, 10, 60, 30], [50, 10, 20, 20]), { width: 300, height: 200 });
    expect(rows.map(({ index }) => index)).toEqual([2, 3, 1, 0]);
    expect(hidden).toBe(0);
  });

  it('keeps what causes the drift and what was never seen where room is short, and counts the rest', () => {
    const reference = [500, 200, 100, 80, 60, 40, 10, 10, 0];
    const current = [400, 160, 80, 64, 48, 32, 8, 200, 8];
    const { rows, hidden } = categoricalLayout(binsOf(reference, current), { width: 300, height: 85 });
    expect(rows.map(({ index }) => index)).toEqual([0, 7, 8]);
    expect(hidden).toBe(6);
  });

  it('draws bars on one scale, with the largest share as its end', () => {
    const { rows } = categoricalLayout(binsOf([50, 50], [75, 25]), { width: 300, height: 200 });
    const [first, second] = rows;
    expect((first?.reference ?? 0) / (first?.current ?? 1)).toBeCloseTo(2 / 3, 9);
    expect((second?.current ?? 0) / (first?.current ?? 1)).toBeCloseTo(1 / 3, 9);
  });

  it('never uses more height than it has, down to one row', () => {
    for (const height of [10, 50, 120]) {
      const { rows, rowHeight, hidden } = categoricalLayout(binsOf([5, 4, 3, 2, 1], [1, 2, 3, 4, 5]), {
        width: 200,
        height,
      });
      expect((rows.length + (hidden > 0 ? 1 : 0)) * rowHeight).toBeLessThanOrEqual(height + 1e-9);
    }
  });
});
