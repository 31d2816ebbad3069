import {
  chance,
  COUNTRIES,
  LINES,
  MODELS,
  quantile,
  sceneAt,
  scenesOf,
  seedOf,
  slotOf,
  type Answers,
  type Block,
  type Role,
  type ScenarioModel,
} from '../src/scenario';
import type { Demo } from './demo';

/** What a caller can mend: the status of HTTP, and a sentence. */
export class RequestError extends Error {
  constructor(
    readonly status: 400 | 404 | 429,
    message: string
  ) {
    super(message);
  }
}

/** Ids of a slot that are left for requests from outside; those of the scenario never come so far. */
const FIRST_ID = 2048;
const LAST_ID = 4095;

function object(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RequestError(400, `${what} must be a JSON object.`);
  }
  return value as Readonly<Record<string, unknown>>;
}

/** The inputs of a request as columns of one row; a feature that is left out has no value. */
function columnsOf({ features }: ScenarioModel, given: Readonly<Record<string, unknown>>): readonly Float64Array[] {
  const unknown = Object.keys(given).filter((name) => !features.some((feature) => feature.name === name));
  if (unknown.length > 0) {
    const names = features.map(({ name }) => name).join(', ');
    throw new RequestError(400, `features.${unknown[0]} is no feature of this model; it has ${names}.`);
  }
  return features.map((feature) => {
    const value = given[feature.name];
    if (value === undefined || value === null) {
      return Float64Array.of(NaN);
    }
    if (feature.kind === 'numeric') {
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        throw new RequestError(400, `features.${feature.name} must be a number, or null where there is none.`);
      }
      return Float64Array.of(value);
    }
    const place = feature.categories.indexOf(String(value));
    if (place < 0) {
      throw new RequestError(400, `features.${feature.name} must be one of ${feature.categories.join(', ')}.`);
    }
    return Float64Array.of(place);
  });
}

/** Scores requests from outside with the versions of the scene, beside those that the scenario plays. */
export class Predictor {
  private slot = 0;
  private next = FIRST_ID;

  constructor(
    private readonly demo: Demo,
    private readonly seed: string,
    private readonly now: () => number = Date.now
  ) {}

  /**
   * Answers as the live version does, and asks the shadow in its shadow. Both answers are counted and logged.
   *
   * @param body `{ "model": "fraud", "features": { "amount": 12.5, "country": "DE", ... } }`
   * @throws RequestError
   */
  predict(body: unknown): Readonly<Record<string, unknown>> {
    const { model: id = MODELS[0]?.id, features = {} } = object(body, 'The body');
    const model = MODELS.find((candidate) => candidate.id === id);
    if (model === undefined) {
      throw new RequestError(
        404,
        `There is no model ${JSON.stringify(id)}; there is ${MODELS.map((one) => one.id).join(', ')}.`
      );
    }
    const columns = columnsOf(model, object(features, 'features'));
    const now = this.now();
    const time = this.demo.timeline.timeAt(now);
    const slot = slotOf(time);
    if (slot !== this.slot) {
      this.slot = slot;
      this.next = FIRST_ID;
    }
    if (this.next > LAST_ID) {
      throw new RequestError(429, 'That is as much as this demo answers in ten minutes of its time; try again later.');
    }
    const { end, healed } = this.demo.timeline.play;
    const scene = sceneAt(scenesOf(model.script, end, healed), time);
    const answer = (role: Role, version: string): Answers => {
      const latency = model.versions[version]?.latency;
      const at = chance(seedOf(this.seed, 'latency of a request', version, slot), this.next);
      return {
        role,
        version,
        row: Uint16Array.of(0),
        time: Float64Array.of(time),
        score: Float64Array.of(Math.round(model.score(version, columns, 0) * 10_000) / 10_000),
        latency: Float64Array.of(latency === undefined ? NaN : Math.round(quantile(latency, at) * 100) / 100),
        error: Uint8Array.of(0),
      };
    };
    const answers = [answer('live', scene.live)];
    if (scene.shadow !== undefined) {
      answers.push(answer('shadow', scene.shadow.version));
    }
    const place = model.features.findIndex(({ name }) => name === 'country');
    const block: Block = {
      model,
      slot,
      scene,
      firstId: this.next,
      rows: 1,
      columns,
      country: Uint8Array.of(columns[place]?.[0] ?? COUNTRIES.length),
      truth: Float64Array.of(NaN),
      answers,
    };
    this.next += 1;
    const all = answers.map((one) => ({ block, answers: one, i: 0 }));
    all.forEach((told) => this.demo.tell({ happening: { kind: 'prediction', time, told }, stamp: now }));
    const [live] = all;
    return live === undefined
      ? {}
      : Object.fromEntries(Object.entries(LINES.prediction.fields).map(([name, read]) => [name, read(live)]));
  }
}
