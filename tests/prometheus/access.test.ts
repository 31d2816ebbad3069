import * as certificates from '../../src/backend/upstream/testing/certificates';
import { secretNames, type HttpUpstream } from '../../src/model';
import { evenGrowth, histogramSeries } from '../../scripts/lib/openMetrics';
import { startPrometheus, type RunningPrometheus } from '../../scripts/lib/prometheus';
import { PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { askAt, patiently } from './ask';
import { proxyTo } from './proxy';

const PROMETHEUS_VERSION = { product: 'Prometheus', version: expect.stringMatching(/^\d+\.\d+/) };
const PASSWORD = 'open sesame';
/** bcrypt of the password. */
const HASH = '$2b$04$QztL0p9BMMy8av.akpRSZufLW2nXRBGqS9ChC/NAKHf3nWwvCVjaC';
const basic = `Basic ${Buffer.from(`ann:${PASSWORD}`).toString('base64')}`;
const CA = { [secretNames.caCert]: certificates.authorityCertificate };

/** An hour that is over, in seconds. */
const END = Math.floor(Date.now() / 3_600_000) * 3600 - 3600;
const START = END - 3600;

const health = (settings: HttpUpstream, secrets: Readonly<Record<string, string>>) =>
  askAt(settings, secrets).upstream.health(patiently());

describeWith(PROMETHEUS, 'a real Prometheus behind its own users and TLS', () => {
  let prometheus: RunningPrometheus;

  beforeAll(async () => {
    const config = {
      basic_auth_users: { ann: HASH },
      tls_server_config: { cert_file: 'server.crt', key_file: 'server.key' },
    };
    prometheus = await startPrometheus({
      web: { config: JSON.stringify(config), tls: true, authorization: basic },
      files: { 'server.crt': certificates.serverCertificate, 'server.key': certificates.serverKey },
    });
  });
  afterAll(async () => {
    await prometheus?.stop();
  });

  it('lets in who has the password and trusts its authority', async () => {
    const settings = { url: prometheus.url, auth: 'basic', user: 'ann', tls: { withCaCert: true } } as const;
    expect(await health(settings, { ...CA, [secretNames.password]: PASSWORD })).toEqual(PROMETHEUS_VERSION);
  });

  it.each([
    [
      'a wrong password',
      { auth: 'basic', user: 'ann', tls: { withCaCert: true } },
      { ...CA, [secretNames.password]: 'guess' },
      'upstream_refused',
      /\(401\).*prometheusPassword/,
    ],
    ['no user at all', { tls: { withCaCert: true } }, CA, 'upstream_refused', /\(401\).*prometheus\.auth/],
    [
      'an authority that is not known',
      { auth: 'basic', user: 'ann' },
      { [secretNames.password]: PASSWORD },
      'upstream_unreachable',
      /prometheusCaCert/,
    ],
  ] as const)('says what to change on %s', async (_, settings, secrets, code, message) => {
    const answer = health({ url: prometheus.url, ...settings }, secrets);
    await expect(answer).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('says what to change where http is asked of https', async () => {
    const answer = health({ url: prometheus.url.replace('https:', 'http:') }, {});
    await expect(answer).rejects.toMatchObject({ message: expect.stringMatching(/HTTPS|https:/) });
  });
});

describeWith(PROMETHEUS, 'a real Prometheus that asks for a client certificate', () => {
  let prometheus: RunningPrometheus;

  beforeAll(async () => {
    const config = {
      tls_server_config: {
        cert_file: 'server.crt',
        key_file: 'server.key',
        client_ca_file: 'ca.crt',
        client_auth_type: 'RequireAndVerifyClientCert',
      },
    };
    const client = { cert: certificates.clientCertificate, key: certificates.clientKey };
    prometheus = await startPrometheus({
      web: { config: JSON.stringify(config), tls: true, client },
      files: {
        'server.crt': certificates.serverCertificate,
        'server.key': certificates.serverKey,
        'ca.crt': certificates.authorityCertificate,
      },
    });
  });
  afterAll(async () => {
    await prometheus?.stop();
  });

  it('lets in who shows it, and tells who does not to set it', async () => {
    const url = prometheus.url;
    const client = {
      [secretNames.clientCert]: certificates.clientCertificate,
      [secretNames.clientKey]: certificates.clientKey,
    };
    expect(await health({ url, tls: { withCaCert: true, withClientCert: true } }, { ...CA, ...client })).toEqual(
      PROMETHEUS_VERSION
    );
    await expect(health({ url, tls: { withCaCert: true } }, CA)).rejects.toMatchObject({
      code: 'upstream_unreachable',
      message: expect.stringContaining('client certificate'),
    });
  });
});

describeWith(PROMETHEUS, 'a real Prometheus behind a proxy', () => {
  let prometheus: RunningPrometheus;

  beforeAll(async () => {
    const series = Array.from({ length: 50 }, (_, i) =>
      histogramSeries({ feature: `f${i}` }, [1, 2, 3], [i, 1, 1, 1], (total) => evenGrowth(START, END, 60, total))
    );
    prometheus = await startPrometheus({
      history: [{ name: 'model_feature', type: 'histogram', series: series.flat() }],
    });
  });
  afterAll(async () => {
    await prometheus?.stop();
  });

  it('is asked with a bearer token and a tenant, below a path', async () => {
    const proxy = await proxyTo(
      prometheus.url,
      ({ headers }) => headers.authorization === 'Bearer letmein' && headers['x-scope-orgid'] === 'team-a',
      '/tenants/a'
    );
    try {
      const settings: HttpUpstream = { url: `${proxy.url}/`, auth: 'bearer', headers: ['X-Scope-OrgID'] };
      const secrets = { [secretNames.token]: 'letmein', [secretNames.header(1)]: 'team-a' };
      expect(await health(settings, secrets)).toEqual(PROMETHEUS_VERSION);
      await expect(health(settings, { ...secrets, [secretNames.token]: 'other' })).rejects.toMatchObject({
        code: 'upstream_refused',
      });
    } finally {
      await proxy.close();
    }
  });

  it('is one HTTP request for 50 features, also where many ask the same at once', async () => {
    const proxy = await proxyTo(prometheus.url, () => true);
    try {
      const { upstream } = askAt({ url: proxy.url });
      const source = { kind: 'histogram', metric: 'model_feature', matchers: [], featureLabel: 'feature' } as const;
      const question = { source, features: [], groupBy: [] };
      const range = { from: START * 1000, to: END * 1000 };
      const answers = await Promise.all([1, 2, 3].map(() => upstream.distributions(question, range, patiently())));
      expect(answers.map(({ value }) => value.length)).toEqual([50, 50, 50]);
      expect(proxy.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /api/v1/query']);
    } finally {
      await proxy.close();
    }
  });
});
