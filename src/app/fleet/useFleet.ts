import { useCallback, useEffect, useRef, useState } from 'react';
import type { DataSourceInstanceSettings, TimeRange } from '@grafana/data';
import { ourSources, readModels, type SourceModels } from '../ask/sources';
import { rawText } from '../frame/exploreUrl';
import type { FleetModel } from './fleetModel';
import { judgeFleet, knownOf, type Judging } from './judgeFleet';
import { WAITING, type Standing } from './standing';

export interface Fleet {
  readonly models: readonly FleetModel[];
  readonly standings: ReadonlyMap<string, Standing>;
  readonly failures: ReadonlyArray<{ readonly source: DataSourceInstanceSettings; readonly why: string }>;
  readonly sources: readonly DataSourceInstanceSettings[];
  /** Whether the list of models is still being read. */
  readonly listing: boolean;
  /** How many of the models that are shown are not judged in full yet. */
  readonly open: number;
  /** Tells which models are in sight, the topmost first. */
  readonly look: (keys: readonly string[]) => void;
  /** Tells which models the filters let through: only those are judged. */
  readonly show: (keys: readonly string[]) => void;
}

type Known = Omit<Fleet, 'look' | 'show'>;

const EMPTY: Known = { models: [], standings: new Map(), failures: [], sources: [], listing: true, open: 0 };
/** Answers that come in one after the other within a moment are drawn together. */
const DRAW_MS = 60;

function listOf(answers: readonly SourceModels[]): Pick<Known, 'models' | 'failures'> {
  return {
    models: answers.flatMap(({ settings, models }) =>
      models.map((model): FleetModel => ({ key: `${settings.uid}/${model.id}`, source: settings, model }))
    ),
    failures: answers.flatMap(({ settings, error }) => (error === undefined ? [] : [{ source: settings, why: error }])),
  };
}

/** Every model, and how each stands in the time range; what is known of a model is shown as soon as it is known. */
export function useFleet(range: TimeRange): Fleet {
  const [fleet, setFleet] = useState<Known>(EMPTY);
  const judging = useRef<Judging | undefined>(undefined);
  const inSight = useRef<readonly string[]>([]);
  const shown = useRef<readonly string[]>([]);
  const lookedAt = useRef<string | undefined>(undefined);
  useEffect(() => {
    let gone = false;
    const sources = ourSources();
    // The same range again is somebody who wants to know how it is now.
    const raw = `${rawText(range.raw.from)} ${rawText(range.raw.to)}`;
    const anew = lookedAt.current === raw;
    lookedAt.current = raw;

    let changes: Array<readonly [string, (before: Standing) => Standing]> = [];
    let open = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = (): void => {
      timer = undefined;
      const now = changes;
      changes = [];
      setFleet((before) => {
        const standings = new Map(before.standings);
        for (const [key, change] of now) {
          standings.set(key, change(standings.get(key) ?? WAITING));
        }
        return { ...before, standings, open };
      });
    };
    const drawSoon = (): void => {
      if (!gone) {
        timer ??= setTimeout(draw, DRAW_MS);
      }
    };

    void Promise.all(sources.map(readModels)).then((answers) => {
      if (gone) {
        return;
      }
      const { models, failures } = listOf(answers);
      setFleet(({ standings: before }) => {
        // What was known before a refresh, or on an earlier visit, stays until something newer is known.
        const standings = new Map(
          models.flatMap((model) => {
            const standing = before.get(model.key) ?? knownOf(model, range);
            return standing === undefined ? [] : [[model.key, standing] as const];
          })
        );
        return { models, standings, failures, sources, listing: false, open: models.length };
      });
      judging.current = judgeFleet({
        models,
        shown: shown.current,
        range,
        anew,
        onChange: (key, change) => {
          changes.push([key, change]);
          drawSoon();
        },
        onOpen: (count) => {
          open = count;
          drawSoon();
        },
      });
      // The rows say what is in sight once they are drawn; where none is, the others are judged all the same.
      setTimeout(() => !gone && judging.current?.look(inSight.current), DRAW_MS);
    });
    return () => {
      gone = true;
      clearTimeout(timer);
      judging.current?.stop();
      judging.current = undefined;
    };
  }, [range]);
  const look = useCallback((keys: readonly string[]) => {
    inSight.current = keys;
    judging.current?.look(keys);
  }, []);
  const show = useCallback((keys: readonly string[]) => {
    shown.current = keys;
    judging.current?.show(keys);
  }, []);
  return { ...fleet, look, show };
}
