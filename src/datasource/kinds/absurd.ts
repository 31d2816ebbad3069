import { ABSURD_FRAMES, ABSURD_USUAL_METRICS, type AbsurdFrame, type AbsurdMetric } from '../../model';
import { TABLES_OR_VALUES, type Face, type MetricWords, type Worded } from './face';

const FRAMES: Readonly<Record<AbsurdFrame, Worded>> = {
  summary: { label: 'Summary', description: 'Confident errors against what was expected, rules broken, the budget.' },
  over_time: { label: 'Over time', description: 'Rates and burn window by window, as graphs.' },
  segments: { label: 'Segments', description: 'Slices of the traffic in which they concentrate.' },
  calibration: { label: 'Calibration', description: 'What each confidence was worth, now and before.' },
  repeats: { label: 'Repeats', description: 'Inputs that are absurd again and again; choose their features.' },
  rules: { label: 'Rules', description: 'How often each rule was broken.' },
  rows: { label: 'Outputs', description: 'Single absurd outputs, with a link to their line.' },
};

const ERRORS = 'Confident errors';
const RULES = 'Rules';
const SHADOW = 'Against another version';
const BUDGET = 'Error budget';
const LABELS = 'Labels';

const SINCE = 'The same, with a label that says since when. For the text of an alert.';

const METRICS: Readonly<Record<AbsurdMetric, MetricWords>> = {
  ratio: {
    group: ERRORS,
    label: 'Ratio',
    description: 'Wrong over expected wrong: 1 is as expected.',
    threshold: 'above 2',
  },
  ratio_lower: {
    group: ERRORS,
    label: 'Ratio, lower bound',
    description: 'The ratio lies above this, with 95 % confidence.',
    threshold: 'above 1',
  },
  wrong_rate: { group: ERRORS, label: 'Wrong rate', description: 'The share of confident outputs that were wrong.' },
  expected_rate: { group: ERRORS, label: 'Expected rate', description: 'The share that was to be wrong.' },
  wrong: { group: ERRORS, label: 'Wrong', description: 'Confident outputs that their label contradicts.' },
  confident: { group: ERRORS, label: 'Confident', description: 'Confident outputs that have a label.' },
  p_value: {
    group: ERRORS,
    label: 'p-value',
    description: 'Chance of as many errors, if confidence is worth what it was.',
    threshold: 'below 0.01',
  },
  rule_violations: {
    group: RULES,
    label: 'Rule violations',
    description: 'Outputs that break at least one rule.',
    threshold: 'above 0',
  },
  violation_rate: {
    group: RULES,
    label: 'Violation rate',
    description: 'The share of all outputs that break a rule.',
    threshold: 'above 0',
  },
  violations_of_rule: {
    group: RULES,
    label: 'Violations of each rule',
    description: 'A value for each rule, labelled with its name.',
    threshold: 'above 0',
  },
  violations_cause: {
    group: RULES,
    label: 'Violations of each rule, since when',
    description: 'The same, with a label that says since when. For the text of an alert.',
  },
  opposed: { group: SHADOW, label: 'Opposed', description: 'Requests on which both are confident, and differ.' },
  opposed_rate: {
    group: SHADOW,
    label: 'Opposed rate',
    description: 'Of the requests on which both are confident.',
    threshold: 'above 0.01',
  },
  burn_fast: {
    group: BUDGET,
    label: 'Burn, 1 h',
    description: 'How many times too fast errors become known.',
    threshold: 'above 14.4',
  },
  burn_slow: { group: BUDGET, label: 'Burn, 6 h', description: 'The same over six hours.', threshold: 'above 6' },
  burn_long: { group: BUDGET, label: 'Burn, 3 d', description: 'The same over three days.', threshold: 'above 1' },
  burn_fast_cause: { group: BUDGET, label: 'Burn, 1 h, since when', description: SINCE },
  burn_slow_cause: { group: BUDGET, label: 'Burn, 6 h, since when', description: SINCE },
  burn_long_cause: { group: BUDGET, label: 'Burn, 3 d, since when', description: SINCE },
  budget_left: {
    group: BUDGET,
    label: 'Budget left',
    description: 'Below 0 where more errors were made than may be.',
    threshold: 'below 0',
  },
  unlabelled: { group: LABELS, label: 'Unlabelled', description: 'Confident outputs that have no label yet.' },
  label_completeness: { group: LABELS, label: 'Label completeness', description: 'The share that has a label by now.' },
};

export const absurd: Face = {
  group: 'predictions',
  label: 'Absurd outputs',
  description: 'Wrong with high confidence, or impossible by a rule.',
  forms: TABLES_OR_VALUES,
  frames: { words: FRAMES, usual: ABSURD_FRAMES },
  metrics: { words: METRICS, usual: ABSURD_USUAL_METRICS },
  windowed: ['over_time'],
  features: { description: 'Inputs to show, and to look for repeats in.', placeholder: 'None' },
  // A profile holds counts without labels: no calibration can be learned from it.
  reference: { unnamed: 'the same length of time before' },
  more: 'Confidence, budget and significance',
  rule: { each: 'number', labels: ['model', 'metric'] },
};
