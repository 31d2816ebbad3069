import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogStream } from '../../../src/backend/upstream/testing/loki/log';
import { startLoki } from '../../lib/loki';
import { startPrometheus } from '../../lib/prometheus';
import { LOKI } from '../../../tests/lib/requirements';
import { fleetHistory, modelId } from './history';

export const FLEET_UID = 'fleet';
/** So long may what asks it take, in seconds; as long there is something new to read. */
const LONGEST_SECONDS = 1_800;
/** So many of the models have a log, and so many predictions in it. */
const LOGGED = 5;
const LINES = 3_000;
const DAY_MS = 86_400_000;

export interface FleetStage {
  /** Data sources as a file provisions them. */
  readonly provisioning: string;
  readonly stop: () => Promise<void>;
}

/** Predictions of a day with their labels, evenly over it, one in ten of them wrong. */
function log(model: string, now: number): readonly LogStream[] {
  const of = (event: string, line: (i: number) => object): LogStream => ({
    labels: { model, role: 'live', event },
    lines: Array.from({ length: LINES }, (_, i) => [
      BigInt(Math.round(now - DAY_MS + ((i + 0.5) * DAY_MS) / LINES)) * 1_000_000n,
      JSON.stringify(line(i)),
    ]),
  });
  const prediction = (i: number): object => ({
    prediction_id: `${model}-${i}`,
    request_id: `${model}-${i}`,
    version: '1',
    prediction: i % 2 === 0 ? 'yes' : 'no',
    confidence: 0.9,
    features: { number_0: i % 70 },
  });
  const label = (i: number): object => ({
    prediction_id: `${model}-${i}`,
    label: (i % 2 === 0) === (i % 10 !== 0) ? 'yes' : 'no',
  });
  return [of('prediction', prediction), of('label', label)];
}

/** A fleet on a Prometheus of this machine, and the log of a few of its models in a Loki, where there is one. */
export async function stageFleet(models: number): Promise<FleetStage> {
  const now = Date.now();
  const seconds = Math.floor(now / 1000);
  const [prometheus, loki] = await Promise.all([
    startPrometheus({ history: fleetHistory(models, seconds, seconds + LONGEST_SECONDS) }),
    LOKI.present ? startLoki() : undefined,
  ]);
  await loki?.push(Array.from({ length: LOGGED }, (_, place) => log(modelId(place), now)).flat());
  const provisioning = mkdtempSync(join(tmpdir(), 'tidemark-fleet-'));
  mkdirSync(join(provisioning, 'datasources'));
  const jsonData = {
    prometheus: { url: prometheus.url },
    ...(loki === undefined ? {} : { loki: { url: loki.url } }),
    models: Array.from({ length: models }, (_, place) => ({
      id: modelId(place),
      owner: `team-${place % 7}`,
      task: 'binary',
      reference: { kind: 'offset', offset: '7d' },
    })),
  };
  writeFileSync(
    join(provisioning, 'datasources', 'fleet.yaml'),
    // JSON is YAML, and escapes on its own.
    JSON.stringify({
      apiVersion: 1,
      datasources: [{ name: 'Fleet', uid: FLEET_UID, type: 'tidemark-drift-datasource', access: 'proxy', jsonData }],
    })
  );
  return {
    provisioning,
    stop: async () => {
      await Promise.all([prometheus.stop(), loki?.stop()]);
      rmSync(provisioning, { recursive: true, force: true });
    },
  };
}
