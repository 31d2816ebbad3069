import type { TimeRange } from '@grafana/data';
import { parseDuration } from '../../model/duration';
import { ask, type Answer } from '../ask/ask';
import { definitionsOf, levelsOf, readsLog } from '../ask/definitions';
import type { FleetModel } from './fleetModel';
import { rawText } from '../frame/exploreUrl';
import { t } from '../t';
import type { Light, LightId } from './light';
import {
  dayEnds,
  daysQuestions,
  daysRange,
  quickQuestions,
  slowQuestions,
  slowRange,
  toldQuestions,
  type Ask,
} from './questions';
import {
  dataLight,
  daysOf,
  modelLight,
  outputLight,
  pipelineLight,
  trafficOf,
  versionsNow,
  WAITING,
  type Standing,
} from './standing';

const STAGES = ['now', 'told', 'days', 'slow'] as const;
type StageId = (typeof STAGES)[number];
type Change = (before: Standing) => Standing;

/** One round of questions about a model, which many models are asked together. */
interface Stage {
  readonly questions: Ask;
  /** Models of one request have the same. */
  readonly rangeOf: (model: FleetModel) => TimeRange;
  readonly interval: string;
  /** How many requests run at once. */
  readonly width: number;
  /** How many models are asked in one: of those in sight, for which somebody waits, and of the others. */
  readonly most: number;
  readonly mostUnseen: number;
  readonly read: (model: FleetModel, answer: (refId: string) => Answer) => Change;
}

/** What has to be known of a model before more is asked: how its data stand comes first, and what takes long comes last. */
const AFTER: Readonly<Record<StageId, StageId | undefined>> = {
  now: undefined,
  told: 'now',
  days: 'now',
  slow: 'told',
};

const HOUR_MS = 3_600_000;
const NOTHING: Answer = { state: 'failed', why: 'The data source gave no answer.' };
const NO_LOG: Answer = { state: 'failed', why: 'This data source reads no log of predictions.', because: 'no_log' };

const lit = (before: Standing, id: LightId, light: Light): Standing => ({
  ...before,
  lights: { ...before.lights, [id]: light },
});

const hoursOf = ({ from, to }: TimeRange): number => (to.valueOf() - from.valueOf()) / HOUR_MS;

/** Says with a verdict that it is of the last hours alone, where it is. */
function ofLast(judged: TimeRange, range: TimeRange): (light: Light) => Light {
  const hours = Math.round(hoursOf(judged));
  return (light) =>
    light.state !== 'judged' || hoursOf(judged) >= hoursOf(range)
      ? light
      : { ...light, why: t('fleet.of-last', '{{why}} In the last {{hours}} hours.', { why: light.why, hours }) };
}

/** Of so many models the whole range is judged, as on their own pages; of more of them nobody would wait for the last one. */
const FEW = 20;

function stagesOf(range: TimeRange, count: number): Readonly<Record<StageId, Stage>> {
  const hours = hoursOf(range);
  const outputRange = ({ source, model }: FleetModel): TimeRange => {
    if (count <= FEW) {
      return range;
    }
    const { labels } = definitionsOf(source).models.find(({ id }) => id === model.id) ?? {};
    return slowRange(range, parseDuration(labels?.delay ?? '') ?? 0);
  };
  return {
    now: {
      questions: quickQuestions,
      rangeOf: () => range,
      interval: '1h',
      width: 3,
      most: 6,
      mostUnseen: 24,
      read: (_, answer) => (before) => {
        const { light, cause } = dataLight(answer('data'));
        return {
          ...lit(before, 'data', light),
          traffic: trafficOf(answer('traffic'), hours),
          ...(cause !== undefined && { cause }),
        };
      },
    },
    told: {
      questions: toldQuestions,
      rangeOf: () => range,
      interval: '1h',
      // A Loki looks through the weeks of all models of a request at once, and takes hardly longer than for one.
      width: 1,
      most: 50,
      mostUnseen: 100,
      read: (_, answer) => (before) => ({
        ...lit(before, 'pipeline', pipelineLight(answer('pipeline'))),
        ...versionsNow(answer('versions')),
      }),
    },
    days: {
      questions: daysQuestions,
      rangeOf: () => daysRange(range),
      interval: '1d',
      width: 1,
      most: 6,
      mostUnseen: 0,
      read: (_, answer) => (before) => ({ ...before, days: daysOf(answer('days'), dayEnds(range)) }),
    },
    slow: {
      questions: slowQuestions,
      rangeOf: outputRange,
      interval: '1h',
      // What joins predictions with labels reads the log of each model: so few at a time that each keeps its deadline.
      width: 2,
      most: 1,
      // Each model has a stretch of its own.
      mostUnseen: 1,
      read: (model, answer) => (before) => {
        const of = ofLast(outputRange(model), range);
        return lit(
          lit(before, 'model', of(modelLight(answer('model'), levelsOf(model.source)))),
          'output',
          of(outputLight(answer('output')))
        );
      },
    },
  };
}

/** What was answered not long ago is not asked again when somebody comes back to the page. */
const FRESH_MS = 120_000;
const MOST_KNOWN = 2_000;
interface Known {
  readonly standing: Standing;
  readonly at: Readonly<Partial<Record<StageId, number>>>;
}
const known = new Map<string, Known>();

const keyOf = ({ key }: FleetModel, { raw }: TimeRange): string => `${key} ${rawText(raw.from)} ${rawText(raw.to)}`;

