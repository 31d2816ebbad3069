import type { ModelSettings } from '../../model';
import { TidemarkError } from '../errors';
import { eventSource } from '../query/resolveEvents';
import type { EventQuestion, EventReading, EventReport, EventUpstream, ModelEvent } from '../upstream/events';
import { compileMatcher } from '../upstream/matching';
import type { TimeRange } from '../upstream/upstream';
import { readTogether } from './readTogether';

const RANGE: TimeRange = { from: 0, to: 1_000 };
const BEFORE: TimeRange = { from: -1_000, to: 0 };

interface Stream {
  readonly labels: Readonly<Record<string, string>>;
  readonly versions: readonly string[];
  /** What is to be told of a reading in which the stream is. */
  readonly notice?: string;
  readonly failure?: Error;
}

/** A log that picks streams by their labels, and remembers by which matchers. */
function log(streams: readonly Stream[]) {
  const asked: string[] = [];
  const read = ({ source, groupBy }: EventQuestion): EventReading<ModelEvent> => {
    asked.push(source.matchers.map(({ label, op, value }) => `${label}${op}${value}`).join(','));
    const tests = source.matchers.map((matcher) => ({ label: matcher.label, passes: compileMatcher(matcher) }));
    const found = streams.filter(({ labels }) => tests.every(({ label, passes }) => passes(labels[label] ?? '')));
    const events = found.flatMap(({ labels, versions }) =>
      versions.map((version): ModelEvent => ({
        event: 'model',
        time: Number(version),
        group: Object.fromEntries(groupBy.map((name) => [name, labels[name] ?? ''])),
        version,
        role: 'live',
        stage: 'deployed',
        hyperparameters: {},
        trainingData: undefined,
        runUrl: undefined,
      }))
    );
    const report: EventReport = {
      executed: [asked.at(-1) ?? ''],
      notices: found.flatMap(({ notice }) => notice ?? []),
      lines: events.length,
      unreadable: 0,
      cut: false,
    };
    return {
      async *[Symbol.asyncIterator]() {
        for (const { failure } of found) {
          if (failure !== undefined) {
            throw failure;
          }
        }
        yield events;
      },
      report: () => report,
    };
  };
  return { asked, events: { read } as unknown as EventUpstream };
}

const question = (model: ModelSettings): EventQuestion<'model'> => ({
  event: 'model',
  source: eventSource(model, 'model', {}),
  filters: [],
  groupBy: [],
  features: [],
});
const stream = (model: string, ...versions: readonly string[]): Stream => ({
  labels: { model, event: 'model' },
  versions,
});

async function versionsOf(
  events: EventUpstream,
  models: readonly ModelSettings[],
  {
    signal = new AbortController().signal,
    range = () => RANGE,
  }: { signal?: AbortSignal; range?: (i: number) => TimeRange } = {}
): Promise<ReadonlyArray<readonly string[] | string>> {
  const answers = await Promise.allSettled(
    models.map((model, i) => readTogether(events, question(model), range(i), { signal }, { limit: 10 }))
  );
  return answers.map((answer) =>
    answer.status === 'rejected'
      ? (answer.reason as Error).message
      : [...answer.value.events.map(({ version }) => version), ...answer.value.report.notices]
  );
}

describe('events of many models', () => {
  const MODELS = ['a', 'b', 'c'].map((id) => ({ id }));

  it('are read in one question where one request asks for them, and each model gets its own', async () => {
    const { events, asked } = log([stream('a', '1', '2'), stream('b', '3'), stream('d', '4')]);
    expect(await versionsOf(events, MODELS)).toEqual([['1', '2'], ['3'], []]);
    expect(asked).toEqual(['model=~a|b|c,event=model']);
  });

  it('are read by the label that tells the models apart, whichever it is', async () => {
    const models = ['x', 'y'].map((model) => ({ id: model, logs: { selector: { app: 'scoring', name: model } } }));
    const of = (name: string, version: string): Stream => ({
      labels: { app: 'scoring', name, event: 'model' },
      versions: [version],
    });
    const { events, asked } = log([of('x', '1'), of('y', '2')]);
    expect(await versionsOf(events, models)).toEqual([['1'], ['2']]);
    expect(asked).toEqual(['app=scoring,name=~x|y,event=model']);
  });

  it('are read model by model where they are asked of different times, or for different people', async () => {
    const { events, asked } = log([stream('a', '1'), stream('b', '2')]);
    await versionsOf(events, MODELS.slice(0, 2), { range: (i) => (i === 0 ? RANGE : BEFORE) });
    expect(asked).toEqual(['model=a,event=model', 'model=b,event=model']);
    const both = MODELS.slice(0, 2).map((model) => versionsOf(events, [model]));
    expect(await Promise.all(both)).toEqual([[['1']], [['2']]]);
    expect(asked).toHaveLength(4);
  });

  it('are told apart though the values of their labels are expressions', async () => {
    const models = ['a.c', 'abc', 'a|b', 'a\\d'].map((id) => ({ id }));
    const { events, asked } = log(models.map(({ id }, i) => stream(id, String(i))));
    expect(await versionsOf(events, models)).toEqual([['0'], ['1'], ['2'], ['3']]);
    expect(asked).toHaveLength(1);
  });

  it('tell what is wrong of the one that it is about, and of no other', async () => {
    const { events } = log([
      stream('a', '1'),
      { ...stream('b', '2'), notice: 'A line is no JSON.' },
      stream('c', '3'),
      { ...stream('d', '4'), failure: new Error('Too many lines.') },
    ]);
    expect(
      await versionsOf(
        events,
        ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }))
      )
    ).toEqual([['1'], ['2', 'A line is no JSON.'], ['3'], 'Too many lines.', []]);
  });

  it('are not asked for again one by one where the log fails for all', async () => {
    const failure = new TidemarkError('upstream_unreachable', 'Loki refuses the connection.');
    const { events, asked } = log([{ ...stream('a', '1'), failure }, stream('b', '2')]);
    expect(await versionsOf(events, MODELS)).toEqual(MODELS.map(() => 'Loki refuses the connection.'));
    expect(asked).toHaveLength(1);
  });

  it('are asked for in selectors that an address can hold', async () => {
    const models = Array.from({ length: 300 }, (_, i) => ({ id: `model_of_the_team_${i}` }));
    const { events, asked } = log(models.map(({ id }, i) => stream(id, String(i))));
    expect(await versionsOf(events, models)).toEqual(models.map((_, i) => [String(i)]));
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.length).toBeLessThan(10);
    expect(asked.every((selector) => selector.length < 2_100)).toBe(true);
  });
});
