import { LOG_FIELDS, type EventKind } from '../model';
import { ERRORS } from './block';
import { predictionId, requestId } from './ids';
import type { JobStep } from './jobs';
import type { Answers, Block, Role, ScenarioModel } from './model';
import type { ReleaseEvent } from './releases';

/** A value of a line, as JSON has it. */
export type Json = string | number | boolean | null | { readonly [key: string]: Json };

/** What a line of the log tells of, before it is written. */
export interface Told {
  /** One answer of a version. */
  readonly prediction: { readonly block: Block; readonly answers: Answers; readonly i: number };
  /** The truth about one answer. */
  readonly label: {
    readonly model: ScenarioModel;
    readonly role: Role;
    readonly version: string;
    readonly slot: number;
    readonly row: number;
    /** The place of the class, or the number. */
    readonly truth: number;
  };
  readonly model: { readonly model: ScenarioModel; readonly release: ReleaseEvent };
  readonly pipeline: { readonly model: ScenarioModel; readonly step: JobStep };
}

/** Reads one field; undefined where the line has none. */
export type ReadField<K extends EventKind> = (told: Told[K]) => Json | undefined;

interface Shape<K extends EventKind> {
  readonly stream: Readonly<Record<string, (told: Told[K]) => string>>;
  readonly fields: Readonly<Record<string, ReadField<K>>>;
}

// Taken out once: in the sandbox that tests run in, looking up a global costs ten times what the arithmetic does.
const { round } = Math;
const { isNaN } = Number;

const fraction = (score: number): number => round(score * 10_000) / 10_000;

/** The class that a score stands for, and how sure the model is of it. */
export function classOf(score: number): { readonly place: 0 | 1; readonly confidence: number } {
  return score >= 0.5 ? { place: 1, confidence: score } : { place: 0, confidence: fraction(1 - score) };
}

type Answer = Told['prediction'];

const rowOf = ({ answers, i }: Answer): number => answers.row[i] ?? 0;
/** NaN where the request failed. */
const scoreOf = ({ answers, i }: Answer): number => answers.score[i] ?? NaN;

/** The value of a feature in one answer's request: null where it is missing. */
export function featureOf(told: Answer, place: number): string | number | null {
  const { block } = told;
  const value = block.columns[place]?.[rowOf(told)] ?? NaN;
  const feature = block.model.features[place];
  if (feature === undefined || isNaN(value)) {
    return null;
  }
  return feature.kind === 'numeric' ? value : (feature.categories[value] ?? null);
}

/**
 * The lines of the log, field by field: names and stream labels are those of the telemetry contract, with two fields
 * more that a service would add of its own accord (`schema`, `job_version`).
 */
export const LINES: { readonly [K in EventKind]: Shape<K> } = {
  prediction: {
    stream: { model: ({ block }) => block.model.id, role: ({ answers }) => answers.role, event: () => 'prediction' },
    fields: {
      [LOG_FIELDS.predictionId]: (told) =>
        predictionId(told.block.model.id, told.block.slot, told.block.firstId + rowOf(told), told.answers.version),
      [LOG_FIELDS.requestId]: (told) =>
        requestId(told.block.model.id, told.block.slot, told.block.firstId + rowOf(told)),
      [LOG_FIELDS.version]: ({ answers }) => answers.version,
      schema: ({ block }) => block.model.schemas?.[block.scene.changed ? 'changed' : 'calm'],
      [LOG_FIELDS.features]: (told) =>
        Object.fromEntries(told.block.model.features.map(({ name }, place) => [name, featureOf(told, place)])),
      [LOG_FIELDS.prediction]: (told) => {
        const score = scoreOf(told);
        const { classes } = told.block.model;
        return isNaN(score) ? undefined : classes === undefined ? score : classes[classOf(score).place];
      },
      [LOG_FIELDS.confidence]: (told) => {
        const score = scoreOf(told);
        return isNaN(score) || told.block.model.classes === undefined ? undefined : classOf(score).confidence;
      },
      [LOG_FIELDS.probabilities]: (told) => {
        const score = scoreOf(told);
        const { classes } = told.block.model;
        return isNaN(score) || classes === undefined
          ? undefined
          : { [classes[0]]: fraction(1 - score), [classes[1]]: score };
      },
      [LOG_FIELDS.latencyMs]: ({ answers, i }) => answers.latency[i],
      [LOG_FIELDS.error]: ({ answers, i }) => ERRORS[(answers.error[i] ?? 0) - 1],
    },
  },
  label: {
    stream: { model: ({ model }) => model.id, role: ({ role }) => role, event: () => 'label' },
    fields: {
      [LOG_FIELDS.predictionId]: ({ model, slot, row, version }) => predictionId(model.id, slot, row, version),
      [LOG_FIELDS.label]: ({ model, truth }) => (model.classes === undefined ? truth : model.classes[truth]),
    },
  },
  model: {
    stream: { model: ({ model }) => model.id, role: ({ release }) => release.role, event: () => 'model' },
    fields: {
      [LOG_FIELDS.version]: ({ release }) => release.version,
      [LOG_FIELDS.stage]: ({ release }) => release.stage,
      [LOG_FIELDS.hyperparameters]: ({ release }) => release.known.hyperparameters,
      [LOG_FIELDS.trainingData]: ({ release }) => release.known.trainingData,
      [LOG_FIELDS.runUrl]: ({ release }) => release.known.runUrl,
    },
  },
  pipeline: {
    stream: { model: ({ model }) => model.id, event: () => 'pipeline' },
    fields: {
      [LOG_FIELDS.job]: ({ step }) => step.job,
      [LOG_FIELDS.runId]: ({ step }) => step.runId,
      [LOG_FIELDS.status]: ({ step }) => step.status,
      job_version: ({ step }) => step.jobVersion,
      schema: ({ step }) => step.schema,
      [LOG_FIELDS.durationS]: ({ step }) => step.durationS,
      [LOG_FIELDS.rows]: ({ step }) => step.rows,
      [LOG_FIELDS.error]: ({ step }) => step.error,
    },
  },
};

/** The line itself, as JSON. */
export function lineOf<K extends EventKind>(kind: K, told: Told[K]): string {
  const { fields } = LINES[kind];
  return JSON.stringify(Object.fromEntries(Object.entries(fields).map(([name, read]) => [name, read(told)])));
}

/** The labels of the stream in which a line stands. */
export function streamOf<K extends EventKind>(kind: K, told: Told[K]): Readonly<Record<string, string>> {
  const { stream } = LINES[kind];
  return Object.fromEntries(Object.entries(stream).map(([name, read]) => [name, read(told)]));
}
