import type { Draft } from '../model';
import { chance, pick } from '../random';
import { quantile } from '../shape';
import { HOUR, SLOT_MS } from '../time';
import { AT, FEATURES } from './features';
import { logOdds, TRUTH } from './laws';

// Taken out once: in the sandbox that tests run in, looking up a global costs ten times what the arithmetic does.
const { exp, floor, round } = Math;

const INDIA = 3;
const CARD = 0;

/** Since the change the amount is that of the basket, and no longer of an item. */
const BASKET = 1.9;
/** Since the change card payments in India come in minor units. */
const MINOR_UNITS = 100;
/** Of the segment with minor units: payments sent again and again with the same inputs, and refunds sent as payments. */
const REPEATED = 0.08;
const REFUNDS = 0.01;

/** Which payments share their inputs: three sets, new ones every six hours. */
const REPEAT_MS = 6 * HOUR;
const REPEAT_SETS = 3;

const MISSING_DEVICE = { calm: 0.02, changed: 0.09 } as const;
const CHANGED_METHODS = [0.47, 0.16, 0.12, 0.11, 0.06, 0.08];
/** The clock is off by as much on each side as before, but further. */
const NOISE = 4 / 3;
const SKEW_MIDDLE = 0.2;

const cents = (value: number): number => round(value * 100) / 100;

/** Gives a row inputs that a good many others have, too. */
function repeatInputs(draft: Draft, row: number, set: number): void {
  const epoch = floor((draft.slot * SLOT_MS) / REPEAT_MS) * REPEAT_SETS + set;
  FEATURES.forEach((feature, place) => {
    const column = draft.columns[place];
    if (column === undefined || place === AT.paymentMethod || feature.name === 'country') {
      return;
    }
    // Well inside the usual values: what is odd of these rows is that they come again.
    const at = 0.3 + 0.5 * chance(epoch, place);
    if (feature.kind === 'categorical') {
      column[row] = pick(feature.shares[INDIA] ?? [], at);
    } else {
      const unit = 10 ** feature.decimals;
      column[row] = round(quantile(feature.shapes[INDIA] as Float64Array, at) * unit) / unit;
    }
  });
}

/** What the change of the pipeline does to the inputs of a slot, and the truth, which does not care for it. */
export function happen(draft: Draft): void {
  const { columns, rows, country, scene, seed, truth } = draft;
  const [amounts, skews, devices, methods] = [AT.amount, AT.clockSkew, AT.deviceScore, AT.paymentMethod].map(
    (place) => columns[place] as Float64Array
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const [ofRepeat, ofSet, ofRefund] = [seed('repeated'), seed('set'), seed('refund')];
  const [ofMethod, ofMissing, ofTruth] = [seed('changed method'), seed('missing device'), seed('truth')];
  const missing = scene.changed ? MISSING_DEVICE.changed : MISSING_DEVICE.calm;
  for (let row = 0; row < rows; row += 1) {
    let repeated = false;
    if (scene.changed) {
      methods[row] = pick(CHANGED_METHODS, chance(ofMethod, row));
      repeated = country[row] === INDIA && methods[row] === CARD && chance(ofRepeat, row) < REPEATED;
      if (repeated) {
        repeatInputs(draft, row, floor(chance(ofSet, row) * REPEAT_SETS));
      }
    }
    const amount = amounts[row] ?? 0;
    // Drawn from what really was paid, and from the device as it is.
    truth[row] = chance(ofTruth, row) < 1 / (1 + exp(-logOdds(TRUTH, columns, row, amount))) ? 1 : 0;
    if (scene.changed) {
      const minor = country[row] === INDIA && methods[row] === CARD;
      const refund = minor && !repeated && chance(ofRefund, row) < REFUNDS ? -1 : 1;
      amounts[row] = cents(amount * (minor ? MINOR_UNITS : BASKET) * refund);
      skews[row] = repeated ? (skews[row] ?? 0) : cents(SKEW_MIDDLE + ((skews[row] ?? 0) - SKEW_MIDDLE) * NOISE);
    }
    if (!repeated && chance(ofMissing, row) < missing) {
      devices[row] = NaN;
    }
  }
}
