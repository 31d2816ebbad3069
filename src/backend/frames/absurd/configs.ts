import type { ABSURD_SUMMARY_FIELDS } from '../../../model';
import { COUNT_CONFIG, P_VALUE_CONFIG, REASON_CONFIG, verdictConfig } from '../fieldConfig';
import type { FieldConfig } from '../frame';
import { wordsConfig } from '../words';

export const SHARE_CONFIG = (title: string, description: string): FieldConfig => ({
  displayNameFromDS: title,
  description,
  unit: 'percentunit',
  decimals: 2,
  min: 0,
  max: 1,
});

/** How many times as many. */
export const RATIO_CONFIG = (title: string, description: string): FieldConfig => ({
  displayNameFromDS: title,
  description,
  unit: 'suffix:×',
  decimals: 2,
  min: 0,
});

/** `factor` is where the rule of the SRE Workbook fires. */
export const BURN_CONFIG = (title: string, description: string, factor: number): FieldConfig => ({
  ...RATIO_CONFIG(title, description),
  thresholds: {
    mode: 'absolute',
    steps: [
      { value: null, color: 'green' },
      { value: factor, color: 'red' },
    ],
  },
});

export const SIGN_CONFIG: FieldConfig = {
  displayNameFromDS: 'Sign',
  description:
    'Wrong: confident, and contradicted by its label. Breaks a rule: as the settings have it. Opposed by the other version, which is as sure of something else.',
  // A row has several of them, and a pill is made of each.
  ...wordsConfig({
    wrong: { text: 'Wrong', tone: 'red' },
    rule: { text: 'Breaks a rule', tone: 'orange' },
    opposed: { text: 'Opposed by the other version', tone: 'gray' },
  }),
};

const LEVELS = wordsConfig({
  page: { text: 'Page', tone: 'red' },
  ticket: { text: 'Ticket', tone: 'orange' },
  ok: { text: 'OK', tone: 'green' },
});

export const INTERVAL = "Wilson's interval at 95 %.";

/** How the numbers of the summary are shown, here and wherever else they stand. */
export const SUMMARY_CONFIG = {
  confident: COUNT_CONFIG('Confident', 'Predictions from the threshold of confidence on that have a label.'),
  wrong: COUNT_CONFIG('Wrong', 'Of the confident ones, those that their label contradicts.'),
  expectedWrong: {
    displayNameFromDS: 'Expected wrong',
    description: 'How many of the confident ones were to be wrong, as far as confidence is worth what it was before.',
    decimals: 1,
    min: 0,
  },
  ratio: RATIO_CONFIG('Ratio', 'Wrong over expected wrong: 1 is as expected, 2 is twice as many.'),
  pValue: P_VALUE_CONFIG(
    'p-value',
    'Chance of as many confident errors or more, if confidence is worth what it was before.'
  ),
  ruleViolations: COUNT_CONFIG('Rule violations', 'Outputs that break at least one rule of the model.'),
  unlabelled: COUNT_CONFIG('Unlabelled', 'Confident predictions that have no label yet.'),
  verdict: verdictConfig(
    'OK: no more confident errors than expected, and no rule broken. Warning: significantly more, or a rule broken, or one of two versions too sure. Absurd: at least twice as many, or many outputs that break a rule. Not enough data: too little to tell.',
    { drift: 'Absurd' }
  ),
  reason: REASON_CONFIG,
  ratioLower: RATIO_CONFIG('Ratio, lower', 'With a confidence of 95 % the ratio lies above this.'),
  ratioUpper: RATIO_CONFIG('Ratio, upper', 'With a confidence of 95 % the ratio lies below this.'),
  wrongRate: SHARE_CONFIG('Wrong rate', 'The share of the confident ones that were wrong.'),
  wrongRateLower: SHARE_CONFIG('Wrong rate, lower', INTERVAL),
  wrongRateUpper: SHARE_CONFIG('Wrong rate, upper', INTERVAL),
  expectedRate: SHARE_CONFIG('Expected rate', 'The share of the confident ones that was to be wrong.'),
  opposed: COUNT_CONFIG(
    'Opposed',
    'Requests on which this version and the other are both confident, and differ: one of them is wrong.'
  ),
  opposedExpected: {
    displayNameFromDS: 'Opposed, expected at most',
    description: 'On how many they would differ at most, if both were right as often as they claim.',
    decimals: 1,
    min: 0,
  },
  confidentPairs: COUNT_CONFIG('Confident pairs', 'Requests on which this version and the other are both confident.'),
  opposedPValue: P_VALUE_CONFIG(
    'Opposed, p-value',
    'Chance of as many differences or more, if both were right as often as they claim.'
  ),
  budget: SHARE_CONFIG(
    'Budget',
    'The share of confident outputs that may be wrong: as the settings say, else what is expected.'
  ),
  budgetLeft: {
    displayNameFromDS: 'Budget left',
    description: 'Of the errors that this time range may hold, the share that is left; below 0 where more were made.',
    unit: 'percentunit',
    decimals: 0,
  },
  burnFast: BURN_CONFIG(
    'Burn, 1 h',
    'How many times too fast errors become known, over the last hour and the last 5 minutes (the smaller): pages from 14.4 on.',
    14.4
  ),
  burnSlow: BURN_CONFIG('Burn, 6 h', 'The same over 6 hours and 30 minutes: pages from 6 on.', 6),
  burnLong: BURN_CONFIG('Burn, 3 d', 'The same over 3 days and 6 hours: a ticket from 1 on.', 1),
  burnLevel: {
    displayNameFromDS: 'Burn level',
    description:
      'What the burn rates ask for. Empty where the time range is shorter than an hour, or nothing is known.',
    ...LEVELS,
  },
  predictions: COUNT_CONFIG('Predictions', 'All that were made in the time range, but for those that failed.'),
  labelled: COUNT_CONFIG('Labelled', 'Those of them that have a label by now.'),
  labelCompleteness: SHARE_CONFIG('Label completeness', 'The share of the predictions that has a label by now.'),
  threshold: SHARE_CONFIG('Confident from', 'From this confidence on a prediction counts as confident.'),
} as const satisfies Record<keyof typeof ABSURD_SUMMARY_FIELDS, FieldConfig>;
