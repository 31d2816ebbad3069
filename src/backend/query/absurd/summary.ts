import { confidentErrors, wilson, type Calibration, type ConfidentErrors, type Verdict } from '../../../engine';
import type { BurnRates } from './burn';
import type { AbsurdOptions } from './options';
import type { Tally } from './tally';

/** Where labels stand: none is written for this model, some are but for others, or they come. */
export type LabelState = 'never' | 'elsewhere' | 'some' | 'not_read' | 'cannot_judge';

/** What one set of predictions comes to. Null is "no answer", and never zero. */
export interface AbsurdSummary {
  readonly tally: Tally;
  readonly labels: LabelState;
  readonly errors: ConfidentErrors | undefined;
  readonly wrongRate: { readonly value: number; readonly lower: number; readonly upper: number } | undefined;
  readonly expectedRate: number | null;
  readonly opposed: ConfidentErrors | undefined;
  /** The share of confident outputs that may be wrong. */
  readonly allowed: number | null;
  readonly burn: BurnRates;
  readonly labelCompleteness: number | null;
  readonly verdict: Verdict;
  readonly reason: string;
}

interface Finding {
  readonly verdict: Verdict;
  readonly reason: string;
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function byLabels(errors: ConfidentErrors | undefined, labels: LabelState): Finding | undefined {
  if (errors !== undefined) {
    return errors;
  }
  switch (labels) {
    case 'some':
      return { verdict: 'insufficient', reason: 'No confident prediction has a label yet: wait for labels.' };
    case 'elsewhere':
      return { verdict: 'insufficient', reason: 'Labels came, but for none of these predictions.' };
    case 'cannot_judge':
    case 'never':
    case 'not_read':
      return undefined;
  }
}

/** An impossible output is a defect each time; many are one that nobody can work with. */
function byRules(tally: Tally, { rules, budget, threshold }: AbsurdOptions): Finding | undefined {
  if (rules.length === 0 || tally.predictions === 0) {
    return undefined;
  }
  const { ruleViolations: broken, predictions } = tally;
  if (broken === 0) {
    return { verdict: 'ok', reason: `No output of ${number(predictions)} breaks a rule.` };
  }
  const share = broken / predictions;
  const many = budget ?? 1 - threshold;
  return {
    verdict: share > many ? 'drift' : 'warning',
    reason: `${number(broken)} of ${number(predictions)} outputs break a rule${share > many ? `, more than ${number(100 * many)} %` : ''}.`,
  };
}

/** One of two sides is wrong, and no label says which: never more than a warning. */
function byOpposition(opposed: ConfidentErrors | undefined): Finding | undefined {
  if (opposed === undefined || opposed.verdict === 'insufficient') {
    return undefined;
  }
  const measured = `Both versions are confident and differ on ${number(opposed.wrong)} of ${number(opposed.confident)} requests, at most ${number(opposed.expectedWrong)} expected`;
  return opposed.verdict === 'ok'
    ? { verdict: 'ok', reason: `${measured}.` }
    : { verdict: 'warning', reason: `${measured}: one of them is too sure.` };
}

const GRAVEST: readonly Verdict[] = ['drift', 'warning', 'insufficient', 'ok'];

function together(findings: ReadonlyArray<Finding | undefined>, labels: LabelState): Finding {
  const known = findings.filter((finding) => finding !== undefined);
  const gravest = GRAVEST.find((verdict) => known.some((finding) => finding.verdict === verdict));
  if (gravest === undefined) {
    const why =
      labels === 'never'
        ? 'No label ever came, no rule is set, and no other version answered: nothing can tell that an output is absurd.'
        : 'Nothing can tell that an output is absurd: set rules, or log labels.';
    return { verdict: 'insufficient', reason: why };
  }
  // What decided comes first; what else was found stands behind it, unless it is just fine.
  const order = [...known].sort((a, b) => GRAVEST.indexOf(a.verdict) - GRAVEST.indexOf(b.verdict));
  return {
    verdict: gravest,
    reason: order
      .filter(({ verdict }, i) => i === 0 || verdict !== 'ok')
      .map(({ reason }) => reason)
      .join(' '),
  };
}

/** What so many counts come to, against what the calibration expects. */
export function summarize(
  tally: Tally,
  {
    options,
    calibration,
    labels,
    burn,
  }: {
    readonly options: AbsurdOptions;
    readonly calibration: Calibration | undefined;
    readonly labels: LabelState;
    readonly burn: (allowed: number | undefined) => BurnRates;
  }
): AbsurdSummary {
  const { threshold, alpha, budget } = options;
  const answer = confidentErrors(tally.buckets.confident(), threshold, {
    alpha,
    ...(calibration === undefined ? {} : { calibration }),
  });
  const errors = answer.ok && labels !== 'cannot_judge' ? answer.value : undefined;
  const rate = errors === undefined ? undefined : wilson(errors.wrong, errors.confident);
  const pairs = confidentErrors(tally.pairBuckets(), 0, { alpha });
  const opposed = pairs.ok ? pairs.value : undefined;
  const expectedRate = errors === undefined ? null : errors.expectedWrong / errors.confident;
  const allowed = budget ?? (expectedRate !== null && expectedRate > 0 && expectedRate < 1 ? expectedRate : undefined);
  return {
    tally,
    labels,
    errors,
    wrongRate: rate?.ok === true ? { lower: 0, upper: 1, ...rate.value } : undefined,
    expectedRate,
    opposed,
    allowed: allowed ?? null,
    burn: burn(errors === undefined ? undefined : allowed),
    labelCompleteness: labels === 'not_read' || tally.predictions === 0 ? null : tally.labelled / tally.predictions,
    ...together([byLabels(errors, labels), byRules(tally, options), byOpposition(opposed)], labels),
  };
}
