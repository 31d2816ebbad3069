import { type Answer, answered, noAnswer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { sum } from '../special/sum';
import { smallestShareAboveNone, twoSharesP } from '../special/twoShares';
import type { SampleSizes, ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { finiteScore } from './scoreValue';

interface Rows {
  readonly reference: number;
  readonly current: number;
}

function rowsOf({ reference, current, missing }: AlignedPair): Answer<Rows> {
  if (missing === undefined) {
    return noAnswer(
      'needs_missing',
      'Nobody counted the missing values on both sides: send a counter of them, and keep `missing` in the profile.'
    );
  }
  const rows = { reference: sum(reference) + missing.reference, current: sum(current) + missing.current };
  const faulty = [...reference, ...current, missing.reference, missing.current].some((count) => !(count >= 0));
  if (faulty || !Number.isFinite(rows.reference) || !Number.isFinite(rows.current)) {
    return noAnswer('invalid_count', 'A count is no number from 0 on: look for a broken exporter or a stored profile.');
  }
  if (rows.reference === 0) {
    return noAnswer('empty_reference', 'The reference holds no observations: choose another time, labels or profile.');
  }
  return rows.current === 0
    ? noAnswer('empty_current', 'The window holds no observations: widen it, or check that the feature is still sent.')
    : answered(rows);
}

/**
 * Change of the missing rate: how much larger or smaller a share of the rows comes without a value?
 *
 * |missing/rows now - missing/rows then|; `signed` says which way. `pValue` is that of two shares: the pooled z test, or
 * Fisher's by mid-p where fewer than 25 are expected. A fixed reference is tested as the sample it is: were its rate
 * of 0 the truth, a single missing value would be impossible.
 *
 * Special inputs: alike rates give 0 and p = 1; symmetric. A side whose values are all missing is an answer here. A
 * side that did not count them: `needs_missing`. A share from 0 to 1. Cost: O(bins).
 *
 * @example
 * missingRate({ ...pair([90, 0], [80, 0]), missing: { reference: 10, current: 20 } }).value.value // => 0.1
 */
export function missingRate(pair: AlignedPair, _options?: ScoreOptions): Answer<ScoreValue> {
  const rows = rowsOf(pair);
  if (!rows.ok) {
    return rows;
  }
  const { reference, current } = rows.value;
  const missing = pair.missing ?? { reference: 0, current: 0 };
  const signed = missing.current / current - missing.reference / reference;
  return finiteScore({
    value: Math.abs(signed),
    signed,
    pValue: twoSharesP(missing.reference, reference, missing.current, current),
  });
}

/** Every row counts here, those without a value too. */
function sizes(pair: AlignedPair): Answer<SampleSizes> {
  const rows = rowsOf(pair);
  return rows.ok ? answered({ ...rows.value, bins: 2 }) : rows;
}

export const missingRateDefinition: ScoreDefinition<'missing_rate'> = {
  id: 'missing_rate',
  label: 'Missing rate change',
  explanation: 'How much larger or smaller a share of the rows comes without a value: 0.1 is ten points.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: 1 },
  unit: null,
  kinds: ['numeric', 'categorical'],
  needs: 'missing_counts',
  thresholds: null,
  formula: '|missing / rows now - missing / rows in the reference|',
  notWhen: 'Not for values that are there and wrong: use the share outside the range, or new categories.',
  citation: 'Pearson, Biometrika 34, 1947, for the test of two shares; Lancaster, JASA 56, 1961, for mid-p',
  compute: missingRate,
  smallestDetectable: smallestShareAboveNone,
  sizes,
};
