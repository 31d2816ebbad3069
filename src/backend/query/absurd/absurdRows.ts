import { ABSURD_SIGNS, type AbsurdSign } from '../../../model';
import type { FieldValue } from '../../upstream/events';
import type { Judged } from './judge';
import type { CompiledRule } from './rules';
import { signsOf } from './signs';
import { Top } from './topRows';

/** One absurd output, as it is shown. */
export interface AbsurdRow {
  readonly time: number;
  readonly predictionId: string | undefined;
  readonly requestId: string | undefined;
  readonly prediction: string | number | undefined;
  readonly label: string | number | undefined;
  readonly confidence: number | undefined;
  readonly rules: readonly string[];
  readonly signs: readonly AbsurdSign[];
  readonly shadow: string | undefined;
  readonly version: string;
  readonly role: string;
  readonly latencyMs: number | undefined;
  readonly features: Readonly<Record<string, FieldValue>>;
}

/** The most confident first; what claims nothing last; of equal claims the latest. */
function bySureness(a: AbsurdRow, b: AbsurdRow): number {
  return (b.confidence ?? -1) - (a.confidence ?? -1) || b.time - a.time;
}

/** Absurd outputs, at most `limit` of each sign, so that many of one sort do not hide the few of another. */
export class AbsurdRows {
  private readonly tops: Readonly<Record<AbsurdSign, Top<AbsurdRow>>>;

  constructor(
    private readonly rules: readonly CompiledRule[],
    limit: number
  ) {
    const top = () => new Top<AbsurdRow>(limit, bySureness);
    this.tops = { wrong: top(), rule: top(), opposed: top() };
  }

  add(judged: Judged, features: () => AbsurdRow['features']): void {
    const signs = signsOf(judged);
    if (signs.length === 0) {
      return;
    }
    const { event, label, confidence, answers, other, isOpposed } = judged;
    const row: AbsurdRow = {
      time: event.time,
      predictionId: event.predictionId,
      requestId: event.requestId,
      prediction: event.prediction,
      label: label?.label,
      confidence,
      rules: this.rules.flatMap(({ name }, i) => (answers[i] === true ? [name] : [])),
      signs,
      shadow: isOpposed ? other?.prediction : undefined,
      version: event.version,
      role: event.role,
      latencyMs: event.latencyMs,
      features: features(),
    };
    signs.forEach((sign) => this.tops[sign].offer(row));
  }

  /** What there is to say of rows that are not shown; undefined where all are. */
  get left(): string | undefined {
    const cut = ABSURD_SIGNS.filter((sign) => this.tops[sign].all > this.tops[sign].sorted().length);
    return cut.length === 0
      ? undefined
      : `Of ${cut.map((sign) => `${this.tops[sign].all.toLocaleString('en')} (${sign})`).join(' and ')} rows the most confident are shown: raise "limit" for more.`;
  }

  sorted(): readonly AbsurdRow[] {
    const all = new Set(ABSURD_SIGNS.flatMap((sign) => this.tops[sign].sorted()));
    return [...all].sort(bySureness);
  }
}
