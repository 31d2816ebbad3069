import {
  MODELS_FRAMES,
  MODELS_METRICS,
  MODELS_USUAL_METRICS,
  selectionMatchers,
  type ModelsMetric,
} from '../../../model';
import { TidemarkError } from '../../errors';
import { readTogether } from '../../events/readTogether';
import type { Frame } from '../../frames/frame';
import { changesFrame, timelineFrame, versionsFrame } from '../../frames/modelsFrames';
import { numericFrames, wantedFrames, wantedMetrics } from '../../frames/named';
import { warnings } from '../../frames/notices';
import { seriesSelector } from '../../upstream/promql';
import type { EventQuestion } from '../../upstream/events';
import type { TimeRange } from '../../upstream/upstream';
import { executedText } from '../compare';
import { describeRange } from '../noData';
import { withReason } from '../noEvents';
import type { Handler, QueryContext, QueryRequest } from '../request';
import { eventQuestion, requireModel } from '../resolveEvents';
import { changesAgainst, isOfPeriods, picked, versionsKnown } from './against';
import { changesOf } from './changes';
import { periodsFromInfo } from './fromInfo';
import { historyOf, periodsIn, type Period } from './periods';
import { timelineOf } from './timeline';

const DAY_MS = 86_400_000;
/** Which version serves is told by its deployment, which may lie well before the time range. */
const HISTORY_MS = 90 * DAY_MS;
const MOST_EVENTS = 20_000;

interface Told {
  readonly periods: readonly Period[];
  readonly notices: readonly string[];
  readonly executed: string;
}

/**
 * All versions are read, whichever are looked at: when one ceased to serve is told by the deployment of the next, and
 * what it is made of perhaps by an event of another role.
 */
function withoutVersions(question: EventQuestion<'model'>): EventQuestion<'model'> {
  return { ...question, filters: question.filters.filter((matcher) => !isOfPeriods(matcher)) };
}

async function fromLog(
  { query, range }: QueryRequest,
  { instance, signal }: QueryContext,
  events: NonNullable<QueryContext['instance']['events']>
): Promise<Told> {
  const question = withoutVersions(eventQuestion('model', { query, settings: instance.settings }));
  const history: TimeRange = { from: Math.min(range.from, range.to - HISTORY_MS), to: range.to };
  const { events: told, report } = await readTogether(events, question, history, { signal }, { limit: MOST_EVENTS });
  if (told.length === 0) {
    const nothing = new TidemarkError(
      'no_current_data',
      `No deployment of ${query.model} from ${describeRange(history)}. Log one JSON object a line with version and stage (deployed, rolled_back or retired), in the stream ${seriesSelector(undefined, question.source.matchers)}.`
    );
    throw await withReason(nothing, events, question, history, { signal });
  }
  const { periods, unknownStage } = historyOf(told);
  const stages = [...unknownStage].map(([stage, count]) => `${JSON.stringify(stage)} (${count})`);
  return {
    periods,
    notices: [
      ...report.notices,
      ...(stages.length === 0
        ? []
        : [
            `Model events with a stage other than deployed, rolled_back or retired were left out: ${stages.join(', ')}.`,
          ]),
    ],
    executed: executedText([{ title: `model: ${describeRange(history)}`, executed: report.executed }]),
  };
}

async function fromMetrics({ query, range }: QueryRequest, { instance, signal }: QueryContext): Promise<Told> {
  const { settings, upstream } = instance;
  const model = requireModel(query, settings);
  const { filters } = withoutVersions(eventQuestion('model', { query, settings }));
  const { periods, notices, executed } = await periodsFromInfo(upstream, model, filters, range, { signal });
  if (periods.length === 0) {
    throw new TidemarkError(
      'no_log',
      `No version of ${model.id} is known from ${describeRange(range)}: this data source reads no log (set loki.url in its settings), and there is no gauge model_info with the label version.`
    );
  }
  return {
    periods,
    notices,
    executed: executedText([{ title: `model_info: ${describeRange(range)}`, executed }]),
  };
}

function numberOf(metric: ModelsMetric, periods: readonly Period[], { from, to }: TimeRange): number | null {
  switch (metric) {
    case 'live_versions':
      return periods.filter(({ until }) => until === undefined).length;
    case 'hours_since_deployment': {
      const last = periods.at(-1);
      return last === undefined ? null : (to - last.since) / 3_600_000;
    }
    case 'rollbacks':
      return periods.filter(({ stage, until }) => stage === 'rolled_back' && (until ?? 0) > from).length;
  }
}

/** Which versions served which role when, what they were made of, what changed between them, and when. */
export const models: Handler = async (request, context) => {
  const { query, range, fromAlert } = request;
  const { events } = context.instance;
  const wanted = wantedFrames(query.frames, MODELS_FRAMES);
  const metrics = wantedMetrics(query.metrics, MODELS_METRICS, MODELS_USUAL_METRICS);
  const model = requireModel(query, context.instance.settings);
  const told = events === undefined ? await fromMetrics(request, context) : await fromLog(request, context, events);
  const filters = selectionMatchers(query.filters ?? {});
  const periods = picked(told.periods, filters);
  if (periods.length === 0 && told.periods.length > 0) {
    throw new TidemarkError(
      'no_current_data',
      `No version of ${model.id} that served is one of those that the filters pick: known are ${versionsKnown(told.periods)}.`
    );
  }
  const notices = warnings(told.notices);
  if ((query.format ?? (fromAlert ? 'alert' : 'table')) === 'alert') {
    const roles = [...new Set(periods.map(({ role }) => role))].sort();
    return numericFrames(
      roles.flatMap((role) =>
        metrics.map((name) => ({
          name,
          value: numberOf(
            name,
            periods.filter((period) => period.role === role),
            range
          ),
          labels: { model: model.id, role },
        }))
      ),
      notices,
      told.executed
    );
  }
  const looked = periodsIn(periods, range);
  const stepwise = changesOf(told.periods);
  const inRange = ({ since }: Period): boolean => since > range.from && since <= range.to;
  const changes =
    changesAgainst(query, told.periods, looked) ??
    stepwise.filter((change) =>
      periods.some(
        (period) =>
          inRange(period) && period.since === change.time && period.role === change.role && period.version === change.to
      )
    );
  const frames: Frame[] = [];
  // Said once: with the first of the frames.
  const once = () => (frames.length === 0 ? ([notices, told.executed] as const) : ([[], ''] as const));
  if (wanted.has('versions')) {
    frames.push(versionsFrame(looked, ...once()));
  }
  if (wanted.has('changes')) {
    frames.push(changesFrame(changes, ...once()));
  }
  if (wanted.has('timeline')) {
    frames.push(timelineFrame(timelineOf(periods, stepwise, range), ...once()));
  }
  return frames;
};
