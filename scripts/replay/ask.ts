import { createBackend, type Backend } from '../../src/backend/backend';
import { createLogger } from '../../src/backend/log';
import { answerResource } from '../../src/backend/resources/answerResource';
import type { ReplayAnswer, ReplayRequest, ResourceError, Settings } from '../../src/model';

export interface Asked {
  readonly uid: string;
  readonly settings: Settings;
  readonly secrets: Readonly<Record<string, string>>;
}

/** As long as Grafana would let a request run. */
const DEADLINE_MS = 30_000;

async function once(
  backend: Backend,
  { uid, settings, secrets }: Asked,
  request: ReplayRequest,
  signal: AbortSignal
): Promise<ReplayAnswer> {
  const { status, body } = await answerResource(
    backend,
    {
      path: 'replay',
      url: 'replay',
      method: 'POST',
      headers: {},
      body: Buffer.from(JSON.stringify(request)),
      pluginContext: {
        orgId: 1,
        pluginId: 'tidemark-drift-datasource',
        pluginVersion: '',
        apiVersion: '',
        userAgent: '',
        user: undefined,
        appInstanceSettings: undefined,
        grafanaConfig: {},
        dataSourceInstanceSettings: {
          id: 1,
          uid,
          name: uid,
          url: '',
          user: '',
          database: '',
          basicAuthEnabled: false,
          basicAuthUser: '',
          jsonData: Buffer.from(JSON.stringify(settings)),
          decryptedSecureJsonData: { ...secrets },
          lastUpdatedMS: 1,
          apiVersion: '',
        },
      },
    },
    { signal, deadline: Date.now() + DEADLINE_MS }
  );
  if (status !== 200) {
    throw new Error((body as ResourceError).message);
  }
  return body as ReplayAnswer;
}

/** Asks the backend, in this process. */
export function asker(about: Asked, signal: AbortSignal): (request: ReplayRequest) => Promise<ReplayAnswer> {
  const backend = createBackend({ log: createLogger(() => undefined, 'info'), now: Date.now });
  return (request) => once(backend, about, request, signal);
}
