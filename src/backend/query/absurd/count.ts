import type { Calibration } from '../../../engine';
import type { LabelledLog, LabelledReading, PredictionPart } from '../../events/labelled';
import { takingTurns } from '../../events/turns';
import type { FieldValue, PredictionEvent } from '../../upstream/events';
import { compileFeaturePatterns } from '../../upstream/matching';
import type { TimeRange } from '../../upstream/upstream';
import { AbsurdRows } from './absurdRows';
import { Began } from './began';
import { Burn } from './burn';
import type { ConfidenceLayout } from './confidence';
import { judge, Obstacles, type Judged } from './judge';
import type { AbsurdOptions } from './options';
import type { OtherAnswers } from './otherAnswers';
import { OverTime } from './overTime';
import { Repeats } from './repeats';
import { Segments } from './segments';
import { Tally } from './tally';

/** More groups than this are ids, and nobody could look at the answer. */
export const MOST_GROUPS = 200;

/** What is counted of one group of `groupBy`; without it, of all. */
export interface GroupCounts {
  readonly group: Readonly<Record<string, string>>;
  readonly tally: Tally;
  readonly burn: Burn;
  readonly began: Began;
  readonly overTime: OverTime | undefined;
}

/** What became of one rule. */
export interface RuleCounts {
  unevaluable: number;
  why: string | undefined;
  lastSeen: number | undefined;
}

/** Everything that one pass over the predictions leaves behind. */
export interface AbsurdCounts {
  readonly whole: Tally;
  readonly burn: Burn;
  readonly began: Began;
  readonly groups: readonly GroupCounts[];
  /** Predictions of groups beyond the most that are kept apart. */
  readonly ungrouped: number;
  readonly rules: readonly RuleCounts[];
  readonly segments: Segments;
  readonly repeats: Repeats;
  readonly rows: AbsurdRows;
  readonly obstacles: Obstacles;
  readonly reading: LabelledReading;
}

/** The features that the query names, of all that an event carries: rules may have had more of them read. */
function shownFeatures({ shown }: AbsurdOptions): (event: PredictionEvent) => Readonly<Record<string, FieldValue>> {
  if (shown.length === 0) {
    return () => ({});
  }
  const passes = compileFeaturePatterns(shown);
  return ({ features }) => Object.fromEntries(Object.entries(features).filter(([name]) => passes(name)));
}

/**
 * Streams the predictions past their labels, and keeps counts: never an event, but for the few rows that are shown. A
 * window may reach back before the time range; what lies there counts for windows alone.
 */
export async function countAbsurd(
  log: LabelledLog,
  part: PredictionPart,
  {
    range,
    options,
    layout,
    calibration,
    others,
    signal,
  }: {
    readonly range: TimeRange;
    readonly options: AbsurdOptions;
    readonly layout: ConfidenceLayout;
    readonly calibration: Calibration | undefined;
    readonly others: OtherAnswers;
    readonly signal: AbortSignal;
  }
): Promise<AbsurdCounts> {
  const { frames, groupBy, rules, steps, asksForNumbers } = options;
  const shows = (frame: Parameters<typeof frames.has>[0]): boolean => !asksForNumbers && frames.has(frame);
  const tally = () => new Tally(layout, rules.length, calibration);
  const obstacles = new Obstacles();
  const beforeRange = new Obstacles();
  const judging = judge(options, others);
  const featuresOf = shownFeatures(options);
  const whole = tally();
  const burn = new Burn(range);
  const began = new Began(range, rules.length);
  const groups = new Map<string, GroupCounts>();
  let ungrouped = 0;
  const ruleCounts: RuleCounts[] = rules.map(() => ({ unevaluable: 0, why: undefined, lastSeen: undefined }));
  const segments = new Segments(shows('segments') ? options.segments : [], layout, rules.length, calibration);
  const repeats = new Repeats();
  const rows = new AbsurdRows(rules, options.limit);

  const groupOf = ({ group }: PredictionEvent): GroupCounts | undefined => {
    const key = JSON.stringify(groupBy.map((name) => group[name] ?? ''));
    const known = groups.get(key);
    if (known !== undefined || groups.size >= MOST_GROUPS) {
      return known;
    }
    const made: GroupCounts = {
      group: Object.fromEntries(groupBy.map((name) => [name, group[name] ?? ''])),
      tally: tally(),
      burn: new Burn(range),
      began: new Began(range, rules.length),
      overTime: steps === undefined ? undefined : new OverTime(steps, calibration),
    };
    groups.set(key, made);
    return made;
  };

  const count = (judged: Judged): void => {
    const { event, answers } = judged;
    const inRange = event.time > range.from;
    const own = groupOf(event);
    own?.overTime?.add(judged);
    if (!inRange) {
      return;
    }
    whole.add(judged);
    burn.add(judged);
    began.add(judged);
    own?.tally.add(judged);
    own?.burn.add(judged);
    own?.began.add(judged);
    ungrouped += own === undefined ? 1 : 0;
    answers.forEach((answer, i) => {
      const counts = ruleCounts[i] as RuleCounts;
      if (answer === true) {
        counts.lastSeen = event.time;
      } else if (answer !== false) {
        counts.unevaluable++;
        counts.why ??= answer.why;
      }
    });
    segments.add(judged);
    if (shows('repeats')) {
      repeats.add(judged, featuresOf(event));
    }
    if (shows('rows')) {
      rows.add(judged, () => featuresOf(event));
    }
  };

  const reading = log.read(part);
  const turn = takingTurns(signal);
  for await (const batch of reading) {
    for (const joined of batch) {
      const judged = judging(joined, joined.prediction.time > range.from ? obstacles : beforeRange);
      if (judged !== undefined) {
        count(judged);
      }
    }
    await turn();
  }
  return {
    whole,
    burn,
    began,
    groups: [...groups.values()].sort((a, b) => {
      const [x, y] = [a, b].map(({ group }) => JSON.stringify(Object.values(group))) as [string, string];
      return x < y ? -1 : x > y ? 1 : 0;
    }),
    ungrouped,
    rules: ruleCounts,
    segments,
    repeats,
    rows,
    obstacles,
    reading,
  };
}