/** What is known of a model from an earlier visit to the same time range, however old. */
export const knownOf = (model: FleetModel, range: TimeRange): Standing | undefined =>
  known.get(keyOf(model, range))?.standing;

/** Forgets all answers: for tests, whose data sources have nothing in common. */
export const forgetKnown = (): void => known.clear();

function remember(key: string, stage: StageId, change: Change): void {
  const before = known.get(key);
  if (before === undefined && known.size >= MOST_KNOWN) {
    known.clear();
  }
  known.set(key, {
    standing: change(before?.standing ?? WAITING),
    at: { ...before?.at, [stage]: Date.now() },
  });
}

export interface Judging {
  /** Which models are in sight, the topmost first: they are asked before the others, and they alone day by day. */
  readonly look: (keys: readonly string[]) => void;
  /** Which models the filters let through: nobody waits for the others. */
  readonly show: (keys: readonly string[]) => void;
  readonly stop: () => void;
}

interface Options {
  readonly models: readonly FleetModel[];
  readonly shown: readonly string[];
  readonly range: TimeRange;
  /** Asks also what was answered a moment ago. */
  readonly anew: boolean;
  readonly onChange: (key: string, change: Change) => void;
  /** How many of those that are shown are not judged in full yet. */
  readonly onOpen: (count: number) => void;
}

/**
 * Asks how each of many models stands. What can be seen comes first, and of a model what is answered at once before what
 * takes long; many models share a request, so that two hundred of them do not become a thousand requests.
 */
export function judgeFleet({ models, shown: shownFirst, range, anew, onChange, onOpen }: Options): Judging {
  const gone = new AbortController();
  const { signal } = gone;
  const stages = stagesOf(range, models.length);
  const byKey = new Map(models.map((model) => [model.key, model]));
  const isFresh = (model: FleetModel, stage: StageId): boolean =>
    !anew && Date.now() - (known.get(keyOf(model, range))?.at[stage] ?? -Infinity) < FRESH_MS;
  const pendingOf = (stage: StageId): Set<string> =>
    new Set(models.filter((model) => !isFresh(model, stage)).map(({ key }) => key));
  const pending = {
    now: pendingOf('now'),
    told: pendingOf('told'),
    days: pendingOf('days'),
    slow: pendingOf('slow'),
  };
  const freshOf = (stage: StageId): Set<string> =>
    new Set(models.filter((model) => isFresh(model, stage)).map(({ key }) => key));
  const answered = { now: freshOf('now'), told: freshOf('told'), days: freshOf('days'), slow: freshOf('slow') };
  const running = { now: 0, told: 0, days: 0, slow: 0 };
  let underWay = 0;
  let shown: ReadonlySet<string> = new Set(shownFirst);
  let inSight: readonly string[] = [];

  const waiting = (id: StageId): number => [...pending[id]].filter((key) => shown.has(key)).length;
  const busy = (id: StageId): boolean => running[id] > 0 || waiting(id) > 0;
  const tellOpen = (): void => onOpen(waiting('slow') + underWay);

  /** The models that are asked next: of one data source, as a request goes to one. */
  const next = (id: StageId): readonly FleetModel[] => {
    const { most, mostUnseen } = stages[id];
    const after = AFTER[id];
    const ready = (key: string): boolean =>
      shown.has(key) && pending[id].has(key) && (after === undefined || answered[after].has(key));
    const seen = inSight.filter(ready);
    // How all stand now, by which they are sorted, comes before what takes long of those that nobody sees.
    const others = id === 'now' || !busy('now') ? [...pending[id]].filter(ready) : [];
    const [candidates, count] = seen.length > 0 ? [seen, most] : [others, mostUnseen];
    const list = candidates.flatMap((key) => byKey.get(key) ?? []);
    return list.filter(({ source }) => source.uid === list[0]?.source.uid).slice(0, count);
  };
  const run = async (id: StageId, list: readonly FleetModel[]): Promise<void> => {
    const { questions, interval, read, rangeOf } = stages[id];
    const asked = list.flatMap(({ model, source }, index) =>
      questions(model.id, readsLog(source)).map((question) => ({ ...question, refId: `${question.refId}${index}` }))
    );
    const [first] = list;
    if (first === undefined) {
      return;
    }
    const answers = await ask(first.source.uid, asked, rangeOf(first), { interval, signal });
    if (signal.aborted) {
      return;
    }
    list.forEach((model, index) => {
      const change = read(
        model,
        (refId) => answers.get(`${refId}${index}`) ?? (readsLog(model.source) ? NOTHING : NO_LOG)
      );
      remember(keyOf(model, range), id, change);
      onChange(model.key, change);
      answered[id].add(model.key);
    });
    if (id === 'slow') {
      underWay -= list.length;
      tellOpen();
    }
  };
  const pump = (): void => {
    for (const id of STAGES) {
      while (!signal.aborted && running[id] < stages[id].width) {
        const list = next(id);
        if (list.length === 0) {
          break;
        }
        list.forEach(({ key }) => pending[id].delete(key));
        running[id] += 1;
        underWay += id === 'slow' ? list.length : 0;
        void run(id, list).finally(() => {
          running[id] -= 1;
          pump();
        });
      }
    }
  };
  tellOpen();
  return {
    look: (keys) => {
      inSight = keys;
      pump();
    },
    show: (keys) => {
      shown = new Set(keys);
      tellOpen();
      pump();
    },
    stop: () => gone.abort(),
  };
}
