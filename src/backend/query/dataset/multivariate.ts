import {
  correlationChange,
  domainDrift,
  pcaDrift,
  seeded,
  type Answer,
  type Column,
  type CorrelationChange,
  type DomainDrift,
  type PcaDrift,
} from '../../../engine';
import { MOST_EVENTS } from '../../events/limits';
import { fractionFor } from '../../events/sampling';
import { takingTurns } from '../../events/turns';
import { compileFeaturePatterns } from '../../upstream/matching';
import type { EventQuestion, EventUpstream, PredictionEvent } from '../../upstream/events';
import type { CallContext, TimeRange } from '../../upstream/upstream';
import { referenceRange } from '../compare';
import type { QueryContext, QueryRequest } from '../request';
import { servedQuestion } from '../resolveEvents';
import type { ResolvedQuery } from '../resolve';
import { inPlaceOf } from '../usualTraffic';

/** Rows of a side that are compared: correlations of so many are known to about a hundredth. */
const MOST_ROWS = 10_000;
/** More columns than this make a table of correlations that nobody reads. */
const MOST_COLUMNS = 30;
/** Of what is drawn for the domain classifier: the same rows and folds for the same question. */
const SEED = 1;

export interface Multivariate {
  readonly correlations: Answer<CorrelationChange>;
  readonly reconstruction: Answer<PcaDrift>;
  readonly domain: Answer<DomainDrift>;
  readonly rows: { readonly reference: number; readonly current: number };
  readonly executed: { readonly current: readonly string[]; readonly reference: readonly string[] };
  readonly notices: readonly string[];
}

interface Rows {
  readonly columns: ReadonlyMap<string, readonly number[]>;
  readonly count: number;
  readonly executed: readonly string[];
  readonly notices: readonly string[];
}

async function readRows(
  events: EventUpstream,
  question: EventQuestion<'prediction'>,
  range: TimeRange,
  context: CallContext
): Promise<Rows> {
  const { value: lines, notices } = await events.count(question, range, context);
  const fraction = fractionFor(lines, Math.min(MOST_ROWS, MOST_EVENTS));
  const reading = events.read(question, range, context, {
    ...(fraction < 1 ? { sampling: { by: 'predictionId', fraction } as const } : {}),
  });
  const columns = new Map<string, number[]>();
  let count = 0;
  const turn = takingTurns(context.signal);
  const add = ({ features }: PredictionEvent): void => {
    for (const [name, value] of Object.entries(features)) {
      if (typeof value === 'number' && Number.isFinite(value)) {
        let column = columns.get(name);
        if (column === undefined) {
          column = [];
          columns.set(name, column);
        }
        // Rows that came before without this feature have no value.
        while (column.length < count) {
          column.push(NaN);
        }
        column.push(value);
      }
    }
    count++;
  };
  for await (const batch of reading) {
    batch.forEach(add);
    await turn();
  }
  for (const column of columns.values()) {
    while (column.length < count) {
      column.push(NaN);
    }
  }
  const report = reading.report();
  return {
    columns,
    count,
    executed: report.executed,
    notices: [
      ...notices,
      ...report.notices,
      ...(fraction < 1
        ? [
            `Correlations rest on ${count.toLocaleString('en')} of ${lines.toLocaleString('en')} predictions, sampled by the hash of their ids.`,
          ]
        : []),
    ],
  };
}

/** How the numeric features of a model hang together, now and before: from rows of the log, and so only where there is one. */
export async function compareTogether(
  events: EventUpstream,
  resolved: ResolvedQuery,
  { query, range }: QueryRequest,
  { instance, signal }: QueryContext
): Promise<Multivariate> {
  const context = { signal };
  const patterns = resolved.patterns;
  const question = servedQuestion({
    query,
    settings: instance.settings,
    features: patterns.length === 0 ? 'all' : patterns,
  });
  const { reference } = resolved;
  const otherQuestion: EventQuestion<'prediction'> =
    reference.kind === 'labels' ? { ...question, filters: inPlaceOf(question.filters, reference.matchers) } : question;
  const [current, before] = await Promise.all([
    readRows(events, question, range, context),
    readRows(events, otherQuestion, referenceRange(resolved, range), context),
  ]);
  const wanted = compileFeaturePatterns(patterns);
  const shared = [...current.columns.keys()].filter((name) => before.columns.has(name) && wanted(name)).sort();
  const names = shared.slice(0, MOST_COLUMNS);
  const columnsOf = ({ columns }: Rows): Column[] => names.map((name) => ({ name, values: columns.get(name) ?? [] }));
  const alpha = query.alpha === undefined ? {} : { alpha: query.alpha };
  return {
    correlations: correlationChange(columnsOf(before), columnsOf(current), alpha),
    reconstruction: pcaDrift(columnsOf(before), columnsOf(current), alpha),
    domain: domainDrift(columnsOf(before), columnsOf(current), { ...alpha, random: seeded(SEED) }),
    rows: { reference: before.count, current: current.count },
    executed: { current: current.executed, reference: before.executed },
    notices: [
      ...current.notices,
      ...before.notices,
      ...(shared.length > MOST_COLUMNS
        ? [
            `Of ${shared.length} numeric features the first ${MOST_COLUMNS} by name are looked at together: name those that matter.`,
          ]
        : []),
    ],
  };
}
