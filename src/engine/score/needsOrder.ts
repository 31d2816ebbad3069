import { type NoAnswer, noAnswer } from '../answer';

/** What a score that needs an order says of categories. */
export function needsOrder(label: string): NoAnswer {
  return noAnswer(
    'needs_order',
    `${label} needs values in an order, and categories have none: use PSI, Jensen-Shannon or chi-square for them.`
  );
}
