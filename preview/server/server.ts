import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HOST_DIST, grafanaVersion } from '../build';
import { ROOT } from '../../scripts/lib/build';
import { join } from 'node:path';
import { failure, html, type Answer } from './answer';
import { createApi, type Backend } from './api';
import { DataSources, toInstanceSettings } from './dataSources';
import { hostPage } from './page';
import { metasOf, readDashboards, readPlugins } from './pluginFiles';
import type { DataSourceRecord } from './provisioning';
import { staticFile } from './staticFiles';

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly dataSources: readonly DataSourceRecord[];
  /** Data sources that are not run, and whose servers are asked for others. */
  readonly others: readonly DataSourceRecord[];
  readonly dataSourcesText: string;
  readonly backend: Backend;
  /** The alert rules that are provisioned, as Grafana tells of them. */
  readonly alertRules: unknown;
  /** The contact points that are provisioned, likewise. */
  readonly contactPoints: unknown;
  readonly log: (line: string) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Says what to change where the address cannot be taken. */
export class AddressError extends Error {}

/** More than any query or settings can be; what is longer is a mistake. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) {
      return undefined;
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function write(response: ServerResponse, { status, headers, body }: Answer, head: boolean): void {
  if (response.destroyed) {
    return;
  }
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  response.statusCode = status;
  response.end(head ? undefined : body);
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why: Readonly<Record<string, string>> = {
        EADDRINUSE: `Port ${port} is taken by another program. Stop it, or choose another port: npm start -- --port ${port + 1}`,
        EACCES: `This user may not listen on port ${port}. Choose one above 1023: npm start -- --port 3000`,
        EADDRNOTAVAIL: `This machine has no address ${host}. Choose one of its own: npm start -- --host 127.0.0.1`,
        ENOTFOUND: `Nobody knows the host ${host}. Choose an address of this machine: npm start -- --host 127.0.0.1`,
      };
      fail(new AddressError(why[error.code ?? ''] ?? error.message));
    });
    server.listen(port, host, () => done((server.address() as AddressInfo).port));
  });
}

/** Serves the host page, the built plugins, and Grafana's HTTP in front of the plugin's program. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, dataSources: records, dataSourcesText, backend, log } = options;
  const version = grafanaVersion();
  const plugins = readPlugins(join(ROOT, 'dist'));
  const dataSources = new DataSources(records);
  let url = '';
  const api = createApi({
    version,
    plugins,
    dataSources,
    others: options.others,
    backend,
    alertRules: options.alertRules,
    contactPoints: options.contactPoints,
    appUrl: () => `${url}/`,
    log,
  });

  const page = (): Answer => {
    const metas = metasOf(plugins);
    const settings = {
      datasources: Object.fromEntries(
        dataSources.all().flatMap((record) => {
          const meta = metas.dataSources.find(({ id }) => id === record.type);
          return meta === undefined ? [] : [[record.name, toInstanceSettings(record, meta)]];
        })
      ),
      defaultDatasource: dataSources.default()?.name ?? '',
    };
    const boot = { plugins: metas, dashboards: readDashboards(plugins), dataSourcesText };
    return html(hostPage({ version, appUrl: `${url}/`, settings, boot }));
  };

  const answer = async (request: IncomingMessage, signal: AbortSignal): Promise<Answer> => {
    const address = new URL(request.url ?? '/', 'http://preview');
    const body = await readBody(request);
    if (body === undefined) {
      return failure(413, 'This request is too large.');
    }
    const method = request.method ?? 'GET';
    const answered = await api({ method, url: address, headers: request.headers, body, signal });
    if (answered !== undefined) {
      return answered;
    }
    if (method !== 'GET' && method !== 'HEAD') {
      return failure(405, 'Method not allowed');
    }
    const path = decodeURIComponent(address.pathname);
    const plugin = /^\/public\/plugins\/([^/]+)\/(.+)$/.exec(path);
    if (plugin !== null) {
      const built = plugins.find(({ id }) => id === plugin[1]);
      return built === undefined
        ? failure(404, 'Plugin not found')
        : staticFile(built.folder, plugin[2] ?? '', 'no-cache');
    }
    const icon = /^\/public\/build\/(img\/.+)$/.exec(path);
    if (icon !== null) {
      const found = await staticFile(HOST_DIST, icon[1] ?? '', 'max-age=3600');
      // A button without its picture is still a button; one that reads "not found" in the console is a false alarm.
      return found.status === 200 ? found : staticFile(HOST_DIST, 'img/icons/unicons/missing.svg', 'max-age=3600');
    }
    const host = /^\/preview\/(.+)$/.exec(path);
    if (host !== null) {
      // The names of the chunks carry their contents; the entries' do not.
      return staticFile(
        HOST_DIST,
        host[1] ?? '',
        (host[1] ?? '').startsWith('chunks/') ? 'max-age=31536000' : 'no-cache'
      );
    }
    return /\.\w+$/.test(path) && !path.startsWith('/d/') ? failure(404, 'Not found') : page();
  };

  const server = createServer((request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    answer(request, gone.signal)
      .catch((thrown: unknown): Answer => {
        if (!gone.signal.aborted) {
          log(
            `${request.method} ${request.url}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`
          );
        }
        return failure(500, 'The preview failed on this request; what npm start printed says why.');
      })
      .then((answered) => write(response, answered, request.method === 'HEAD'))
      .catch(() => response.destroy());
  });
  const port = await listen(server, options.port, host);
  // The name that a browser on this machine reaches it by.
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  url = `http://${name}:${port}`;
  return {
    url,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
