import type { Calibration } from '../../../engine';
import { openLabelled, type LabelledLog, type PredictionPart } from '../../events/labelled';
import { TidemarkError } from '../../errors';
import { absurdFrames } from '../../frames/absurd/absurdFrames';
import { absurdNumbers, type AbsurdGroup } from '../../frames/absurd/absurdNumbers';
import type { Frame, Notice } from '../../frames/frame';
import { seriesSelector } from '../../upstream/promql';
import { executedText } from '../compare';
import { privateFeatures } from '../featurePath';
import { neverSeenNotices, withoutValues, type NeverSeen } from '../neverSeen';
import { describeRange } from '../noData';
import { withReason } from '../noEvents';
import { partnerRange, partnerWithinMs } from '../partners';
import { KeptForRules } from '../keptForRules';
import type { Handler, QueryContext, QueryRequest } from '../request';
import { labelQuestion, requireEvents, servedQuestion } from '../resolveEvents';
import { shadowHint, togetherNotices } from '../usualTraffic';
import { confidenceLayout } from './confidence';
import { countAbsurd, type AbsurdCounts } from './count';
import { absurdOptions, neededOf, type AbsurdOptions } from './options';
import { NO_OTHER_ANSWERS, readOtherAnswers } from './otherAnswers';
import { learnCalibration, referencePart } from './reference';
import { absurdNotices } from './said';
import { summarize, type LabelState } from './summary';

/** What the labels that came can tell of the predictions that were read. */
function labelStateOf(
  log: LabelledLog,
  { whole, obstacles }: AbsurdCounts,
  { judgesByLabel }: AbsurdOptions,
  labelsAreRead: boolean
): LabelState {
  if (!judgesByLabel) {
    return 'cannot_judge';
  }
  if (!labelsAreRead) {
    return 'not_read';
  }
  if (log.labels.size === 0) {
    return 'never';
  }
  const { strangers, fractions } = obstacles;
  // Two classes on either side, and none in common, are two ways to write them; one on a side may be all that happened.
  const apart = strangers !== undefined && Math.min(strangers.labels.length, strangers.predictions.length) > 1;
  if (apart || fractions > 0) {
    return 'cannot_judge';
  }
  return whole.labelled === 0 ? 'elsewhere' : 'some';
}

function nothingRead(part: PredictionPart, model: string, unreadable: number): TidemarkError {
  const where = `from ${describeRange(part.range)} in ${seriesSelector(undefined, part.question.source.matchers)}`;
  return unreadable > 0
    ? new TidemarkError(
        'unusable_data',
        `None of the ${unreadable.toLocaleString('en')} lines of ${model} ${where} can be read as ${part.question.source.parser}: set logs.parser of the model.`
      )
    : new TidemarkError(
        'no_current_data',
        `No prediction of ${model} was logged ${where}: widen the time range, change the filters, or set logs.selector of the model.${shadowHint(part.question.filters)}`
      );
}

/** Names of the query that nothing which was read has a value of. */
function unseenOf(
  { groups, segments, rows }: AbsurdCounts,
  { groupBy, shown }: AbsurdOptions,
  isPrivate: (feature: string) => boolean
): NeverSeen {
  const ofGroups = withoutValues(
    groupBy,
    groups.map(({ group }) => group)
  );
  const exact = shown.flatMap((pattern) =>
    pattern.kind === 'exact' && !isPrivate(pattern.name) ? [pattern.name] : []
  );
  return {
    groups: [...new Set([...ofGroups, ...segments.unseen])],
    features: withoutValues(
      exact,
      rows.sorted().map(({ features }) => features)
    ),
  };
}

/** What numbers for rules are made of: small, whatever was read. */
interface AbsurdAnswer {
  readonly groups: readonly AbsurdGroup[];
  readonly notices: readonly Notice[];
  readonly executed: string;
}

