import { accuracyDifference } from './accuracyDifference';
import { mcnemar } from './mcnemar';
import { accuracyNonInferiority, lossNonInferiority } from './nonInferiority';
import { labelledPairs, type PairedOutcomes } from './outcomes';
import { type DifferenceMoments, pairedTTest } from './pairedDifference';

export const RECOMMENDATIONS = ['promote', 'hold', 'roll_back'] as const;

/**
 * - `promote`: the shadow is shown to be no worse than the margin allows, and nothing speaks against it
 * - `roll_back`: it is shown to be worse by more than chance, beyond the margin, or too slow, or to fail too often
 * - `hold`: neither is shown yet
 */
export type Recommendation = (typeof RECOMMENDATIONS)[number];

/** What one side of the comparison says, and why. */
export interface Vote {
  readonly level: Recommendation;
  readonly reason: string;
}

/** What may speak against a shadow beside its answers. */
export interface OtherVotes {
  /** Differences of latency, shadow - live, with how much slower it may be, in the same unit, which the words name. */
  readonly latency?: { readonly moments: DifferenceMoments; readonly margin: number; readonly unit?: string };
  /**
   * Who answered at all, where `right` is an answer and `wrong` a failure, with how much more often the shadow may fail.
   * Where neither ever failed it says nothing.
   */
  readonly answers?: { readonly outcomes: PairedOutcomes; readonly margin: number };
  /** Pairs on which both are sure and disagree, with the largest share of them that is accepted without a look. */
  readonly confidentDisagreement?: { readonly share: number; readonly most: number };
}

export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** Counts are said in full: 3,199 pairs are not 3,200. */
export function count(value: number): string {
  return String(Math.round(value));
}

export function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function latencyVote({ moments, margin, unit }: NonNullable<OtherVotes['latency']>, alpha: number): Vote {
  const amount = (value: number): string => `${number(value)}${unit === undefined ? '' : ` ${unit}`}`;
  const test = lossNonInferiority(moments, margin, alpha);
  if (!test.ok) {
    return { level: 'hold', reason: `Latency cannot be compared: ${test.detail}` };
  }
  const { nonInferior, difference, bound } = test.value;
  const measured = `the shadow answers ${amount(Math.abs(difference))} ${difference >= 0 ? 'slower' : 'faster'} on average`;
  if (nonInferior) {
    return { level: 'promote', reason: `Latency is within the margin of ${amount(margin)}: ${measured}.` };
  }
  const against = pairedTTest(moments, margin);
  const worse = against.ok && against.value.t > 0 && against.value.pValue / 2 <= alpha;
  return worse
    ? { level: 'roll_back', reason: `Too slow: ${measured}, more than the margin of ${amount(margin)}.` }
    : { level: 'hold', reason: `Latency is not settled: ${measured}, and up to ${amount(bound)} is possible.` };
}

function answersVote({ outcomes, margin }: NonNullable<OtherVotes['answers']>, alpha: number): Vote | null {
  const { onlyLiveRight, onlyShadowRight, bothWrong } = outcomes;
  const n = labelledPairs(outcomes);
  if (!(onlyLiveRight + onlyShadowRight + bothWrong > 0)) {
    return null;
  }
  const test = mcnemar(outcomes);
  const difference = accuracyDifference(outcomes, { confidence: 1 - 2 * alpha });
  const safe = accuracyNonInferiority(outcomes, margin, alpha);
  if (!test.ok || !difference.ok || !safe.ok) {
    const [fault] = [test, difference, safe].flatMap((answer) => (answer.ok ? [] : [answer.detail]));
    return { level: 'hold', reason: `Failures cannot be compared: ${fault}` };
  }
  const measured = `the shadow fails on ${percent((onlyLiveRight + bothWrong) / n)} of the requests, live on ${percent((onlyShadowRight + bothWrong) / n)}`;
  if (safe.value.nonInferior) {
    return { level: 'promote', reason: `Failures are within the margin of ${percent(margin)}: ${measured}.` };
  }
  return test.value.pValue <= alpha && difference.value.value < -margin
    ? { level: 'roll_back', reason: `Fails too often: ${measured}, beyond the margin of ${percent(margin)}.` }
    : {
        level: 'hold',
        reason: `Failures are not settled: ${measured}, and up to ${percent(-safe.value.bound)} more is possible.`,
      };
}

/** The votes on latency, failures and confident contradictions, as far as they were given. */
export function otherVotes({ latency, answers, confidentDisagreement }: OtherVotes, alpha: number): readonly Vote[] {
  const votes: Array<Vote | null> = [
    latency === undefined ? null : latencyVote(latency, alpha),
    answers === undefined ? null : answersVote(answers, alpha),
    confidentDisagreement !== undefined && confidentDisagreement.share > confidentDisagreement.most
      ? {
          level: 'hold',
          reason: `Both models are sure and contradict each other on ${percent(confidentDisagreement.share)} of the pairs (accepted: ${percent(confidentDisagreement.most)}): look at those rows first.`,
        }
      : null,
  ];
  return votes.filter((vote) => vote !== null);
}

/** The gravest vote decides, and its reasons stand first. */
export function settle(votes: readonly Vote[]): {
  readonly recommendation: Recommendation;
  readonly reasons: readonly string[];
} {
  const recommendation =
    (['roll_back', 'hold', 'promote'] as const).find((level) => votes.some((vote) => vote.level === level)) ?? 'hold';
  return {
    recommendation,
    reasons: [
      ...votes.filter(({ level }) => level === recommendation),
      ...votes.filter(({ level }) => level !== recommendation),
    ].map(({ reason }) => reason),
  };
}

/** The vote where too little is labelled to say anything of who is right. */
export function tooFewLabels(n: number, smallest: number, what: 'pairs' | 'predictions' = 'pairs'): Vote {
  return {
    level: 'hold',
    reason: `Only ${count(n)} labelled ${what}: at least ${smallest} are needed to decide anything.`,
  };
}
