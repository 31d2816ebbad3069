import { parseQuery, parseSettings } from '../../src/model';
import { seeded } from '../../src/engine/testing/random';
import type { Frame } from '../../src/backend/frames/frame';
import { absurd } from '../../src/backend/query/absurd/absurd';
import { tableEvents, type GivenEvent } from '../../src/backend/query/testing/tableEvents';
import { tableUpstream } from '../../src/backend/query/testing/tableUpstream';
import type { EventUpstream } from '../../src/backend/upstream/events';
import { HOUR } from '../../src/backend/upstream/testing/loki/log';
import { askLoki } from '../../src/backend/upstream/testing/loki/upstream';
import { startLoki, type RunningLoki } from '../../scripts/lib/loki';
import { LOKI } from '../lib/requirements';
import { describeWith } from '../lib/skip';

type Row = Extract<GivenEvent, { readonly event: 'prediction' | 'label' }>;

interface PushedStream {
  readonly labels: Readonly<Record<string, string>>;
  readonly lines: Array<readonly [bigint, string]>;
}

const COUNTRIES = ['DE', 'FR', 'US'];

/** Two half hours of live and shadow with late labels; in the second, one country turns absurd. */
function happened(): readonly Row[] {
  const random = seeded(41);
  const rows: Row[] = [];
  for (let i = 0; i < 6000; i++) {
    const time = HOUR.from + 1000 + Math.floor(((HOUR.to - HOUR.from - 2000) * i) / 6000);
    const country = COUNTRIES[Math.floor(random() * 3)] ?? 'DE';
    const confidence = Number((0.8 + 0.2 * random()).toFixed(4));
    const isAbsurd = time > (HOUR.from + HOUR.to) / 2 && country === 'FR' && random() < 0.5;
    const truth = random() < confidence && !isAbsurd ? 'fraud' : 'fine';
    const features = { country, amount: isAbsurd ? -1 : Math.floor(random() * 500), ssn: `secret ${i}` };
    const shared = { event: 'prediction', requestId: `r${i}`, prediction: 'fraud', features, latencyMs: 5 } as const;
    rows.push({ ...shared, time, predictionId: `r${i}/live`, version: '7', role: 'live', confidence });
    if (random() < 0.9) {
      const other = random() < 0.97 ? 'fraud' : 'fine';
      rows.push({
        ...shared,
        time: time + 20,
        predictionId: `r${i}/shadow`,
        version: '8',
        role: 'shadow',
        prediction: other,
        confidence,
      });
    }
    if (random() < 0.8) {
      const at = Math.min(HOUR.to - 1, time + Math.floor(random() * 300_000));
      rows.push({ event: 'label', time: at, predictionId: `r${i}/live`, label: truth });
    }
  }
  return rows;
}

function lineOf(row: Row): string {
  return JSON.stringify(
    row.event === 'label'
      ? { prediction_id: row.predictionId, label: row.label }
      : {
          prediction_id: row.predictionId,
          request_id: row.requestId,
          version: row.version,
          features: row.features,
          prediction: row.prediction,
          confidence: row.confidence,
          latency_ms: row.latencyMs,
        }
  );
}

async function ask(events: EventUpstream): Promise<readonly Frame[]> {
  const settings = parseSettings({
    privateFields: ['features.ssn'],
    models: [
      {
        id: 'm',
        task: 'binary',
        segments: ['country'],
        absurd: { rules: [{ name: 'negative amount', when: 'features.amount < 0' }] },
      },
    ],
  });
  const query = parseQuery({ queryType: 'absurd', model: 'm', features: ['country', 'ssn'], window: '10m', limit: 20 });
  if (!settings.ok || !query.ok) {
    throw new Error(JSON.stringify([settings, query]));
  }
  return absurd(
    {
      query: query.value,
      range: { from: (HOUR.from + HOUR.to) / 2, to: HOUR.to },
      intervalMs: 300_000,
      fromAlert: false,
    },
    {
      instance: { settings: settings.value, upstream: tableUpstream([]), events },
      signal: new AbortController().signal,
      now: () => HOUR.to,
    }
  );
}

const contents = (frames: readonly Frame[]) =>
  frames.map(({ name, fields }) => ({ name, fields: fields.map((field) => [field.name, field.values]) }));

describeWith(LOKI, 'absurd outputs from a real Loki', () => {
  let loki: RunningLoki;
  const rows = happened();

  beforeAll(async () => {
    loki = await startLoki();
    const streams = new Map<string, PushedStream>();
    for (const row of rows) {
      const labels = { model: 'm', event: row.event, ...(row.event === 'prediction' ? { role: row.role ?? '' } : {}) };
      const key = JSON.stringify(labels);
      const stream: PushedStream = streams.get(key) ?? { labels, lines: [] };
      stream.lines.push([BigInt(row.time) * 1_000_000n, lineOf(row)]);
      streams.set(key, stream);
    }
    await loki.push([...streams.values()]);
  }, 120_000);
  afterAll(async () => {
    await loki?.stop();
  });

  it('are those that the same events give from a table, in every frame, and nothing private comes along', async () => {
    const [found, expected] = [
      await ask(askLoki({ url: loki.url }).upstream),
      await ask(tableEvents(rows, { batch: 500 })),
    ];
    expect(contents(found)).toEqual(contents(expected));
    expect(JSON.stringify(found)).not.toContain('secret');
    const [summary] = found;
    const valueOf = (name: string) => summary?.fields.find((field) => field.name === name)?.values[0];
    expect(valueOf('verdict')).toBe('drift');
    expect(Number(valueOf('predictions'))).toBeGreaterThan(2900);
    const segment = found.find(({ name }) => name === 'segments')?.fields.find(({ name }) => name === 'value');
    expect(segment?.values[0]).toBe('FR');
  }, 120_000);
});
