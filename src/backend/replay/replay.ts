import {
  describeProblems,
  parseQuery,
  type DriftQuery,
  type ReplayAnswer,
  type ReplayRequest,
  type ReplayRule,
  type RuleNode,
} from '../../model';
import { compileRule, GrafanaReplay, isQuery, type Answer, type Sample, type SeriesReduction } from '../../replay';
import { TidemarkError } from '../errors';
import { takingTurns } from '../events/turns';
import type { Frame } from '../frames/frame';
import { isShare } from '../query/driftNumbers';
import { handlers } from '../query/handlers';
import type { QueryContext, QueryRequest } from '../query/request';
import { keepAhead, takeAhead, type AheadEvents } from './aheadEvents';
import { AheadUpstream } from './aheadUpstream';
import { CourseWriter } from './courses';
import { evidenceSamples } from './evidence';

/** Evaluations of queries that one request makes at most: what is left is for the next one. */
const MOST_ASKED = 20_000;
/** Queries that are answered at the same time: rules that really watch have their turn, too. */
const AT_ONCE = 4;
/** What Grafana gives an alert rule that says nothing else. */
const ALERT_INTERVAL_MS = 1000;

/** One query, asked by one rule or several at the same pace. */
interface Question {
  readonly id: string;
  readonly kind: 'answer' | 'evidence';
  readonly query: DriftQuery;
  readonly range: { readonly from: number; readonly to: number };
  readonly step: number;
  readonly intervalMs: number;
  /** What makes a number of each series, where it answers series. */
  readonly reduce?: SeriesReduction['reduce'];
  readonly writer: CourseWriter;
}

interface Planned {
  readonly rule: ReplayRule;
  /** Milliseconds. */
  readonly step: number;
  readonly queries: Readonly<Record<string, string>>;
}

/** A rule is evaluated at multiples of its interval; where that is too often, at multiples of the next longer one. */
function stepOf({ interval }: ReplayRule, step = 0): number {
  return interval * Math.max(1, Math.ceil(step / interval)) * 1000;
}

function queryOf({ uid }: ReplayRule, { refId, model }: RuleNode): DriftQuery {
  const parsed = parseQuery(model);
  if (!parsed.ok) {
    throw new TidemarkError('bad_query', `rules: ${uid}: ${refId}: ${describeProblems(parsed.problems)}`);
  }
  return parsed.value;
}

/** Grafana keeps with each query of a rule how far its points lie apart. */
function intervalOf({ model }: RuleNode): number {
  const interval = model['intervalMs'];
  return typeof interval === 'number' && interval > 0 ? interval : ALERT_INTERVAL_MS;
}

/** Numbers about a model that are made of the verdicts on its features. */
const OF_VERDICTS: ReadonlySet<string> = new Set([
  'drifted_features',
  'share',
  'weighted_share',
  'moved_share',
  'worst_feature',
]);

function restsOnVerdicts({ queryType, metrics = [], scores = [] }: DriftQuery): boolean {
  return queryType === 'dataset'
    ? metrics.length > 0 && metrics.every((name) => OF_VERDICTS.has(name))
    : queryType === 'drift' &&
        metrics.includes('effect') &&
        (scores.includes('psi') || (scores.length > 0 && scores.every(isShare)));
}

class Plan {
  readonly questions = new Map<string, Question>();
  readonly rules: readonly Planned[];

  constructor(
    private readonly request: ReplayRequest,
    private readonly uid: string
  ) {
    this.rules = request.rules.map((rule) => this.planned(rule));
  }

