import { TidemarkError } from '../../errors';
import type { TimeRange } from '../upstream';
import { ServerLimits } from './limits';
import { occupied } from './occupied';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-01-01T07:30:00Z');
const WHOLE = { from: START, to: START + 90 * DAY_MS };
const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

/** An index that knows of streams at some instants, and a note of how often it was asked. */
function index(instants: readonly number[]) {
  const asked: TimeRange[] = [];
  const streams = async (_: string, range: TimeRange): Promise<number> => {
    asked.push(range);
    return instants.filter((at) => at > range.from && at <= range.to).length;
  };
  return { api: { streams }, asked };
}

const { signal } = new AbortController();

describe('where a long range has anything at all', () => {
  it('is in the days of its lines, those at midnight and at the ends among them', async () => {
    const at = [START + 1, day('2026-02-10'), day('2026-02-10') + 1, day('2026-03-05') + 5, WHOLE.to];
    const { api, asked } = index(at);
    expect(await occupied({ api, limits: new ServerLimits() }, '{}', WHOLE, signal)).toEqual([
      { from: START, to: day('2026-01-02') },
      { from: day('2026-02-09'), to: day('2026-02-11') },
      { from: day('2026-03-05'), to: day('2026-03-06') },
      { from: day('2026-04-01'), to: WHOLE.to },
    ]);
    expect(asked.length).toBeLessThan(60);
  });

  it('is nowhere where there is none, which ten questions tell', async () => {
    const { api, asked } = index([]);
    expect(await occupied({ api, limits: new ServerLimits() }, '{}', WHOLE, signal)).toEqual([]);
    expect(asked.length).toBeLessThanOrEqual(10);
    // Together they are the range: each begins where the one before ends, which is asked about, too.
    expect(asked[0]?.from).toBe(WHOLE.from);
    expect(asked.at(-1)?.to).toBe(WHOLE.to + 1);
    asked.slice(1).forEach(({ from }, i) => expect(from + 1).toBe(asked[i]?.to));
  });

  it('is everywhere, in one piece, where every day has lines', async () => {
    const { api } = index([...Array.from({ length: 90 }, (_, i) => START + i * DAY_MS + 1), WHOLE.to]);
    expect(await occupied({ api, limits: new ServerLimits() }, '{}', WHOLE, signal)).toEqual([WHOLE]);
  });

  it('is not asked of a short range', async () => {
    const { api, asked } = index([]);
    const short = { from: START, to: START + 2 * DAY_MS };
    expect(await occupied({ api, limits: new ServerLimits() }, '{}', short, signal)).toEqual([short]);
    expect(asked).toEqual([]);
  });

  it('is asked of less at once where Loki wants that, and not at all where a day is too much', async () => {
    const refusing = (mostMs: number, text: string) => {
      const { api, asked } = index([day('2026-02-10') + 5]);
      const streams = async (selector: string, piece: TimeRange): Promise<number> => {
        if (piece.to - piece.from > mostMs) {
          throw new TidemarkError(
            'upstream_rejected_query',
            `the query time range exceeds the limit (query length: 240h, limit: ${text})`
          );
        }
        return api.streams(selector, piece);
      };
      return { of: () => occupied({ api: { streams }, limits: new ServerLimits() }, '{}', WHOLE, signal), asked };
    };
    expect(await refusing(2 * DAY_MS, '2d').of()).toEqual([{ from: day('2026-02-10'), to: day('2026-02-11') }]);
    expect(await refusing(DAY_MS, '1d').of()).toEqual([WHOLE]);
  });
});
