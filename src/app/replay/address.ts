import { locationService } from '@grafana/runtime';
import { NO_WISHES, type Wishes } from './wishes';

const RULE = 'rule';
const WHAT_IF = 'what-if';

const finite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Reads what is wished from an address. Of one that was written by hand or cut, what cannot be read is not wished. */
export function readWishes(text: string | null): Wishes {
  let read: unknown;
  try {
    read = JSON.parse(text ?? '');
  } catch {
    return NO_WISHES;
  }
  if (typeof read !== 'object' || read === null) {
    return NO_WISHES;
  }
  const { thresholds, for: wait, alpha } = read as Readonly<Record<keyof Wishes, unknown>>;
  const pairs = typeof thresholds === 'object' && thresholds !== null ? Object.entries(thresholds) : [];
  return {
    thresholds: Object.fromEntries(pairs.filter((pair): pair is [string, number] => finite(pair[1]))),
    ...(finite(wait) && { for: wait }),
    ...(finite(alpha) && { alpha }),
  };
}

export function writeWishes(wishes: Wishes): string | null {
  const { thresholds, ...others } = wishes;
  return Object.keys(thresholds).length + Object.keys(others).length === 0 ? null : JSON.stringify(wishes);
}

/** The rule that is looked at, and what is wished of the rules, as the address of the page has them. */
export function chosenInAddress(): { readonly rule: string | null; readonly wishes: Wishes } {
  const search = locationService.getSearch();
  return { rule: search.get(RULE), wishes: readWishes(search.get(WHAT_IF)) };
}

/** Puts both into the address, without a step that the browser's way back would have to take. */
export function keepInAddress(rule: string | null, wishes: Wishes): void {
  const search = locationService.getSearch();
  const wanted = { [RULE]: rule, [WHAT_IF]: writeWishes(wishes) };
  // Each change of the address draws the page again.
  if (Object.entries(wanted).some(([name, value]) => search.get(name) !== value)) {
    locationService.partial(wanted, true);
  }
}
