import { fractionFor } from '../../events/sampling';
import { IdTable } from '../../events/idTable';
import { MOST_EVENTS } from '../../events/limits';
import { takingTurns } from '../../events/turns';
import type { EventQuestion, EventUpstream, PredictionEvent } from '../../upstream/events';
import type { CallContext, Matcher, TimeRange } from '../../upstream/upstream';
import { claimedConfidence } from './confidence';

const SHADOW = 'shadow';

/** What another version answered to a request, where it was as sure. */
export interface OtherAnswer {
  readonly prediction: string;
  readonly confidence: number;
}

/** The confident answers of the other side, by request. */
export interface OtherAnswers {
  /** Whether the other side answered anything at all, confident or not. */
  readonly any: boolean;
  /** How many of its answers are at hand. */
  readonly size: number;
  /** What it answered to a request, where it was confident; the first in time counts. */
  of(requestId: string | undefined): OtherAnswer | undefined;
  readonly executed: readonly string[];
  readonly notices: readonly string[];
}

export const NO_OTHER_ANSWERS: OtherAnswers = {
  any: false,
  size: 0,
  of: () => undefined,
  executed: [],
  notices: [],
};

/**
 * Which side a query looks at: what its filters pick, else all but the shadow. A service that has no shadow need not
 * log a role at all, and one that does would have the shadow's outputs counted as its own.
 */
export function rolesOf(filters: readonly Matcher[]): {
  /** To be put beside the filters of the query. */
  readonly own: readonly Matcher[];
  /** In place of the filter by role; undefined where a query looks at both sides at once. */
  readonly other: readonly Matcher[] | undefined;
} {
  const shadow: Matcher = { label: 'role', op: '=', value: SHADOW };
  const notShadow: Matcher = { label: 'role', op: '!=', value: SHADOW };
  const asked = filters.find(({ label }) => label === 'role');
  if (asked === undefined) {
    return { own: [notShadow], other: [shadow] };
  }
  return { own: [], other: asked.op !== '=' ? undefined : asked.value === SHADOW ? [notShadow] : [shadow] };
}

/** A question for the other side: the same traffic, whatever its version. */
export function otherQuestion(
  question: EventQuestion<'prediction'>,
  other: readonly Matcher[]
): EventQuestion<'prediction'> {
  const kept = question.filters.filter(({ label }) => label !== 'role' && label !== 'version');
  return { ...question, filters: [...kept, ...other], groupBy: [], features: [] };
}

/**
 * Reads the confident answers of the other side into memory: of each the class and the confidence by 53 bits of its
 * request's id, so that a million of them take 32 MB.
 */
export async function readOtherAnswers(
  events: EventUpstream,
  question: EventQuestion<'prediction'>,
  range: TimeRange,
  threshold: number,
  context: CallContext
): Promise<OtherAnswers> {
  const { value: count, notices } = await events.count(question, range, context);
  if (count === 0) {
    return { ...NO_OTHER_ANSWERS, notices };
  }
  const fraction = fractionFor(count, MOST_EVENTS);
  const reading = events.read(
    question,
    range,
    context,
    fraction < 1 ? { sampling: { by: 'requestId', fraction } } : undefined
  );
  // A class and a confidence in one number: twice the place of the class, plus the confidence. It is at most 1, so that
  // half of the sum, cut to a whole number, is the place again.
  const table = new IdTable();
  const classes: string[] = [];
  const places = new Map<string, number>();
  let withoutId = 0;
  const note = (event: PredictionEvent): void => {
    const { requestId, prediction, error } = event;
    const confidence = claimedConfidence(event);
    if (requestId === undefined || requestId === '') {
      withoutId++;
    } else if (error === undefined && prediction !== undefined && confidence !== undefined && confidence >= threshold) {
      const text = String(prediction);
      let place = places.get(text);
      if (place === undefined) {
        place = classes.push(text) - 1;
        places.set(text, place);
      }
      if (!table.has(requestId)) {
        table.set(requestId, 2 * place + confidence);
      }
    }
  };
  const turn = takingTurns(context.signal);
  for await (const batch of reading) {
    batch.forEach(note);
    await turn();
  }
  const report = reading.report();
  const said = [...notices, ...report.notices];
  if (fraction < 1) {
    said.push(
      `The other side answered ${count.toLocaleString('en')} requests: a sample of ${Number((100 * fraction).toPrecision(2))} % of them is compared.`
    );
  }
  if (withoutId > 0) {
    said.push(
      `${withoutId.toLocaleString('en')} predictions of the other side have no request_id, and so no partner to be compared with.`
    );
  }
  return {
    any: true,
    size: table.size,
    of: (requestId) => {
      const packed = requestId === undefined || requestId === '' ? undefined : table.get(requestId);
      if (packed === undefined) {
        return undefined;
      }
      const place = Math.floor(packed / 2);
      const prediction = classes[place];
      return prediction === undefined ? undefined : { prediction, confidence: packed - 2 * place };
    },
    executed: report.executed,
    notices: said,
  };
}
