import { SERIES_LABELS, type ABSURD_SUMMARY_FIELDS, type AbsurdMetric } from '../../../model';
import type { Began } from '../../query/absurd/began';
import type { AbsurdOptions } from '../../query/absurd/options';
import type { AbsurdSummary } from '../../query/absurd/summary';
import { COUNT_CONFIG } from '../fieldConfig';
import type { Frame, Notice } from '../frame';
import { numericFrames, type NumericValue } from '../named';
import { SHARE_CONFIG, SUMMARY_CONFIG } from './configs';
import { summaryNumbers } from './summaryFields';

/** The numbers for rules that stand in the summary as they are. */
const IN_SUMMARY = {
  ratio: 'ratio',
  ratio_lower: 'ratioLower',
  wrong_rate: 'wrongRate',
  expected_rate: 'expectedRate',
  wrong: 'wrong',
  confident: 'confident',
  p_value: 'pValue',
  rule_violations: 'ruleViolations',
  opposed: 'opposed',
  burn_fast: 'burnFast',
  burn_slow: 'burnSlow',
  burn_long: 'burnLong',
  budget_left: 'budgetLeft',
  unlabelled: 'unlabelled',
  label_completeness: 'labelCompleteness',
} as const satisfies Partial<Record<AbsurdMetric, keyof typeof ABSURD_SUMMARY_FIELDS>>;

/** The burn that each cause is of. */
const CAUSES = {
  burn_fast_cause: 'fast',
  burn_slow_cause: 'slow',
  burn_long_cause: 'long',
} as const satisfies Partial<Record<AbsurdMetric, keyof AbsurdSummary['burn']>>;

/** What was counted of one group, and when it began. */
export interface AbsurdGroup {
  readonly group: Readonly<Record<string, string>>;
  readonly summary: AbsurdSummary;
  readonly began: Began;
}

function valuesOf(
  metric: AbsurdMetric,
  { summary, began }: Pick<AbsurdGroup, 'summary' | 'began'>,
  options: AbsurdOptions,
  labels: Readonly<Record<string, string>>
): readonly NumericValue[] {
  const { tally, opposed } = summary;
  // A cause has no label that its number has not, but for its words: by that, Grafana finds the two together.
  const named = (number: AbsurdMetric): Readonly<Record<string, string>> =>
    options.metrics.length === 1 ? { [SERIES_LABELS.metric]: number } : {};
  // Where no prediction was read, zero violations are no good news.
  const isEmpty = tally.predictions === 0;
  switch (metric) {
    case 'violations_of_rule':
      return options.rules.map(({ name }, i) => ({
        name: metric,
        value: isEmpty ? null : (tally.byRule[i] ?? null),
        labels: { ...labels, rule: name },
        config: COUNT_CONFIG(name, 'Outputs that break this rule.'),
      }));
    case 'violations_cause':
      return options.rules.map(({ name }, i) => {
        const broken = tally.byRule[i] ?? 0;
        return {
          name: metric,
          value: isEmpty ? null : broken,
          labels: {
            ...labels,
            ...named('violations_of_rule'),
            rule: name,
            ...(isEmpty ? {} : began.broken(i, broken / tally.predictions)),
          },
          config: COUNT_CONFIG(name, 'Outputs that break this rule, since when.'),
        };
      });
    case 'burn_fast_cause':
    case 'burn_slow_cause':
    case 'burn_long_cause': {
      const value = isEmpty ? null : summary.burn[CAUSES[metric]];
      const rate = value === null || summary.allowed === null ? null : value * summary.allowed;
      return [
        {
          name: metric,
          value,
          labels: { ...labels, ...named(`burn_${CAUSES[metric]}`), ...began.wrong(rate) },
          config: SUMMARY_CONFIG.burnFast,
        },
      ];
    }
    case 'violation_rate':
      return [
        {
          name: metric,
          value: isEmpty || options.rules.length === 0 ? null : tally.ruleViolations / tally.predictions,
          labels,
          config: SHARE_CONFIG('Violation rate', 'The share of all outputs that break a rule.'),
        },
      ];
    case 'opposed_rate':
      return [
        {
          name: metric,
          value: opposed === undefined ? null : opposed.wrong / opposed.confident,
          labels,
          config: SHARE_CONFIG(
            'Opposed rate',
            'Of the requests on which both versions are confident, how many differ.'
          ),
        },
      ];
    default: {
      const key = IN_SUMMARY[metric];
      const value = isEmpty ? null : (summaryNumbers(summary, options)[key] ?? null);
      return [{ name: metric, value, labels, config: SUMMARY_CONFIG[key] }];
    }
  }
}

/** A value a number and group, for an alert rule. */
export function absurdNumbers(
  groups: readonly AbsurdGroup[],
  options: AbsurdOptions,
  notices: readonly Notice[],
  executed: string
): readonly Frame[] {
  const values = groups.flatMap(({ group, ...counted }) => {
    // A group of the label `model` keeps its own value, as in the series of drift.
    const labels = SERIES_LABELS.model in group ? group : { [SERIES_LABELS.model]: options.model.id, ...group };
    return options.metrics.flatMap((metric) => valuesOf(metric, counted, options, labels));
  });
  return numericFrames(values, notices, executed);
}
