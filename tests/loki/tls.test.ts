import { secretNamesOf, type HttpUpstream } from '../../src/model';
import * as certificates from '../../src/backend/upstream/testing/certificates';
import { question, readAll, sourceOf } from '../../src/backend/upstream/testing/loki/ask';
import { HOUR, type LogLine } from '../../src/backend/upstream/testing/loki/log';
import { askLoki } from '../../src/backend/upstream/testing/loki/upstream';
import { startLoki, type RunningLoki } from '../../scripts/lib/loki';
import { decodeFrame, startPlugin, type PluginProcess } from '../../scripts/lib/pluginProcess';
import { LOKI } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { proxyTo, type Proxy } from '../prometheus/proxy';

const secrets = secretNamesOf('loki');
const CA = { [secrets.caCert]: certificates.authorityCertificate };
const CLIENT = {
  [secrets.clientCert]: certificates.clientCertificate,
  [secrets.clientKey]: certificates.clientKey,
};
const SERVER = { cert: certificates.serverCertificate, key: certificates.serverKey };
const LINES = 120;

const BASIC = `Basic ${Buffer.from('ann:open sesame').toString('base64')}`;

type Doors = 'ours' | 'mutual' | 'elsewhere' | 'guarded' | 'lettered';

interface Case {
  readonly title: string;
  readonly door: Doors;
  readonly tls?: HttpUpstream['tls'];
  readonly more?: Pick<HttpUpstream, 'auth' | 'user'>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** What is said where nobody is let in; undefined: lines come. */
  readonly refused?: RegExp;
}

const CASES: readonly Case[] = [
  { title: 'trusts the authority of the settings', door: 'ours', tls: { withCaCert: true }, secrets: CA },
  { title: 'does not trust another one', door: 'ours', refused: /not trusted here.*loki\.tls\.withCaCert.*lokiCaCert/ },
  { title: 'skips the check where it is told to', door: 'ours', tls: { skipVerify: true } },
  {
    title: 'shows its client certificate',
    door: 'mutual',
    tls: { withCaCert: true, withClientCert: true },
    secrets: { ...CA, ...CLIENT },
  },
  {
    title: 'says that a client certificate is missing',
    door: 'mutual',
    tls: { withCaCert: true },
    secrets: CA,
    refused: /client certificate.*loki\.tls/,
  },
  {
    title: 'asks for the name of the settings',
    door: 'elsewhere',
    tls: { withCaCert: true, serverName: 'prometheus.example' },
    secrets: CA,
  },
  {
    title: 'does not accept another name',
    door: 'elsewhere',
    tls: { withCaCert: true },
    secrets: CA,
    refused: /for another name.*loki\.tls\.serverName/,
  },
  {
    title: 'sends user and password',
    door: 'guarded',
    tls: { withCaCert: true },
    more: { auth: 'basic', user: 'ann' },
    secrets: { ...CA, [secrets.password]: 'open sesame' },
  },
  {
    title: 'says that a password is wrong',
    door: 'guarded',
    tls: { withCaCert: true },
    more: { auth: 'basic', user: 'ann' },
    secrets: { ...CA, [secrets.password]: 'guess' },
    refused: /does not accept the answer \(401\).*lokiPassword/,
  },
  {
    title: 'sends a token',
    door: 'lettered',
    tls: { withCaCert: true },
    more: { auth: 'bearer' },
    secrets: { ...CA, [secrets.token]: 'tok-en' },
  },
];

describeWith(LOKI, 'a real Loki behind TLS and a guard', () => {
  let loki: RunningLoki;
  let plugin: PluginProcess;
  let doors: Readonly<Record<Doors, Proxy>>;

  beforeAll(async () => {
    loki = await startLoki();
    const line = (i: number): LogLine => [
      BigInt(HOUR.from + (i + 1) * 30_000) * 1_000_000n,
      JSON.stringify({ prediction_id: `p-${i}`, features: { amount: i % 60 } }),
    ];
    await loki.push([
      { labels: { model: 'm', event: 'prediction' }, lines: Array.from({ length: LINES }, (_, i) => line(i)) },
    ]);
    const door = (tls: object, authorization?: string) =>
      proxyTo(loki.url, ({ headers }) => authorization === undefined || headers.authorization === authorization, '', {
        ...SERVER,
        ...tls,
      });
    doors = {
      ours: await door({}),
      mutual: await door({ ca: certificates.authorityCertificate, requestCert: true, rejectUnauthorized: true }),
      elsewhere: await door({ cert: certificates.elsewhereCertificate, key: certificates.elsewhereKey }),
      guarded: await door({}, BASIC),
      lettered: await door({}, 'Bearer tok-en'),
    };
    plugin = await startPlugin();
  });
  afterAll(async () => {
    await plugin?.stop();
    await Promise.all(Object.values(doors ?? {}).map((door) => door.close()));
    await loki?.stop();
  });

  it.each(CASES)(
    '$title, in the runtime of the tests',
    async ({ door, tls = {}, more = {}, secrets: given = {}, refused }) => {
      const reading = readAll(
        askLoki({ url: doors[door].url, tls, ...more }, given).upstream,
        question('prediction', sourceOf('m'))
      );
      if (refused === undefined) {
        expect((await reading).events).toHaveLength(LINES);
      } else {
        await expect(reading).rejects.toMatchObject({
          message: expect.stringMatching(refused),
        });
      }
    }
  );

  it.each(CASES)('$title, in the executable', async ({ door, tls = {}, more = {}, secrets: given = {}, refused }) => {
    const query = {
      queryType: 'drift',
      format: 'table',
      source: { upstream: 'loki', selector: '{model="m",event="prediction"}', fields: ['features.amount'] },
      reference: { kind: 'offset', offset: '30m' },
    };
    const { A: answer } = await plugin.queryData(
      {
        uid: door,
        jsonData: { prometheus: { url: 'http://127.0.0.1:1' }, loki: { url: doors[door].url, tls, ...more } },
        secrets: given,
      },
      [{ refId: 'A', json: query, from: HOUR.from + 1_800_000, to: HOUR.to }]
    );
    if (refused === undefined) {
      expect(answer?.error).toBe('');
      const frame = decodeFrame(answer?.frames[0] ?? Buffer.alloc(0));
      expect(Number(frame.fields.find(({ name }) => name === 'current_count')?.values[0])).toBe(LINES / 2);
    } else {
      expect(answer).toMatchObject({ status: 502, errorSource: 'downstream', error: expect.stringMatching(refused) });
    }
  });
});
