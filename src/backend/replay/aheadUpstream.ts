import type {
  Answered,
  CallContext,
  CounterQuestion,
  DistributionQuestion,
  Increase,
  ObservedFeature,
  TimeRange,
  Upstream,
} from '../upstream/upstream';

/** Instants that are asked for at once, ahead of their turn: of 500 features with 20 buckets some 30 MB. */
const AHEAD = 50;

/** Answers that are kept: each side of each question of a replay, twice over. */
const MOST_KEPT = 64;

interface OverTime<P> {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  readonly points: ReadonlyArray<{ readonly time: number } & P>;
}

interface Ahead<P> {
  readonly from: number;
  readonly to: number;
  readonly answer: Promise<Answered<ReadonlyArray<OverTime<P>>>>;
}

/** What was seen of each at one instant, out of what was seen over time. */
function at<P>(
  { value, executed, notices }: Answered<ReadonlyArray<OverTime<P>>>,
  time: number
): Answered<ReadonlyArray<OverTime<P>['points'][number] & Pick<OverTime<P>, 'feature' | 'group'>>> {
  const rows = value.flatMap(({ feature, group, points }) => {
    const point = points.find((one) => one.time === time);
    return point === undefined ? [] : [{ feature, group, ...point }];
  });
  return { value: rows, executed, notices };
}

/**
 * An upstream that is asked for one window after the other, each a step later, and answers them from one question over
 * time for many of them: a range query has exactly the values of the instant queries at its steps. Windows that do not
 * end on a step are asked for as they are.
 *
 * @param stepMs between the ends of the windows, which are multiples of it.
 * @param last where the last one ends.
 */
export class AheadUpstream implements Upstream {
  readonly product: string;
  private readonly distributed = new Map<string, Ahead<{ readonly observation: ObservedFeature['observation'] }>>();
  private readonly increased = new Map<string, Ahead<{ readonly count: number }>>();
  readonly health: Upstream['health'];
  readonly metrics: Upstream['metrics'];
  readonly labelNames: Upstream['labelNames'];
  readonly labelValues: Upstream['labelValues'];
  readonly oldest: Upstream['oldest'];
  readonly distributionsOverTime: Upstream['distributionsOverTime'];
  readonly increasesOverTime: Upstream['increasesOverTime'];
  readonly usage?: NonNullable<Upstream['usage']>;

  constructor(
    private readonly upstream: Upstream,
    private readonly stepMs: number,
    private readonly last: number,
    /** Ends what is under way with the request that began it, whoever else waits for it. */
    private readonly signal: AbortSignal
  ) {
    this.product = upstream.product;
    this.health = upstream.health.bind(upstream);
    this.metrics = upstream.metrics.bind(upstream);
    this.labelNames = upstream.labelNames.bind(upstream);
    this.labelValues = upstream.labelValues.bind(upstream);
    this.oldest = upstream.oldest.bind(upstream);
    this.distributionsOverTime = upstream.distributionsOverTime.bind(upstream);
    this.increasesOverTime = upstream.increasesOverTime.bind(upstream);
    if (upstream.usage !== undefined) {
      this.usage = upstream.usage.bind(upstream);
    }
  }

  async distributions(
    question: DistributionQuestion,
    range: TimeRange,
    context: CallContext
  ): Promise<Answered<readonly ObservedFeature[]>> {
    if (range.to % this.stepMs !== 0) {
      return this.upstream.distributions(question, range, context);
    }
    const answer = await this.ahead(this.distributed, question, range, (steps, windowMs) =>
      this.upstream.distributionsOverTime(question, steps, windowMs, this.stepMs, { signal: this.signal })
    );
    return at(answer, range.to);
  }

  async increases(
    question: CounterQuestion,
    range: TimeRange,
    context: CallContext
  ): Promise<Answered<readonly Increase[]>> {
    if (range.to % this.stepMs !== 0) {
      return this.upstream.increases(question, range, context);
    }
    const answer = await this.ahead(this.increased, question, range, (steps, windowMs) =>
      this.upstream.increasesOverTime(question, steps, windowMs, this.stepMs, { signal: this.signal })
    );
    return at(answer, range.to);
  }

  private ahead<P>(
    known: Map<string, Ahead<P>>,
    question: unknown,
    range: TimeRange,
    ask: (steps: TimeRange, windowMs: number) => Ahead<P>['answer']
  ): Ahead<P>['answer'] {
    const windowMs = range.to - range.from;
    // How far behind the evaluation a side lies tells the current one from the reference, which goes its own way.
    const key = JSON.stringify([question, windowMs, Math.floor(range.to / (this.stepMs * AHEAD))]);
    const found = known.get(key);
    if (found !== undefined && range.to >= found.from && range.to <= found.to) {
      return found.answer;
    }
    const block = this.stepMs * AHEAD;
    const start = Math.floor(range.to / block) * block;
    const to = Math.min(start + block - this.stepMs, Math.max(this.last, range.to));
    const made = { from: range.to, to, answer: ask({ from: range.to, to }, windowMs) };
    known.set(key, made);
    // Those that were asked first lie behind.
    for (const old of [...known.keys()].slice(0, -MOST_KEPT)) {
      known.delete(old);
    }
    return made.answer;
  }
}
