import type { EventKind } from '../model';
import { drawBlock } from './block';
import { jobSteps } from './jobs';
import { labelDelays } from './labels';
import type { Told } from './lines';
import type { Block, ScenarioModel } from './model';
import { releasesOf } from './releases';
import { sceneAt, scenesOf, type Scene } from './story';
import { SLOT_MS } from './time';

/** One thing that happens, as a line of the log tells it. */
export type Happening = {
  readonly [K in EventKind]: { readonly kind: K; readonly time: number; readonly told: Told[K] };
}[EventKind];

/** What to play. */
export interface Play {
  readonly seed: string;
  readonly models: readonly ScenarioModel[];
  /** The instant from which the story is told; a whole number of ticks. */
  readonly end: number;
  /** Where to begin; a whole number of slots. */
  readonly from: number;
  /** When the inputs, and the jobs that bring them, are as they were again, as in `scenesOf`; a whole number of slots. */
  readonly healed?: number;
}

/** The labels of the requests of a slot, one for each answer. */
function* labelsOf(seed: string, { model, slot, answers, truth }: Block): Generator<Happening> {
  const delayOf = labelDelays(seed, model, slot);
  const [live] = answers;
  for (const { role, version, row, error } of answers) {
    for (let i = 0; i < row.length; i += 1) {
      const request = row[i] ?? 0;
      const delay = delayOf(request);
      if (delay !== undefined && error[i] === 0) {
        yield {
          kind: 'label',
          time: (live?.time[request] ?? 0) + delay,
          told: { model, role, version, slot, row: request, truth: truth[request] ?? 0 },
        };
      }
    }
  }
}

function* predictionsOf(block: Block): Generator<Happening> {
  for (const answers of block.answers) {
    for (let i = 0; i < answers.time.length; i += 1) {
      yield { kind: 'prediction', time: answers.time[i] ?? 0, told: { block, answers, i } };
    }
  }
}

/** What happened to the versions of the models before a play begins, in order of time. */
export function before({ models, end, from }: Play): readonly Happening[] {
  return models
    .flatMap((model) =>
      releasesOf(model, end).map((release) => ({
        kind: 'model' as const,
        time: release.time,
        told: { model, release },
      }))
    )
    .filter(({ time }) => time <= from)
    .sort((a, b) => a.time - b.time);
}

/**
 * All that happens from an instant on, in order of time and for ever, a slot at a time. Labels come to the requests that
 * were played, however late; what was asked before the play began gets none.
 */
export function* play({ seed, models, end, from, healed }: Play): Generator<readonly Happening[], never> {
  const scenes = new Map<ScenarioModel, readonly Scene[]>(
    models.map((model) => [model, scenesOf(model.script, end, healed)])
  );
  const waiting = new Map<number, Happening[]>();
  const put = (happening: Happening): void => {
    const slot = Math.ceil(happening.time / SLOT_MS) - 1;
    const kept = waiting.get(slot);
    if (kept === undefined) {
      waiting.set(slot, [happening]);
    } else {
      kept.push(happening);
    }
  };
  for (let slot = Math.floor(from / SLOT_MS); ; slot += 1) {
    const inside = { from: slot * SLOT_MS, to: (slot + 1) * SLOT_MS };
    for (const model of models) {
      const block = drawBlock(seed, model, slot, sceneAt(scenes.get(model) ?? [], inside.from + 1));
      [...predictionsOf(block), ...labelsOf(seed, block)].forEach(put);
      releasesOf(model, end)
        .filter(({ time }) => time > inside.from && time <= inside.to)
        .forEach((release) => put({ kind: 'model', time: release.time, told: { model, release } }));
      jobSteps(seed, model, end, inside, healed).forEach((step) =>
        put({ kind: 'pipeline', time: step.time, told: { model, step } })
      );
    }
    const happened = waiting.get(slot) ?? [];
    waiting.delete(slot);
    // Stable, as a log is: what happens at one instant stays in the order in which it was told.
    yield happened.sort((a, b) => a.time - b.time);
  }
}
