import { shareTicks, thin, type Label } from './axis';

describe('shareTicks', () => {
  it.each([
    [0.28, 4, ['0 %', '10 %', '20 %', '30 %'], 0.3],
    [0.28, 1, ['0 %', '50 %'], 0.5],
    [0.05, 4, ['0 %', '2 %', '4 %', '6 %'], 0.06],
    [1, 4, ['0 %', '50 %', '100 %'], 1],
    [1, 2, ['0 %', '50 %', '100 %'], 1],
  ])('up to %d with %d lines: %j', (highest, most, texts, top) => {
    const axis = shareTicks(highest, most);
    expect(axis.ticks.map(({ text }) => text)).toEqual(texts);
    expect(axis.top).toBeCloseTo(top, 12);
  });

  it('has a scale, too, where every share is zero', () => {
    expect(shareTicks(0, 4)).toEqual({ top: 1, ticks: [{ at: 0, text: '0 %' }] });
  });
});

describe('thin', () => {
  const label = (x: number, text = '100', anchor: Label['anchor'] = 'middle'): Label => ({ x, text, anchor });

  it('keeps all labels that have room', () => {
    const labels = [label(0, '≤ 1', 'start'), label(50), label(100), label(150, '> 9', 'end')];
    expect(thin(labels)).toEqual(labels);
  });

  it('keeps both ends where there is no room between them', () => {
    const labels = [label(0, '≤ 10', 'start'), label(20), label(30), label(60, '> 1k', 'end')];
    expect(thin(labels).map(({ text }) => text)).toEqual(['≤ 10', '> 1k']);
  });

  it('lets go of the last one where even two touch', () => {
    expect(thin([label(0, '≤ 1000', 'start'), label(40, '> 2000', 'end')]).map(({ text }) => text)).toEqual(['≤ 1000']);
  });

  it('leaves one label and none as they are', () => {
    expect([thin([]), thin([label(3)])]).toEqual([[], [label(3)]]);
  });
});
