/**
 * jsdom lays nothing out and draws nothing; Grafana's comboboxes measure their texts on a canvas and show only the
 * options that fit into their box. This gives every text and box a size, so that the real components work.
 */
export function giveEverythingASize(): void {
  HTMLCanvasElement.prototype.getContext = (() => ({
    measureText: (text: string) => ({ width: 8 * text.length }),
  })) as unknown as HTMLCanvasElement['getContext'];
  const box = { x: 0, y: 0, top: 0, left: 0, bottom: 600, right: 800, width: 800, height: 600, toJSON: () => ({}) };
  Element.prototype.getBoundingClientRect = () => box;
  for (const [name, size] of [
    ['offsetHeight', box.height],
    ['offsetWidth', box.width],
    ['clientHeight', box.height],
    ['clientWidth', box.width],
  ] as const) {
    Object.defineProperty(name.startsWith('client') ? Element.prototype : HTMLElement.prototype, name, {
      configurable: true,
      value: size,
    });
  }
  globalThis.IntersectionObserver ??= class {
    readonly root = null;
    readonly rootMargin = '';
    readonly thresholds = [];
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
    takeRecords(): [] {
      return [];
    }
  };
  globalThis.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
}
