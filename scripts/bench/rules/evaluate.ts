import { createHash } from 'node:crypto';
import { alertingFile, type Pack } from '../../../src/pack';
import type { DataSource, PluginProcess } from '../../lib/pluginProcess';

/** Grafana looks every ten seconds what is due. */
const TICK_MS = 10_000;
const EVERY_MS = 60_000;
const TICKS = EVERY_MS / TICK_MS;
/** What Grafana asks with where a rule does not say. */
const INTERVAL_MS = 1_000;
const MAX_POINTS = 43_200;

export interface Evaluations {
  readonly rules: number;
  readonly evaluations: number;
  readonly questions: number;
  /** Questions that were answered with an error, in words, each once. */
  readonly errors: readonly string[];
  /** From when a rule was due until its last question was answered, in milliseconds. */
  readonly lastedMs: readonly number[];
}

function placeOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE(0);
}

/**
 * Asks the executable what Grafana would ask it to evaluate a pack, for some minutes: each rule once a minute, all of a
 * group at one tick, the rules of a tick spread evenly over it, the questions of a rule one after the other, for the
 * instant of the tick (`pkg/services/ngalert/schedule` and `pkg/expr` of Grafana 12.4).
 */
export async function evaluate(
  plugin: PluginProcess,
  source: DataSource,
  pack: Pack,
  minutes: number
): Promise<Evaluations> {
  const rules = alertingFile(pack).groups.flatMap(({ name, rules: members }) =>
    members.map(({ uid, data }) => ({
      uid,
      tick: placeOf(name) % TICKS,
      asked: data.filter(({ datasourceUid }) => datasourceUid === source.uid),
    }))
  );
  const errors = new Set<string>();
  const lastedMs: number[] = [];
  let questions = 0;
  const evaluateRule = async ({ asked }: (typeof rules)[number], tick: number, due: number): Promise<void> => {
    for (const { refId, model, relativeTimeRange } of asked) {
      const { from = 0, to = 0 } = relativeTimeRange ?? {};
      questions += 1;
      const answers = await plugin.queryData(
        source,
        [
          {
            refId,
            json: model,
            from: tick - from * 1000,
            to: tick - to * 1000,
            intervalMs: INTERVAL_MS,
            maxDataPoints: MAX_POINTS,
          },
        ],
        { headers: { FromAlert: 'true' } }
      );
      const answer = answers[refId];
      if (answer?.status !== 200) {
        errors.add(`${answer?.status}: ${answer?.error}`);
      }
    }
    lastedMs.push(Date.now() - due);
  };

  const first = Math.ceil(Date.now() / TICK_MS) * TICK_MS;
  const running: Array<Promise<void>> = [];
  for (let tick = 0; tick < minutes * TICKS; tick++) {
    const at = first + tick * TICK_MS;
    const due = rules
      .filter((rule) => rule.tick === tick % TICKS)
      .sort((a, b) => placeOf(`${a.uid} ${tick}`) - placeOf(`${b.uid} ${tick}`));
    for (const [i, rule] of due.entries()) {
      const start = at + (i * TICK_MS) / due.length;
      await new Promise((done) => setTimeout(done, Math.max(0, start - Date.now())));
      running.push(evaluateRule(rule, at, start));
    }
  }
  await Promise.all(running);
  return { rules: rules.length, evaluations: lastedMs.length, questions, errors: [...errors], lastedMs };
}
