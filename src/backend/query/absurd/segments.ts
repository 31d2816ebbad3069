import { benjaminiHochberg, concentration, type Calibration, type Verdict } from '../../../engine';
import { ABSURD_SIGNS, type AbsurdSign } from '../../../model';
import type { ConfidenceLayout } from './confidence';
import type { Judged } from './judge';
import { COUNTED } from './signs';
import { Tally } from './tally';

/** Beyond it a name is no segment but an id; what comes later is counted together. */
const MOST_VALUES = 1000;
export const OTHERS = '(others)';

/** From how many times the share elsewhere on a concentration is one to act on. */
const CLEAR_RATIO = 2;

/** One value of one segment, and how often a sign was seen in it. */
export interface SegmentRow {
  readonly segment: string;
  readonly value: string;
  readonly sign: AbsurdSign;
  readonly hits: number;
  readonly of: number;
  readonly share: number;
  readonly lower: number;
  readonly upper: number;
  readonly elsewhere: number | null;
  readonly ratio: number | null;
  readonly pValue: number | null;
  readonly pAdjusted: number | null;
  /** Wrong ones that the calibration expects there; null for the other signs. */
  readonly expected: number | null;
  readonly verdict: Verdict;
}

/** Counts by segment, each segment for itself: a prediction is in one value of each. */
export class Segments {
  private readonly tallies: ReadonlyMap<string, Map<string, Tally>>;
  private readonly folded = new Set<string>();

  constructor(
    names: readonly string[],
    private readonly layout: ConfidenceLayout,
    private readonly rules: number,
    private readonly calibration: Calibration | undefined
  ) {
    this.tallies = new Map(names.map((name) => [name, new Map<string, Tally>()]));
  }

  add(judged: Judged): void {
    for (const [name, values] of this.tallies) {
      let value = judged.event.group[name] ?? '';
      if (!values.has(value) && values.size >= MOST_VALUES) {
        this.folded.add(name);
        value = OTHERS;
      }
      let tally = values.get(value);
      if (tally === undefined) {
        tally = new Tally(this.layout, this.rules, this.calibration);
        values.set(value, tally);
      }
      tally.add(judged);
    }
  }

  /** Segments with so many values that some had to be counted together. */
  get tooMany(): readonly string[] {
    return [...this.folded];
  }

  /** Segments of which every prediction has none: a name that no line holds. */
  get unseen(): readonly string[] {
    return [...this.tallies].flatMap(([name, values]) => (values.size === 1 && values.has('') ? [name] : []));
  }

  /** Significance is corrected over all rows: whoever looks at many slices finds one that stands out. */
  rows(alpha: number): readonly SegmentRow[] {
    const rows = [...this.tallies].flatMap(([segment, values]) =>
      ABSURD_SIGNS.flatMap((sign) => {
        const counted = [...values]
          .map(([value, tally]) => ({ segment: value, tally, ...COUNTED[sign](tally) }))
          .filter(({ n }) => n > 0);
        const found = counted.some(({ hits }) => hits > 0) ? concentration(counted) : undefined;
        return found?.ok === true
          ? found.value.map((row, i) => ({
              ...row,
              segment,
              value: row.segment,
              sign,
              of: row.n,
              expected: sign === 'wrong' ? (counted[i]?.tally.expectedWrong ?? null) : null,
            }))
          : [];
      })
    );
    const adjusted = benjaminiHochberg(rows.map(({ pValue }) => pValue));
    return rows
      .map((row, i) => {
        const pAdjusted = adjusted[i] ?? null;
        return { ...row, pAdjusted, verdict: verdictOf(row, pAdjusted, alpha) };
      })
      .sort((a, b) => (a.pAdjusted ?? 1) - (b.pAdjusted ?? 1) || b.hits - a.hits || (a.value < b.value ? -1 : 1));
  }
}

function verdictOf(
  { hits, ratio, elsewhere }: Pick<SegmentRow, 'hits' | 'ratio' | 'elsewhere'>,
  pAdjusted: number | null,
  alpha: number
): Verdict {
  const clear = hits > 0 && elsewhere !== null && (ratio === null || ratio >= CLEAR_RATIO);
  if (pAdjusted !== null && pAdjusted <= alpha) {
    return clear ? 'drift' : 'warning';
  }
  // It may well stand out, and the data cannot tell: that is not the same as fine.
  return clear ? 'insufficient' : 'ok';
}