  private planned(rule: ReplayRule): Planned {
    const step = stepOf(rule, this.request.step);
    const queries: Record<string, string> = {};
    const compiled = compileRule(rule);
    // What is asked for the text of an alert alone decides nothing.
    const needed = compiled.ok ? compiled.rule.needed : new Set<string>();
    for (const node of rule.nodes.filter((one) => isQuery(one) && needed.has(one.refId))) {
      if (node.datasourceUid !== this.uid) {
        throw new TidemarkError(
          'bad_query',
          `rules: ${rule.uid}: ${node.refId} asks the data source ${JSON.stringify(node.datasourceUid)}: only queries of ${JSON.stringify(this.uid)} can be replayed here.`
        );
      }
      const { relativeTimeRange: range } = node;
      if (range === undefined) {
        throw new TidemarkError(
          'bad_query',
          `rules: ${rule.uid}: ${node.refId} has no relativeTimeRange: say how far it looks back.`
        );
      }
      const query = queryOf(rule, node);
      const asked = { query, range, step, intervalMs: intervalOf(node) };
      const reductions = compiled.ok ? compiled.rule.reductions.filter(({ of }) => of === node.refId) : [];
      for (const { key, reduce } of reductions) {
        // Another rule may reduce the same series otherwise.
        queries[key] = this.question('answer', { ...asked, reduce }, `${rule.uid} ${key}`);
      }
      if (reductions.length > 0) {
        continue;
      }
      queries[node.refId] = this.question('answer', asked);
      if (this.request.evidence === true && restsOnVerdicts(query)) {
        const { metrics: _, frames: __, ...same } = query;
        queries[`${node.refId}:evidence`] = this.question('evidence', { ...asked, query: same });
      }
    }
    return { rule, step, queries };
  }

  private question(kind: Question['kind'], asked: Omit<Question, 'id' | 'kind' | 'writer'>, alone = ''): string {
    const { query, range, step, intervalMs } = asked;
    const key = JSON.stringify([kind, query, range.from, range.to, step, intervalMs, alone]);
    const known = this.questions.get(key);
    if (known !== undefined) {
      return known.id;
    }
    const id = `q${this.questions.size + 1}`;
    const writer = new CourseWriter({ id, kind, model: query, range: { from: range.from, to: range.to } });
    this.questions.set(key, { id, kind, ...asked, writer });
    return id;
  }
}

/** As Grafana reads frames of numbers: each is a value with its labels, and one without a field is no data. */
function samplesOf(frames: readonly Frame[]): readonly Sample[] {
  return frames.flatMap(({ fields }) =>
    fields.flatMap((field): readonly Sample[] =>
      field.type === 'number' ? [{ labels: field.labels ?? {}, value: field.values[0] ?? null }] : []
    )
  );
}

/** Of series, the number that a rule makes of each. */
function reducedSamples(frames: readonly Frame[], reduce: SeriesReduction['reduce']): readonly Sample[] {
  return frames.flatMap(({ fields }) =>
    fields.flatMap((field): readonly Sample[] =>
      field.type === 'number' ? [{ labels: field.labels ?? {}, value: reduce(field.values) }] : []
    )
  );
}

interface Asking {
  readonly context: QueryContext;
  readonly upstreams: ReadonlyMap<number, AheadUpstream>;
  readonly events: AheadEvents | undefined;
}

/** What the query would have answered a rule at that instant. */
async function ask(
  { kind, query, range, step, intervalMs, reduce }: Question,
  at: number,
  { context, upstreams, events }: Asking
): Promise<Answer> {
  const request: QueryRequest = {
    query,
    range: { from: at - range.from * 1000, to: at - range.to * 1000 },
    intervalMs,
    fromAlert: true,
  };
  const { instance } = context;
  const then: QueryContext = {
    ...context,
    instance: { ...instance, upstream: upstreams.get(step) ?? instance.upstream, events },
    now: () => at,
  };
  try {
    if (kind === 'evidence') {
      return { ok: true, samples: await evidenceSamples(request, then) };
    }
    const frames = await handlers[query.queryType](request, then);
    return { ok: true, samples: reduce === undefined ? samplesOf(frames) : reducedSamples(frames, reduce) };
  } catch (thrown) {
    if (context.signal.aborted) {
      throw thrown;
    }
    const error = TidemarkError.from(thrown);
    if (error.code === 'internal') {
      throw thrown;
    }
    return { ok: false, error: error.message };
  }
}

/** Instants at which something is asked, from the first on. */
function* instantsOf(steps: readonly number[], from: number, to: number): Generator<number> {
  let at = from;
  for (;;) {
    at = Math.min(...steps.map((step) => Math.ceil(at / step) * step));
    if (!(at <= to)) {
      return;
    }
    yield at;
    at += 1;
  }
}

