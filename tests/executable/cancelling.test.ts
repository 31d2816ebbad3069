/** A query that Grafana gives up, end to end: nothing of it goes on at the upstreams. */
import { QUERY_KINDS } from '../../src/model';
import { startPlugin, type PluginProcess } from '../../scripts/lib/pluginProcess';
import { standIns, type StandInOptions } from './standIns';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;
/** A deadline would end what a cancellation has not after 25 s; this is well before, and well after a busy machine. */
const PATIENCE_MS = 10_000;

let plugin: PluginProcess;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterAll(async () => {
  await plugin.stop();
});

async function until(holds: () => boolean): Promise<boolean> {
  for (const started = Date.now(); Date.now() - started < PATIENCE_MS;) {
    if (holds()) {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return holds();
}

type Holds = NonNullable<StandInOptions['holds']>;

const aMetric: Holds = ({ path }) => path.startsWith('/api/v1/query');
const aCount: Holds = ({ path, params }) => path.startsWith('/loki/api/v1/query') && !params.has('limit');
/** The first page of each reading comes, the others do not. */
function laterPages(): Holds {
  let pages = 0;
  return ({ path, params }) => path === '/loki/api/v1/query_range' && params.has('limit') && (pages += 1) > 1;
}

/** Asks, waits until an upstream is at work, gives up, and tells whether everything there has ended. */
async function giveUp(
  json: object,
  options: StandInOptions
): Promise<{ readonly held: boolean; readonly over: boolean }> {
  const servers = await standIns(options);
  try {
    const jsonData = {
      prometheus: { url: servers.prometheus },
      loki: { url: servers.loki },
      models: [{ id: 'm', task: 'binary', features: [{ name: 'amount', kind: 'numeric' }] }],
    };
    const controller = new AbortController();
    const answer = plugin
      .queryData({ uid: servers.loki, jsonData }, [{ refId: 'A', json, from: NOW - 2 * HOUR, to: NOW }], {
        signal: controller.signal,
      })
      .catch(() => undefined);
    const held = await until(() => servers.held() > 0);
    controller.abort();
    await answer;
    const over = await until(() => servers.held() === 0);
    return { held, over };
  } finally {
    await servers.close();
  }
}

const reference = { kind: 'offset', offset: '1d' };
const logged = { upstream: 'loki', selector: '{app="x"}', fields: ['features.amount'] };
const STOPPED = { held: true, over: true };

describe('a query that is given up', () => {
  it.each(['distribution', 'drift', 'drift_over_time', 'dataset', 'runtime'])(
    'stops the metrics of %s',
    async (queryType) => {
      const json = { queryType, model: 'm', reference };
      expect(await giveUp(json, { lines: 1_000, holds: aMetric })).toEqual(STOPPED);
    }
  );

  it.each(['distribution', 'drift', 'drift_over_time'])('stops the counts of Loki for %s', async (queryType) => {
    const json = { queryType, source: logged, reference };
    expect(await giveUp(json, { lines: 5_000_000, holds: aCount })).toEqual(STOPPED);
  });

  it.each(['distribution', 'drift', 'drift_over_time'])('stops the pages of %s', async (queryType) => {
    const json = { queryType, source: { ...logged, categoryFields: ['a', 'b', 'c', 'd', 'e'] }, reference };
    expect(await giveUp(json, { lines: 200_000, holds: laterPages(), fullPages: true })).toEqual(STOPPED);
  });

  // The others are of features, which no model's log has to hold, or of metrics alone.
  const OF_EVENTS = QUERY_KINDS.filter(
    (kind) => !['distribution', 'drift', 'drift_over_time', 'runtime'].includes(kind)
  );
  it.each(OF_EVENTS)('stops the pages of %s', async (queryType) => {
    const json = { queryType, model: 'm', upstream: 'loki', reference };
    expect(await giveUp(json, { lines: 200_000, holds: laterPages(), fullPages: true })).toEqual(STOPPED);
  });
});
