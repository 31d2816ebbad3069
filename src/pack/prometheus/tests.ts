import { quoted, selectorText } from '../../engine';
import type { CheckId } from '../checks';
import { is } from './matchers';
import type { PrometheusRules, Recorded, Trial } from './ruleSet';
import type { TestSeries } from './series';

const NEED_SCORES: ReadonlySet<CheckId> = new Set(['feature_drift', 'dataset_drift']);

/** A file for `promtool test rules`. */
export interface PrometheusTests {
  /** Minutes between evaluations, which a file has but once, and whether scores are evaluated. */
  readonly name: string;
  readonly content: unknown;
}

/** Sums of what increase() extrapolates are never quite what they should be. */
const CLOSE = 1e-6;

const recorded =
  (model: string, at: number) =>
  ({ record, value }: Recorded) => {
    const sum = `sum by (model) (${selectorText(record, [is('model', model)])})`;
    return {
      expr:
        value === undefined
          ? `count by (model) (${selectorText(record, [is('model', model)])}) > bool 0`
          : `abs(${sum} - ${value}) <= bool ${CLOSE} * ${Math.max(1, Math.abs(value))}`,
      eval_time: `${at}m`,
      exp_samples: [{ labels: `{model=${quoted(model)}}`, value: 1 }],
    };
  };

/**
 * The trials for `promtool test rules`: each alert must fire on one set of series, and not on the other,
 * and what it rests on must have been recorded.
 */
export function prometheusTests(
  { trials, scores: scoring, groups }: PrometheusRules,
  files: { readonly scores: string; readonly rules: string }
): readonly PrometheusTests[] {
  const test = (trial: Trial, series: readonly TestSeries[], fires: boolean) => {
    const { alert, model, at, step } = trial;
    return {
      name: `${alert} of ${model} ${fires ? 'fires' : 'is quiet'}`,
      interval: `${step}m`,
      input_series: series.map((one) => ({ ...one })),
      promql_expr_test: [
        {
          expr: `count by (alertname, model) (ALERTS{alertname=${quoted(alert)}, model=${quoted(model)}, alertstate="firing"}) > bool 0`,
          eval_time: `${at}m`,
          exp_samples: fires ? [{ labels: `{alertname=${quoted(alert)}, model=${quoted(model)}}`, value: 1 }] : [],
        },
        ...trial.records[fires ? 'fires' : 'quiet'].map(recorded(model, at)),
      ],
    };
  };
  // Who is tried without scores need not evaluate them.
  const kinds = [...new Set(trials.map((trial) => `${trial.step}${NEED_SCORES.has(trial.check) ? 's' : ''}`))];
  return kinds
    .sort((a, b) => (a < b ? -1 : 1))
    .map((kind) => {
      const own = trials.filter((trial) => kind === `${trial.step}${NEED_SCORES.has(trial.check) ? 's' : ''}`);
      const step = own[0]?.step ?? 1;
      return {
        name: `${step}m${kind.endsWith('s') ? '.scores' : ''}`,
        content: {
          rule_files: kind.endsWith('s') ? [files.scores, files.rules] : [files.rules],
          evaluation_interval: `${step}m`,
          // By itself promtool takes them in any order, so that alerts may look for what is not recorded yet.
          group_eval_order: [...(kind.endsWith('s') ? scoring : []), ...groups].map(({ name }) => name),
          tests: own.flatMap((trial) => [test(trial, trial.fires, true), test(trial, trial.quiet, false)]),
        },
      };
    });
}
