import { closest, listed } from '../../../closest';
import type { EventUpstream } from '../../events';
import type { LoggedComparison, LoggedFeature, LoggedSubject, OpenedLog } from '../../logged/subject';
import { LoggedUpstream, splitMatchers } from '../../logged/upstream';
import type { CallContext, TimeRange } from '../../upstream';
import type { LokiApi, StreamStats } from '../api';
import type { ServerLimits } from '../limits';
import type { Schemas } from '../schema';
import { byCounting, byReading, type ReadRows } from './answers';
import { layBins, laidLines, type LaidBins } from './bins';
import type { Bins, Counter } from './countSide';
import { featuresOf, united, type Found } from './found';
import { choosePlan } from './plan';
import { readRows } from './readRows';
import { lineShapes } from './rowPlan';
import { sizesOf, USUAL_BYTES, type LoggedSide } from './sizes';

/** What opening a log needs of the upstream. */
export interface Opening {
  readonly api: LokiApi;
  readonly limits: ServerLimits;
  readonly schemas: Schemas;
  readonly counter: Counter;
  readonly events: EventUpstream;
}

interface Sides {
  readonly current: LoggedSide;
  readonly reference?: LoggedSide;
}

function fixed(
  features: readonly LoggedFeature[],
  { edges, binning }: LoggedComparison
): ReadonlyMap<string, readonly number[]> {
  // Bins that the query gives in full need no line of the reference.
  const given = binning?.strategy === 'custom' ? binning.edges : undefined;
  return new Map(
    features.flatMap(({ feature, kind }) => {
      const own = edges.get(feature) ?? (kind === 'categorical' ? undefined : given);
      return own === undefined ? [] : [[feature, own] as const];
    })
  );
}

interface Bound {
  readonly known: ReadonlyMap<string, readonly number[]>;
  readonly categorical: ReadonlySet<string>;
  /** Numeric features whose bins are still to be laid. */
  readonly open: readonly LoggedFeature[];
}

function boundOf(features: readonly LoggedFeature[], comparison: LoggedComparison): Bound {
  const known = fixed(features, comparison);
  const categorical = new Set(
    features.filter(({ feature, kind }) => kind === 'categorical' && !known.has(feature)).map(({ feature }) => feature)
  );
  return {
    known,
    categorical,
    open: features.filter(({ feature }) => !known.has(feature) && !categorical.has(feature)),
  };
}

/** Bins of every numeric feature: those that are known, and for the others those laid on the reference. */
async function binsFor(
  read: ReadRows,
  { known, categorical, open }: Bound,
  { binning }: LoggedComparison,
  { current, reference }: Sides,
  sizes: ReadonlyMap<TimeRange, StreamStats>,
  unseen: ReadonlySet<string>,
  context: CallContext
): Promise<{ readonly bins: Bins; readonly notices: readonly string[] }> {
  const layOn = ({ question, range }: LoggedSide): Promise<LaidBins> =>
    layBins(
      read,
      { ...question, groupBy: [], features: open },
      range,
      { binning, expected: sizes.get(range)?.entries },
      context
    );
  if (open.length === 0) {
    return { bins: { edges: known, faults: new Map(), categorical }, notices: [] };
  }
  const onReference = reference === undefined ? undefined : await layOn(reference);
  // With nothing to compare with, what there is now is still to be seen.
  const laid = onReference === undefined || onReference.lines === 0 ? await layOn(current) : onReference;
  // Of a field that has shown no number, texts may still come: as categories they are counted whatever they are.
  const texts = open.filter(
    ({ feature, kind }) => laid.faults.has(feature) && (kind === undefined || unseen.has(feature) || laid.lines === 0)
  );
  return {
    bins: {
      edges: new Map([...known, ...laid.edges]),
      faults: laid.faults,
      categorical: new Set([...categorical, ...texts.map(({ feature }) => feature)]),
    },
    notices: laid.notices,
  };
}

/** How much has to be read to lay bins on the reference, or on what there is now where nothing else is. */
function laidOf(
  { current, reference }: Sides,
  sizes: ReadonlyMap<TimeRange, StreamStats>
): ReturnType<typeof laidLines> {
  const { range } = reference ?? current;
  return laidLines(range, sizes.get(range)?.entries);
}

/** Opens a log for one comparison: finds its features, chooses how to count, and lays bins where they are needed. */
export async function openFeatures(
  opening: Opening,
  comparison: LoggedComparison,
  context: CallContext
): Promise<OpenedLog> {
  const { subject, binning, values, overTime } = comparison;
  const side = ({ range, matchers }: NonNullable<LoggedComparison['reference']>) => ({
    question: splitMatchers(subject, matchers),
    range,
  });
  const sides: Sides = {
    current: side(comparison.current),
    ...(comparison.reference === undefined ? {} : { reference: side(comparison.reference) }),
  };
  const schemaOf = ({ question, range }: Sides['current']) => opening.schemas.of(question.source, range, context);
  const [now, before, sizes] = await Promise.all([
    schemaOf(sides.current),
    sides.reference === undefined ? undefined : schemaOf(sides.reference),
    sizesOf(opening, [sides.current, ...(sides.reference === undefined ? [] : [sides.reference])], context),
  ]);
  const schema = united([now, before]);
  const found = featuresOf(subject, schema);
  const { features } = found;
  const total = [...sizes.values()].reduce((sum, { entries }) => sum + entries, 0);
  const bytes = [...sizes.values()].reduce((sum, one) => sum + one.bytes, 0);
  const bound = boundOf(features, comparison);
  const plan = choosePlan({
    kinds: features.map(({ kind = 'numeric' }) => kind),
    lines: total,
    bytesPerLine: total > 0 ? bytes / total : USUAL_BYTES,
    shapes: lineShapes(subject.source, schema),
    ...(bound.open.length === 0 ? { laid: 0, moments: 0 } : laidOf(sides, sizes)),
    spanMs: [...sizes.keys()].reduce((sum, { from, to }) => sum + to - from, 0),
    values,
    overTime,
  });
  const read: ReadRows = (question, range, call, options) =>
    readRows(opening, question, { schema, shape: plan.shape }, range, call, options);
  const answers =
    plan.kind === 'read'
      ? byReading(read, sizes, plan, found)
      : byCounting(
          opening.counter,
          await binsFor(read, bound, comparison, sides, sizes, found.unseen, context),
          schema,
          plan,
          found
        );
  return {
    upstream: new LoggedUpstream(opening.events, subject, features, [...new Set(found.known)], answers),
    binned: plan.kind === 'count' && binning?.strategy !== 'custom',
    ...(plan.noValues === undefined ? {} : { noValues: plan.noValues }),
    why: (call) => whyNothing(opening, subject, sides.current, found, call),
  };
}

/** A stream or filter that is not there; else the fields that are not. */
async function whyNothing(
  { events }: Opening,
  { discover }: LoggedSubject,
  { question, range }: Sides['current'],
  { unseen, known }: Found,
  context: CallContext
): Promise<string | undefined> {
  const asked = { event: 'prediction', ...question, groupBy: [], features: [] } as const;
  const why = await events.explain(asked, range, context);
  const [first] = unseen;
  return why !== undefined || first === undefined || discover !== undefined || known.length === 0
    ? why
    : `No line has a field ${JSON.stringify(first)}: there is ${listed(closest(first, known))}.`;
}
