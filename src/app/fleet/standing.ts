import type { Verdict } from '../../engine';
import { ABSURD_SUMMARY_FIELDS } from '../../model/absurdFrames';
import { DATASET_SUMMARY_FIELDS } from '../../model/datasetFrames';
import { DRIFT_TABLE_FIELDS } from '../../model/frames';
import { VERSIONS_FIELDS } from '../../model/modelsFrames';
import type { PerformanceLevels } from '../../model/performanceLevels';
import { PIPELINE_SUMMARY_FIELDS } from '../../model/pipelineFrames';
import { VERDICTS_BY_GRAVITY } from '../../model/verdicts';
import type { Answer } from '../ask/ask';
import { numberOf, rowsOf, rowsOfFrame, textOf } from '../ask/table';
import { judgePerformance } from './judgePerformance';
import { LIGHTS, type Light, type LightId } from './light';

export interface Day {
  /** The start of the day, in milliseconds. */
  readonly start: number;
  /** Null where nothing was seen on that day. */
  readonly verdict: Verdict | null;
  readonly share: number | null;
}

/** All that the fleet says of one model; what has not been answered yet is undefined. */
export interface Standing {
  readonly lights: Readonly<Record<LightId, Light>>;
  readonly version?: string | null;
  readonly shadow?: string;
  /** Predictions an hour, live and shadow together; null where nobody counts them. */
  readonly traffic?: number | null;
  /** The feature and bin that moved most. */
  readonly cause?: string;
  readonly days?: readonly Day[];
}

export const WAITING: Standing = {
  lights: {
    pipeline: { state: 'waiting' },
    data: { state: 'waiting' },
    model: { state: 'waiting' },
    output: { state: 'waiting' },
  },
};

/** Whether something of it has not been answered yet. */
export function isOpen({ lights }: Standing): boolean {
  return LIGHTS.some((id) => lights[id].state === 'waiting');
}

export function asVerdict(value: unknown): Verdict | undefined {
  return VERDICTS_BY_GRAVITY.find((verdict) => verdict === value);
}

/** A verdict that a later version may know is never read as fine. */
const judged = (verdict: unknown, why: string): Light => ({
  state: 'judged',
  verdict: asVerdict(verdict) ?? 'insufficient',
  why,
});

function withoutRows(answer: Answer, why: string): Light {
  if (answer.state === 'done') {
    return { state: 'none', why };
  }
  // The whole sentence names series and instants.
  if (answer.because === 'nothing') {
    return judged('insufficient', why);
  }
  return { state: answer.because === 'no_log' ? 'none' : 'failed', why: answer.why };
}

export function dataLight(answer: Answer): { readonly light: Light; readonly cause?: string } {
  const row = rowsOf(answer, 'summary', DATASET_SUMMARY_FIELDS)?.[0];
  if (row === undefined) {
    return { light: withoutRows(answer, 'No feature of this model was seen in this time.') };
  }
  if (numberOf(row.features) === 0) {
    return { light: { state: 'none', why: 'No feature of this model was seen in this time.' } };
  }
  const cause = textOf(row.worst);
  return { light: judged(row.verdict, textOf(row.reason)), ...(cause !== '' && { cause }) };
}

const JOB_VERDICT: Readonly<Record<string, Verdict>> = {
  failed: 'drift',
  late: 'warning',
  empty: 'warning',
  insufficient: 'insufficient',
  ok: 'ok',
};

export function pipelineLight(answer: Answer): Light {
  const jobs = (rowsOf(answer, 'summary', PIPELINE_SUMMARY_FIELDS) ?? []).map((row) => ({
    job: textOf(row.job),
    verdict: JOB_VERDICT[textOf(row.verdict)] ?? 'insufficient',
    why: textOf(row.reason),
  }));
  const [worst] = [...jobs].sort((a, b) => gravity(a.verdict) - gravity(b.verdict));
  const none = 'No run of a job was seen in this time.';
  // Not every model is fed by jobs.
  if (answer.state === 'failed' && answer.because === 'nothing') {
    return { state: 'none', why: none };
  }
  return worst === undefined
    ? withoutRows(answer, none)
    : judged(worst.verdict, worst.why === '' ? worst.job : `${worst.job}: ${worst.why}`);
}

export function outputLight(answer: Answer): Light {
  const row = rowsOf(answer, 'summary', ABSURD_SUMMARY_FIELDS)?.[0];
  return row === undefined
    ? withoutRows(answer, 'No output was seen in this time.')
    : judged(row.verdict, textOf(row.reason));
}

