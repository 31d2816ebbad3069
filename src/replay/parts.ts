import type { ReplayAnswer, ReplayRequest, ReplayRule } from '../model';
import { joinAnswers } from './course';
import { isQuery } from './ruleStep';
import { niceStep } from './step';

/** Kinds of queries that come out of metrics, or of a few lines of the log; others read days of it for each evaluation. */
const LIGHT: ReadonlySet<unknown> = new Set(['drift', 'dataset', 'pipeline']);

/** Rules that are asked for together, because they ask much the same. */
export interface ReplayPart {
  readonly rules: readonly ReplayRule[];
  /** Seconds between evaluations, where rules are not evaluated less often anyway. */
  readonly step: number;
  readonly heavy: boolean;
}

export interface PartOptions {
  readonly from: number;
  readonly to: number;
  /** The most evaluations of a rule. */
  readonly evaluations: number;
  /** The same, where each reads days of a log. */
  readonly heavyEvaluations: number;
  /** Seconds between evaluations, whatever the range. */
  readonly step?: number;
}

export function isHeavy({ nodes }: ReplayRule): boolean {
  return nodes.some((node) => isQuery(node) && !LIGHT.has(node.model['queryType']));
}

/** In which requests rules are replayed: what is light first, model by model, then each rule that is heavy on its own. */
export function partsOf(rules: readonly ReplayRule[], options: PartOptions): readonly ReplayPart[] {
  const { from, to, step, evaluations, heavyEvaluations } = options;
  const of = (heavy: boolean): number => step ?? niceStep(to - from, heavy ? heavyEvaluations : evaluations);
  const light = new Map<string, ReplayRule[]>();
  for (const rule of rules.filter((one) => !isHeavy(one))) {
    const model = rule.labels['model'] ?? '';
    light.set(model, [...(light.get(model) ?? []), rule]);
  }
  return [
    ...[...light.values()].map((own) => ({ rules: own, step: of(false), heavy: false })),
    ...rules.filter(isHeavy).map((rule) => ({ rules: [rule], step: of(true), heavy: true })),
  ];
}

/** Rules that could not be replayed, and why. */
export interface FailedPart {
  readonly rules: readonly ReplayRule[];
  readonly message: string;
}

export interface ReplayedParts {
  /** What all parts answered, as one; undefined where none did. */
  readonly answer: ReplayAnswer | undefined;
  readonly failed: readonly FailedPart[];
}

/** Answers about different rules, over the same time, as one. */
function beside(answers: readonly ReplayAnswer[]): ReplayAnswer | undefined {
  const [first] = answers;
  return first === undefined
    ? undefined
    : {
        ...first,
        until: Math.max(...answers.map(({ until }) => until)),
        asked: answers.reduce((sum, { asked }) => sum + asked, 0),
        rules: answers.flatMap(({ rules }, part) =>
          rules.map((rule) => ({
            ...rule,
            queries: Object.fromEntries(Object.entries(rule.queries).map(([refId, id]) => [refId, `${part}.${id}`])),
          }))
        ),
        courses: answers.flatMap(({ courses }, part) => courses.map((one) => ({ ...one, id: `${part}.${one.id}` }))),
        firings: [],
        notifications: [],
      };
}

/** As signal.throwIfAborted() does, which older browsers lack. */
function stopIfAborted({ aborted, reason }: AbortSignal): void {
  if (aborted) {
    throw reason instanceof Error ? reason : new Error('The replay was cancelled.');
  }
}

/** What a request says of a part, beside its rules and its time. */
export type PartRequest = Pick<ReplayRequest, 'folder' | 'inhibitions' | 'evidence'>;

/**
 * Asks part by part, and each until all of it has been evaluated. A part that fails leaves the others whole.
 *
 * @param ask one request; what it throws is the failure of the part.
 * @param progress is told how much has been done, from 0 to 1, and what there is so far.
 */
export async function replayParts(
  parts: readonly ReplayPart[],
  { from, to }: Pick<PartOptions, 'from' | 'to'>,
  about: PartRequest,
  ask: (request: ReplayRequest) => Promise<ReplayAnswer>,
  {
    signal,
    progress,
  }: { readonly signal: AbortSignal; readonly progress: (share: number, sofar: ReplayAnswer | undefined) => void }
): Promise<ReplayedParts> {
  const done: ReplayAnswer[] = [];
  const failed: FailedPart[] = [];
  for (const [place, { rules, step }] of parts.entries()) {
    let whole: ReplayAnswer | undefined;
    try {
      for (let next: number | null = from; next !== null;) {
        stopIfAborted(signal);
        const answer: ReplayAnswer = await ask({ ...about, from: next, to, step, rules });
        whole = whole === undefined ? answer : joinAnswers(whole, answer);
        next = answer.next;
        progress((place + Math.min(1, (answer.until - from) / Math.max(1, to - from))) / parts.length, undefined);
      }
      if (whole !== undefined) {
        done.push(whole);
      }
    } catch (thrown) {
      stopIfAborted(signal);
      failed.push({ rules, message: thrown instanceof Error ? thrown.message : String(thrown) });
    }
    progress((place + 1) / parts.length, place + 1 === parts.length ? undefined : beside(done));
  }
  return { answer: beside(done), failed };
}
