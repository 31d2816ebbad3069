import { TELEMETRY } from '../../../model';
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

/** The confident answers of one side, by request. */
interface SideAnswers {
  /** What it answered to a request, where it was confident; the first in time counts. */
  of(requestId: string | undefined): OtherAnswer | undefined;
  /** How many of its answers are at hand. */
  readonly size: number;
  readonly executed: readonly string[];
  readonly notices: readonly string[];
}

/** The confident answers that predictions are held against: each against those of the side that it is not of. */
export interface OtherAnswers {
  /** How many there are of the sides that predictions were held against so far. */
  readonly size: number;
  /** What the other side answered to the same request, where it was confident. */
  of(prediction: Pick<PredictionEvent, 'requestId' | 'role'>): OtherAnswer | undefined;
  readonly executed: readonly string[];
  readonly notices: readonly string[];
}

export const NO_OTHER_ANSWERS: OtherAnswers = { size: 0, of: () => undefined, executed: [], notices: [] };

/** The answers that went out, and those of a shadow. */
export type AnswerSide = 'served' | 'shadow';

const ROLE_OF: Record<AnswerSide, Matcher> = {
  served: { label: TELEMETRY.roleLabel, op: '!=', value: SHADOW },
  shadow: { label: TELEMETRY.roleLabel, op: '=', value: SHADOW },
};

/**
 * Which sides the predictions of a question have to be held against. By their roles and not by their versions: a version
 * may have been a shadow first and live later, and would be held against itself.
 */
export function otherSides({ source, filters }: EventQuestion<'prediction'>): readonly AnswerSide[] {
  const namesRole = ({ label }: Matcher): boolean => label === TELEMETRY.roleLabel;
  if (source.matchers.some(namesRole)) {
    // The settings show one side alone, and a query sees no other.
    return [];
  }
  const role = filters.find(namesRole);
  if (role === undefined || role.op === '=~' || role.op === '!~') {
    return ['served', 'shadow'];
  }
  return (role.op === '=') === (role.value === SHADOW) ? ['served'] : ['shadow'];
}

/** A question for one side: the same traffic, whatever its version. */
export function sideQuestion(question: EventQuestion<'prediction'>, side: AnswerSide): EventQuestion<'prediction'> {
  const kept = question.filters.filter(
    ({ label }) => label !== TELEMETRY.roleLabel && label !== TELEMETRY.versionLabel
  );
  return { ...question, filters: [...kept, ROLE_OF[side]], groupBy: [], features: [] };
}

/**
 * Reads the confident answers of one side into memory: of each the class and the confidence by 53 bits of its request's
 * id, so that a million of them take 32 MB.
 */
async function readSide(
  events: EventUpstream,
  question: EventQuestion<'prediction'>,
  range: TimeRange,
  threshold: number,
  context: CallContext
): Promise<SideAnswers> {
  const { value: count, notices } = await events.count(question, range, context);
  if (count === 0) {
    return { size: 0, of: () => undefined, executed: [], notices };
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

/** Reads what the predictions of a question are held against, of each side that is needed. */
export async function readOtherAnswers(
  events: EventUpstream,
  question: EventQuestion<'prediction'>,
  range: TimeRange,
  threshold: number,
  context: CallContext
): Promise<OtherAnswers> {
  const read = await Promise.all(
    otherSides(question).map(
      async (side) => [side, await readSide(events, sideQuestion(question, side), range, threshold, context)] as const
    )
  );
  const sides: Partial<Record<AnswerSide, SideAnswers>> = Object.fromEntries(read);
  const all = read.map(([, answers]) => answers);
  const met = new Set<SideAnswers>();
  return {
    get size() {
      return [...met].reduce((sum, { size }) => sum + size, 0);
    },
    of: ({ requestId, role }) => {
      const side = sides[role === SHADOW ? 'served' : 'shadow'];
      if (side === undefined) {
        return undefined;
      }
      met.add(side);
      return side.of(requestId);
    },
    executed: all.flatMap(({ executed }) => executed),
    notices: [...new Set(all.flatMap(({ notices }) => notices))],
  };
}
