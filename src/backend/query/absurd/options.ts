import {
  ABSURD_FRAMES,
  ABSURD_METRICS,
  ABSURD_OVER_TIME_FIELDS,
  ABSURD_USUAL_METRICS,
  SERIES_LABELS,
  USUAL_CONFIDENCE,
  WRONG_VARIABLES,
  type AbsurdFrame,
  type AbsurdMetric,
  type FeaturePattern,
  type ModelSettings,
  type Settings,
} from '../../../model';
import { TidemarkError } from '../../errors';
import { wantedFrames, wantedMetrics } from '../../frames/named';
import { stepsOf, type Steps } from '../steps';
import type { QueryRequest } from '../request';
import { namedFeatures, requireModel } from '../resolveEvents';
import { compileRules, type CompiledRule } from './rules';

const USUAL_ALPHA = 0.05;
const USUAL_LIMIT = 100;

/** A query for absurd outputs, with all that the settings of its model say. */
export interface AbsurdOptions {
  readonly model: ModelSettings;
  readonly asksForNumbers: boolean;
  readonly frames: ReadonlySet<AbsurdFrame>;
  readonly metrics: readonly AbsurdMetric[];
  readonly threshold: number;
  readonly alpha: number;
  /** The share of confident outputs that may be wrong; undefined: what the calibration expects. */
  readonly budget: number | undefined;
  readonly rules: readonly CompiledRule[];
  /** When an output was wrong, where it is not enough that it differs from its label. */
  readonly wrong: CompiledRule | undefined;
  /** Whether a label can tell at all that an output was wrong: a number is never quite its label. */
  readonly judgesByLabel: boolean;
  /** Features that may be shown: those that the query names. */
  readonly shown: readonly FeaturePattern[];
  /** Features that have to be read: those, and what the rules speak of. */
  readonly read: readonly FeaturePattern[] | 'all';
  readonly groupBy: readonly string[];
  /** Slices in which absurd outputs may concentrate: those of the query, else the usual ones of the model. */
  readonly segments: readonly string[];
  readonly limit: number;
  /** Undefined where nothing over time is asked for. */
  readonly steps: Steps | undefined;
}

const RULE_METRICS: ReadonlySet<AbsurdMetric> = new Set([
  'rule_violations',
  'violation_rate',
  'violations_of_rule',
  'violations_cause',
]);
const SHADOW_METRICS: ReadonlySet<AbsurdMetric> = new Set(['opposed', 'opposed_rate']);
const EXPECTING_METRICS: ReadonlySet<AbsurdMetric> = new Set(['ratio', 'ratio_lower', 'expected_rate', 'p_value']);
/** They need to know what is expected only where no budget says what is allowed. */
const BUDGET_METRICS: ReadonlySet<AbsurdMetric> = new Set([
  'burn_fast',
  'burn_slow',
  'burn_long',
  'burn_fast_cause',
  'burn_slow_cause',
  'burn_long_cause',
  'budget_left',
]);

/** What has to be read to answer: what nobody asks for is not read. */
export function neededOf({ asksForNumbers, metrics, frames, judgesByLabel, budget }: AbsurdOptions): {
  readonly labels: boolean;
  readonly reference: boolean;
  readonly other: boolean;
} {
  if (asksForNumbers) {
    return {
      labels: judgesByLabel && metrics.some((metric) => !RULE_METRICS.has(metric) && !SHADOW_METRICS.has(metric)),
      reference:
        judgesByLabel &&
        metrics.some((metric) => EXPECTING_METRICS.has(metric) || (BUDGET_METRICS.has(metric) && budget === undefined)),
      other: metrics.some((metric) => SHADOW_METRICS.has(metric)),
    };
  }
  const wants = (...names: readonly AbsurdFrame[]): boolean => names.some((name) => frames.has(name));
  return {
    labels: wants('rows') || (judgesByLabel && wants('summary', 'over_time', 'segments', 'calibration', 'repeats')),
    reference: judgesByLabel && wants('summary', 'over_time', 'segments', 'calibration'),
    other: wants('summary', 'over_time', 'segments', 'repeats', 'rows'),
  };
}

function checkGroupBy(groupBy: readonly string[]): readonly string[] {
  const names: readonly string[] = [...Object.values(ABSURD_OVER_TIME_FIELDS), 'rule', SERIES_LABELS.metric];
  const taken = groupBy.find((label) => names.includes(label));
  if (taken !== undefined) {
    throw new TidemarkError(
      'bad_query',
      `groupBy: ${JSON.stringify(taken)} is the name of a column of the answer itself; group by another label.`
    );
  }
  return [...new Set(groupBy)];
}

function featuresToRead(
  shown: readonly FeaturePattern[],
  rules: readonly CompiledRule[]
): readonly FeaturePattern[] | 'all' {
  const read = rules.map(({ reads }) => reads);
  if (read.includes('all')) {
    return 'all';
  }
  // `features.card.limit` may be one feature of that name, or a part of the feature `card`.
  const names = new Set(
    read.flatMap((reads) =>
      reads === 'all'
        ? []
        : [...reads].flatMap((name) => [name, ...(name.includes('.') ? [name.split('.')[0] ?? name] : [])])
    )
  );
  return [...shown, ...[...names].map((name): FeaturePattern => ({ kind: 'exact', name }))];
}

/** @throws TidemarkError `bad_query`, `bad_settings` or `unknown_model`, before anything is read. */
export function absurdOptions(request: QueryRequest, settings: Settings): AbsurdOptions {
  const { query, range, fromAlert } = request;
  const asksForNumbers = (query.format ?? (fromAlert ? 'alert' : 'table')) === 'alert';
  const frames = wantedFrames(query.frames, ABSURD_FRAMES);
  const metrics = wantedMetrics(query.metrics, ABSURD_METRICS, ABSURD_USUAL_METRICS);
  const model = requireModel(query, settings);
  if (query.reference?.kind === 'profile') {
    throw new TidemarkError(
      'bad_query',
      'reference: a profile holds counts of features and no labels, so that no calibration can be learned from it; name an offset or a range.'
    );
  }
  const of = { ...model.absurd, ...query.absurd };
  const rules = compileRules(of.rules ?? []);
  const [wrong] = of.wrong === undefined ? [] : compileRules([{ name: 'wrong', when: of.wrong }], WRONG_VARIABLES);
  const groupBy = checkGroupBy(query.groupBy ?? []);
  const shown = namedFeatures(query);
  return {
    model,
    asksForNumbers,
    frames,
    metrics,
    threshold: of.confidence ?? USUAL_CONFIDENCE,
    alpha: query.alpha ?? USUAL_ALPHA,
    budget: of.budget,
    rules,
    wrong,
    judgesByLabel: wrong !== undefined || model.task !== 'regression',
    shown,
    read: featuresToRead(shown, wrong === undefined ? rules : [...rules, wrong]),
    groupBy,
    segments: groupBy.length > 0 ? groupBy : [...new Set(model.segments ?? [])],
    limit: query.limit ?? USUAL_LIMIT,
    steps: !asksForNumbers && frames.has('over_time') ? stepsOf(query, range, request) : undefined,
  };
}
