import { seeded, type DetectorId } from '../../engine';
import { scoreChanges } from './scoreChanges';
import { steadyWindows } from './steadyWindows';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-01T00:00:00Z');

/** Scores of so many windows, moved from one of them on. */
function series(count: number, from: number, shift: number, stepMs = HOUR) {
  const random = seeded(3);
  const normal = (): number => random() + random() + random() + random() - 2;
  return {
    feature: 'amount',
    group: {},
    key: 'amount',
    windows: Array.from({ length: count }, (_, i) => ({
      time: START + i * stepMs,
      scores: [0.1 + 0.01 * normal() + (i >= from ? shift : 0)],
    })),
  };
}

const steps = { windowMs: HOUR, stepMs: HOUR, times: [] };
const look = (detector: DetectorId, one: ReturnType<typeof series>, history: readonly number[] = [], at = steps) =>
  scoreChanges(detector, [one], ['psi'], at, () => history);

describe('changes of scores over time', () => {
  it.each(['cusum', 'ewma', 'page_hinkley', 'kswin'] as const)('%s finds where a series began to move', (detector) => {
    const { changes, counts } = look(detector, series(300, 200, 0.2));
    // What a chart learned from fifty values lets it err now and then: of what it calls, that after the move is meant.
    const first = changes.find(({ time }) => time >= START + 200 * HOUR);
    // The window that ends at hour 200 begins at hour 199.
    expect(Math.abs(((first?.onset ?? NaN) - START) / HOUR - 199)).toBeLessThanOrEqual(detector === 'kswin' ? 8 : 1);
    expect(first).toMatchObject({ feature: 'amount', score: 'psi', direction: 'up' });
    expect(first?.reason).toMatch(/^PSI rose, from about 2026-11-09T/);
    expect(counts).toEqual([{ feature: 'amount', group: {}, score: 'psi', changes: changes.length }]);
  });

  it('adwin finds a move that is large on its own scale', () => {
    const [first] = look('adwin', series(640, 320, 0.6)).changes;
    expect(Math.abs(((first?.onset ?? NaN) - START) / HOUR - 319)).toBeLessThanOrEqual(32);
  });

  it('tells how often the detector errs, and how much it looked at', () => {
    const { notices, changes } = look('cusum', series(100, 100, 0));
    expect(changes).toEqual([]);
    expect(notices[0]).toMatch(
      /^CUSUM calls a change by mistake once in 465 windows of a series \(2w5d9h\); it looked at 100 here\. For independent/
    );
  });

  it('learns what is normal from the history of the reference, where few windows are there', () => {
    const short = series(8, 4, 0.2);
    expect(look('cusum', short).counts[0]?.changes).toBeNull();
    expect(look('cusum', short).notices[0]).toMatch(
      /at 20 of them at least, and amount has 8: choose a shorter window/
    );
    const history = series(40, 40, 0).windows.map(({ scores: [value = NaN] }) => value);
    const [found] = look('cusum', short, history).changes;
    expect(Math.abs(((found?.onset ?? NaN) - START) / HOUR - 3)).toBeLessThanOrEqual(1);
  });

  it('looks at windows that lie side by side, however close the steps are', () => {
    const close = series(3_600, 2_400, 0.2, HOUR / 12);
    const { changes, notices } = look('cusum', close, [], { ...steps, stepMs: HOUR / 12 });
    expect(notices[0]).toMatch(/looked at 300 here/);
    const moved = changes.find(({ time }) => time >= START + 200 * HOUR);
    expect(Math.abs(((moved?.onset ?? NaN) - START) / HOUR - 199)).toBeLessThanOrEqual(1);
    expect(changes.every(({ time }) => time % HOUR === 0)).toBe(true);
  });

  it('are told once, however long a shift lasts', () => {
    const history = series(40, 40, 0).windows.map(({ scores: [value = NaN] }) => value);
    const { changes } = look('cusum', series(60, 20, 0.2), history);
    expect(changes.filter(({ time }) => time >= START + 20 * HOUR)).toHaveLength(1);
  });

  it('skips windows without a score', () => {
    const gaps = series(300, 200, 0.2);
    const windows = gaps.windows.map((window, i) => (i % 10 === 0 ? { ...window, scores: [null] } : window));
    const { changes, notices } = look('ewma', { ...gaps, windows } as typeof gaps);
    expect(changes.length).toBeGreaterThan(0);
    expect(notices[0]).toMatch(/looked at 270 here/);
  });
});

describe('verdicts that are held', () => {
  const windows = (verdicts: ReadonlyArray<'ok' | 'drift' | 'insufficient'>) =>
    verdicts.map((verdict, i) => ({ time: START + i * HOUR, verdict, reason: `${verdict}.` }));

  it('change after windows in a row, and say so in the meantime', () => {
    const held = steadyWindows(windows(['ok', 'drift', 'ok', 'drift', 'drift', 'insufficient', 'ok']), {}, steps);
    expect(held.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok', 'ok', 'drift', 'drift', 'drift']);
    expect(held.map(({ windowVerdict }) => windowVerdict)[1]).toBe('drift');
    expect(held[1]?.reason).toBe('Still ok: 1 of 2 windows in a row speak against it. drift.');
    expect(held[5]?.reason).toBe('Still drift. insufficient.');
    expect(held[4]?.reason).toBe('drift.');
  });

  it('ask of windows that overlap for as long as of those that lie side by side', () => {
    const all = windows(['ok', 'ok', 'ok', 'drift', 'drift', 'drift', 'drift', 'drift']);
    const held = steadyWindows(all, { raiseAfter: 2 }, { ...steps, windowMs: 3 * HOUR });
    expect(held.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'drift', 'drift']);
    expect(steadyWindows(all, { raiseAfter: 1 }, { ...steps, windowMs: 3 * HOUR })[3]?.verdict).toBe('drift');
  });
});