export interface ReplayDeps {
  readonly instance: QueryContext['instance'] & { readonly uid: string };
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** After so many milliseconds nothing more is begun. */
  readonly budgetMs: number;
}

/** The numbers of a course, back as answers: of one query, evaluation by evaluation. */
type Answers = ReadonlyMap<number, Answer>;

/**
 * Runs rules over history: every query of theirs is asked as it would have been asked at each evaluation, with the same
 * handler, from then on back; what they answered goes through the states of Grafana's alert instances to notifications.
 *
 * It is cancelled with its request. What does not fit into one request is left for the next one (`next`), so that a long
 * replay has progress, and no deadline of its own.
 */
export async function replay(
  request: ReplayRequest,
  { instance, signal, now, budgetMs }: ReplayDeps
): Promise<ReplayAnswer> {
  const { uid, ...upstreams } = instance;
  if (request.to > now()) {
    throw new TidemarkError('bad_query', 'to: lies in the future, which nobody can replay: end the time range now.');
  }
  const plan = new Plan(request, uid);
  const checked = new GrafanaReplay(request.rules);
  if (checked.problems.length > 0) {
    throw new TidemarkError('bad_query', `rules: ${checked.problems.join('; ')}`);
  }
  const questions = [...plan.questions.values()];
  const steps = [...new Set(plan.rules.map(({ step }) => step))];
  const log = instance.events;
  const asking: Asking = {
    events: log && takeAhead(log, request.to, signal),
    context: { instance: upstreams, signal, now },
    upstreams: new Map(steps.map((step) => [step, new AheadUpstream(instance.upstream, step, request.to, signal)])),
  };
  const answers = new Map(questions.map(({ id }) => [id, new Map<number, Answer>()]));
  const turn = takingTurns(signal);
  const started = performance.now();
  let asked = 0;
  let until = request.from;
  let next: number | null = null;
  for (const at of instantsOf(steps, request.from, request.to)) {
    if (asked > 0 && (asked >= MOST_ASKED || performance.now() - started > budgetMs)) {
      next = at;
      break;
    }
    await turn();
    const due = questions.filter(({ step }) => at % step === 0);
    for (let first = 0; first < due.length; first += AT_ONCE) {
      await Promise.all(
        due.slice(first, first + AT_ONCE).map(async (question) => {
          const answer = await ask(question, at, asking);
          answers.get(question.id)?.set(at, answer);
          question.writer.add(at, answer);
        })
      );
    }
    asked += due.length;
    until = at;
  }
  if (log !== undefined && asking.events !== undefined) {
    keepAhead(log, asking.events);
  }
  return {
    from: request.from,
    until,
    next,
    asked,
    rules: plan.rules.map(({ rule, step, queries }) => ({ uid: rule.uid, step: step / 1000, queries })),
    courses: questions.map(({ writer }) => writer.course()),
    ...happened(request, plan, answers, until),
  };
}

function happened(
  request: ReplayRequest,
  plan: Plan,
  answers: ReadonlyMap<string, Answers>,
  until: number
): Pick<ReplayAnswer, 'firings' | 'notifications'> {
  // Evaluated less often, an instance is not missing after two intervals of a rule, but after two of these.
  const rules = plan.rules.map(({ rule, step }) => ({ ...rule, interval: step / 1000 }));
  const { folder, inhibitions } = request;
  const run = new GrafanaReplay(rules, {
    ...(folder === undefined ? {} : { folder }),
    ...(inhibitions === undefined ? {} : { inhibitions }),
  });
  for (const { rule, step, queries } of plan.rules) {
    for (const at of instantsOf([step], request.from, until)) {
      const entries = Object.entries(queries).flatMap(([refId, id]) => {
        const answer = answers.get(id)?.get(at);
        return answer === undefined ? [] : [[refId, answer] as const];
      });
      run.evaluate(rule.uid, at, Object.fromEntries(entries));
    }
  }
  return run.result(until);
}