async function readAbsurd(
  request: QueryRequest,
  { instance, signal, now }: QueryContext,
  options: AbsurdOptions
): Promise<{ readonly numbers: () => AbsurdAnswer; readonly frames: () => readonly Frame[] }> {
  const { query, range } = request;
  const { settings } = instance;
  const events = requireEvents(instance);
  const context = { signal };
  const needed = neededOf(options);
  const asked = servedQuestion({ query, settings, features: options.read });
  const question = {
    ...asked,
    groupBy: [...new Set([...options.groupBy, ...(options.asksForNumbers ? [] : options.segments)])],
  };
  const { steps } = options;
  // The first windows reach back before the range.
  const [firstStep = range.from] = steps?.times ?? [];
  const current: PredictionPart = {
    question,
    range: { from: Math.min(range.from, firstStep - (steps?.windowMs ?? 0)), to: range.to },
  };
  const partners = partnerRange(current.range, partnerWithinMs(options.model), now());
  const features = options.wrong === undefined ? [] : options.read;
  const plain = { question: { ...question, groupBy: [], features }, range };
  const reference = needed.reference ? referencePart(plain, query, options, settings, now()) : undefined;

  const [log, others] = await Promise.all([
    openLabelled(
      events,
      {
        parts: reference === undefined ? [current] : [current, reference],
        labels: needed.labels ? labelQuestion(query, settings) : undefined,
        now: now(),
      },
      context
    ),
    needed.other && options.model.task !== 'regression'
      ? readOtherAnswers(events, asked, partners, options.threshold, context)
      : NO_OTHER_ANSWERS,
  ]);

  const layout = confidenceLayout(options.threshold);
  const learned =
    reference !== undefined && log.labels.size > 0
      ? await learnCalibration(log, reference, options, layout, signal)
      : undefined;
  const count = (how: AbsurdOptions, calibration: Calibration | undefined): Promise<AbsurdCounts> =>
    countAbsurd(log, current, { range, options: how, layout, calibration, others, signal });
  const first = await count(options, learned?.calibration);

  const report = first.reading.report();
  if (first.whole.predictions === 0 && first.obstacles.failed === 0 && !options.asksForNumbers) {
    const nothing = nothingRead({ question, range }, options.model.id, report.unreadable);
    throw await withReason(nothing, events, question, range, context);
  }
  const labels = labelStateOf(log, first, options, needed.labels);
  // That labels cannot judge shows only once all have been seen; what they seemed to say until then must not stand.
  const isVoid = labels === 'cannot_judge' && options.judgesByLabel;
  const reliable = isVoid ? undefined : learned;
  const calibration = reliable?.calibration;
  const counts = isVoid
    ? { ...(await count({ ...options, judgesByLabel: false }, undefined)), obstacles: first.obstacles }
    : first;
  const isPrivate = privateFeatures(question.source);
  const unseen = await neverSeenNotices(events, question, unseenOf(counts, options, isPrivate), range, context);
  const notices = absurdNotices(counts, options, {
    learned,
    others,
    labels,
    knownLabels: log.labels.size,
    ofQuery: [...togetherNotices(query), ...unseen],
    fromUpstream: [...log.notices, ...report.notices, ...(learned?.reading.report().notices ?? []), ...others.notices],
    isPrivate,
  });
  const executed = executedText([
    { title: `predictions: ${describeRange(current.range)}`, executed: report.executed },
    { title: 'labels, up to now', executed: log.executed },
    ...(reference === undefined || learned === undefined
      ? []
      : [{ title: `reference: ${describeRange(reference.range)}`, executed: learned.reading.report().executed }]),
    { title: `other version: ${describeRange(partners)}`, executed: others.executed },
  ]);

  const shared = { options, calibration, labels };
  const whole = summarize(counts.whole, {
    ...shared,
    burn: (allowed) => counts.burn.rates(allowed, counts.whole),
  });
  return {
    numbers: () => ({
      groups:
        options.groupBy.length === 0
          ? [{ group: {}, summary: whole, began: counts.began }]
          : counts.groups.map(({ group, tally, burn, began }) => ({
              group,
              summary: summarize(tally, { ...shared, burn: (allowed) => burn.rates(allowed, tally) }),
              began,
            })),
      notices,
      executed,
    }),
    frames: () =>
      absurdFrames({ whole, counts, learned: reliable, options, source: question.source, settings }, notices, executed),
  };
}

/** Groups of all answers that are kept. */
const MOST_GROUPS_KEPT = 2_000;
const answers = new KeptForRules<AbsurdAnswer>(({ groups }) => groups.length, MOST_GROUPS_KEPT);

/** Outputs that were wrong with confidence, impossible by a rule, or confidently opposed to the other version. */
export const absurd: Handler = async (request, context) => {
  const options = absurdOptions(request, context.instance.settings);
  if (!options.asksForNumbers) {
    return (await readAbsurd(request, context, options)).frames();
  }
  const read = async (signal: AbortSignal): Promise<AbsurdAnswer> =>
    (await readAbsurd(request, { ...context, signal }, options)).numbers();
  const { groups, notices, executed } = request.fromAlert
    ? await answers.ask(request, context, read, neededOf(options))
    : await read(context.signal);
  return absurdNumbers(groups, options, notices, executed);
};
