import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { installedGrafana } from '../grafana/installed';
import { setStage, type Stage } from '../grafana/setup';

/** Where the suites find the keeper of this run. */
const VARIABLE = 'TIDEMARK_KEEPER';

export interface Keeper {
  readonly close: () => Promise<void>;
}

/**
 * Keeps what several suites of a run look at and none of them changes for another: one Grafana, begun when the first asks
 * for it, and ended with the run. It lives beside the suites, as jest gives each of them a world of its own.
 */
export async function startKeeper(): Promise<Keeper> {
  let stage: Promise<Stage> | undefined;
  const server = createServer((_, response) => {
    // Below a path, as many are; those that suites start for themselves are not.
    stage ??= setStage(installedGrafana(), '/grafana');
    stage.then(
      ({ grafana }) => response.end(grafana.url),
      (thrown: unknown) => {
        response.statusCode = 500;
        response.end(String(thrown));
      }
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  process.env[VARIABLE] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    close: async () => {
      server.close();
      server.closeAllConnections();
      await stage?.then(
        ({ close }) => close(),
        () => undefined
      );
    },
  };
}

/** The address of the Grafana of this run. Who asks first waits until it has started. */
export async function sharedGrafana(): Promise<string> {
  const keeper = process.env[VARIABLE];
  if (keeper === undefined) {
    throw new Error('There is no keeper: run the suites with tests/jest.config.js.');
  }
  const response = await fetch(keeper);
  const text = await response.text();
  if (!response.ok) {
    throw new Error(text);
  }
  return text;
}
