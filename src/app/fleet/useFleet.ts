import { useEffect, useState } from 'react';
import type { DataSourceInstanceSettings, TimeRange } from '@grafana/data';
import type { ModelInfo } from '../../model/resources';
import { ask, type Answer } from '../ask/ask';
import { Lane } from '../ask/Lane';
import { ourSources, readModels } from '../ask/sources';
import { batches } from './batches';
import { dayEnds, daysQuestions, daysRange, quickQuestions, slowQuestions, type Ask } from './questions';
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
import type { LightId, Light } from './light';

export interface FleetModel {
  readonly key: string;
  readonly source: DataSourceInstanceSettings;
  readonly model: ModelInfo;
}

export interface Fleet {
  readonly models: readonly FleetModel[];
  readonly standings: ReadonlyMap<string, Standing>;
  readonly failures: ReadonlyArray<{ readonly name: string; readonly why: string }>;
  readonly sources: readonly DataSourceInstanceSettings[];
  /** Whether the list of models is still being read. */
  readonly listing: boolean;
  /** How many models are not judged in full yet. */
  readonly open: number;
}

/** Questions that run at once: those that are answered quickly must not stand behind those that are not. */
const QUICK_WIDTH = 3;
const SLOW_WIDTH = 1;
/** What joins predictions with labels reads the log of each model: few at a time. */
const SLOW_MOST = 4;
const HOUR_MS = 3_600_000;

const NOTHING: Answer = { state: 'failed', why: 'The data source gave no answer.' };

const EMPTY: Fleet = { models: [], standings: new Map(), failures: [], sources: [], listing: true, open: 0 };

/** Every model, and how each stands in the time range; what is known of a model is shown as soon as it is known. */
export function useFleet(range: TimeRange): Fleet {
  const [fleet, setFleet] = useState<Fleet>(EMPTY);
  useEffect(() => {
    const gone = new AbortController();
    const { signal } = gone;
    const sources = ourSources();
    const quick = new Lane(QUICK_WIDTH);
    const slow = new Lane(SLOW_WIDTH);
    const hours = (range.to.valueOf() - range.from.valueOf()) / HOUR_MS;

    // Answers that come in one after the other within a moment are drawn together.
    let changes: Array<readonly [string, (before: Standing) => Standing]> = [];
    let finished = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = (): void => {
      timer = undefined;
      const [now, ended] = [changes, finished];
      changes = [];
      finished = 0;
      setFleet((before) => {
        const standings = new Map(before.standings);
        for (const [key, change] of now) {
          standings.set(key, change(standings.get(key) ?? WAITING));
        }
        return { ...before, standings, open: before.open - ended };
      });
    };
    const change = (key: string, next: (before: Standing) => Standing): void => {
      if (!signal.aborted) {
        changes.push([key, next]);
        timer ??= setTimeout(draw, 60);
      }
    };
    const lit = (before: Standing, id: LightId, light: Light): Standing => ({
      ...before,
      lights: { ...before.lights, [id]: light },
    });

    /** Asks about several models of one data source in one request. */
    const askOf = async (
      lane: Lane,
      list: readonly FleetModel[],
      questionsOf: Ask,
      within: TimeRange,
      interval: string
    ): Promise<(index: number, refId: string) => Answer> => {
      const uid = list[0]?.source.uid ?? '';
      const questions = list.flatMap(({ model }, index) =>
        questionsOf(model.id).map((question) => ({ ...question, refId: `${question.refId}${index}` }))
      );
      const answers = await lane.run(() => ask(uid, questions, within, { interval, signal }), signal);
      return (index, refId) => answers.get(`${refId}${index}`) ?? NOTHING;
    };
    const judgeQuickly = async (list: readonly FleetModel[]): Promise<void> => {
      const answer = await askOf(quick, list, quickQuestions, range, '1h');
      list.forEach(({ key }, index) => {
        const { light, cause } = dataLight(answer(index, 'data'));
        change(key, (before) => ({
          ...lit(lit(before, 'data', light), 'pipeline', pipelineLight(answer(index, 'pipeline'))),
          ...versionsNow(answer(index, 'versions')),
          traffic: trafficOf(answer(index, 'traffic'), hours),
          ...(cause !== undefined && { cause }),
        }));
      });
    };
    const judgeDays = async (list: readonly FleetModel[]): Promise<void> => {
      const answer = await askOf(quick, list, daysQuestions, daysRange(range), '1d');
      list.forEach(({ key }, index) => {
        const days = daysOf(answer(index, 'days'), dayEnds(range));
        change(key, (before) => ({ ...before, days }));
      });
    };
    const judgeSlowly = async (list: readonly FleetModel[]): Promise<void> => {
      const answer = await askOf(slow, list, slowQuestions, range, '1h');
      list.forEach(({ key }, index) => {
        finished += 1;
        change(key, (before) =>
          lit(lit(before, 'model', modelLight(answer(index, 'model'))), 'output', outputLight(answer(index, 'output')))
        );
      });
    };

    void Promise.all(sources.map(readModels)).then((answers) => {
      if (signal.aborted) {
        return;
      }
      const models = answers.flatMap(({ settings, models: found }) =>
        found.map((model): FleetModel => ({ key: `${settings.uid}/${model.id}`, source: settings, model }))
      );
      const failures = answers.flatMap(({ settings, error }) =>
        error === undefined ? [] : [{ name: settings.name, why: error }]
      );
      // What was known before a refresh stays until something newer is known.
      setFleet(({ standings }) => ({ models, standings, failures, sources, listing: false, open: models.length }));
      for (const { uid } of sources) {
        const list = models.filter(({ source }) => source.uid === uid);
        // How each stands comes before how each stood, and both before what takes long.
        const parts = batches(list);
        const first = parts.map(judgeQuickly);
        parts.forEach((part) => void judgeDays(part));
        const slowly = batches(list, 1, SLOW_MOST);
        void Promise.all(first.slice(0, 1)).then(() => slowly.forEach((part) => void judgeSlowly(part)));
      }
    });
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [range]);
  return fleet;
}