export function modelLight(answer: Answer, levels: PerformanceLevels): Light {
  return judgePerformance(answer, levels) ?? withoutRows(answer, 'No prediction was seen in this time.');
}

/** What serves now: of live, and of the shadow. */
export function versionsNow(answer: Answer): Pick<Standing, 'version' | 'shadow'> {
  const now = (rowsOf(answer, 'versions', VERSIONS_FIELDS) ?? []).filter(({ until }) => until === null);
  const of = (role: string): string | undefined => {
    const version = now.find((row) => row.role === role)?.version;
    return version === undefined ? undefined : textOf(version);
  };
  const shadow = of('shadow');
  return { version: of('live') ?? null, ...(shadow !== undefined && { shadow }) };
}

/** Predictions an hour: each of them counts once for every feature. */
export function trafficOf(answer: Answer, hours: number): number | null {
  const [frame] = answer.state === 'done' ? answer.frames : [];
  const counts =
    frame === undefined ? [] : rowsOfFrame(frame, DRIFT_TABLE_FIELDS).map((row) => numberOf(row.currentCount) ?? 0);
  const most = Math.max(0, ...counts);
  return most > 0 && hours > 0 ? most / hours : null;
}

const DAY_MS = 86_400_000;
const OVER_TIME = { time: 'time', share: 'weighted_share', verdict: 'verdict' } as const;

/** The verdict of each of the last days, the earliest first; `ends` are the ends of those days. */
export function daysOf(answer: Answer, ends: readonly number[]): readonly Day[] {
  const rows = new Map(
    (rowsOf(answer, 'over_time', OVER_TIME) ?? []).map((row) => [
      Number(row.time),
      { share: numberOf(row.share), verdict: asVerdict(row.verdict) },
    ])
  );
  return ends.map((end) => {
    const row = rows.get(end);
    return { start: end - DAY_MS, share: row?.share ?? null, verdict: row?.verdict ?? null };
  });
}

export const gravity = (verdict: Verdict): number => VERDICTS_BY_GRAVITY.indexOf(verdict);

const isTrouble = (verdict: Verdict | null): boolean => verdict === 'drift' || verdict === 'warning';

/**
 * The day on which the trouble of the data began: the first of the days without a fine one up to now.
 * @returns undefined where the data is fine now, and where the trouble is younger than the last whole day.
 */
export function sinceOf({ lights, days }: Standing): number | undefined {
  if (lights.data.state !== 'judged' || !isTrouble(lights.data.verdict)) {
    return undefined;
  }
  let since: number | undefined;
  for (const { start, verdict } of [...(days ?? [])].reverse()) {
    if (!isTrouble(verdict)) {
      break;
    }
    since = start;
  }
  return since;
}

/** How much trouble a model is in: the larger, the sooner somebody should look. */
export function troubleOf({ lights }: Standing): number {
  return LIGHTS.reduce((sum, id) => {
    const light = lights[id];
    const weight = light.state === 'judged' ? { drift: 1000, warning: 100, insufficient: 1, ok: 0 }[light.verdict] : 0;
    return sum + weight + (light.state === 'failed' ? 10 : 0);
  }, 0);
}

/** Whether something that was asked about the model failed: then nobody knows that it is fine. */
export const isBlind = ({ lights }: Standing): boolean => LIGHTS.some((id) => lights[id].state === 'failed');

/** Whether all was answered and nothing of it can be judged: a model without traffic is not one that is fine. */
export const isSilent = ({ lights }: Standing): boolean =>
  LIGHTS.every((id) => {
    const light = lights[id];
    return light.state === 'none' || (light.state === 'judged' && light.verdict === 'insufficient');
  });

/** The first of what is wrong, from cause to effect, and last of all why something is not known; none where nothing is. */
export function gravest({ lights }: Standing): { readonly id: LightId; readonly why: string } | undefined {
  for (const wanted of ['drift', 'warning'] as const) {
    for (const id of LIGHTS) {
      const light = lights[id];
      if (light.state === 'judged' && light.verdict === wanted) {
        return { id, why: light.why };
      }
    }
  }
  for (const id of LIGHTS) {
    const light = lights[id];
    if (light.state === 'failed') {
      return { id, why: light.why };
    }
  }
  return undefined;
}
