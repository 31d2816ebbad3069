import { secretNames, type HttpUpstream } from '../../model';
import { TidemarkError } from '../errors';
import { connectionOf, type Connection } from './connection';
import { PROMETHEUS_NAMES } from './names';
import * as certificates from './testing/certificates';

const URL_TEXT = 'http://prometheus:9090';
const connect = (settings: Partial<HttpUpstream>, secrets: Readonly<Record<string, string>> = {}): Connection =>
  connectionOf({ url: URL_TEXT, ...settings }, secrets, PROMETHEUS_NAMES);

describe('settings and secrets, made ready to connect with', () => {
  it('takes user and password, query and slash off the URL', () => {
    const { base, headers } = connect({ url: 'https://ann:pass@host:1234/a/b//?x=1' });
    expect(base.href).toBe('https://host:1234/a/b');
    expect(headers).toEqual({ authorization: `Basic ${btoa('ann:pass')}` });
  });

  it('hides a password of the URL as it stands there and as it is meant', () => {
    expect(connect({ url: 'https://ann:p%40ssword@host' }).secrets).toEqual(
      expect.arrayContaining(['p%40ssword', 'p@ssword'])
    );
  });

  it('waits as long as the settings say, and never longer than 25 seconds', () => {
    expect(connect({}).timeoutMs).toBe(25_000);
    expect(connect({ timeoutSeconds: 3 }).timeoutMs).toBe(3_000);
    expect(connect({ timeoutSeconds: 99 }).timeoutMs).toBe(25_000);
  });

  it('numbers the secrets of headers from one, as they stand in the settings', () => {
    const secrets = { prometheusHeader1: 'team-a', prometheusHeader2: 'x' };
    expect(connect({ headers: ['X-Scope-OrgID', 'X-Two'] }, secrets).headers).toEqual({
      'x-scope-orgid': 'team-a',
      'x-two': 'x',
    });
  });

  const client = {
    [secretNames.clientCert]: certificates.clientCertificate,
    [secretNames.clientKey]: certificates.clientKey,
  };

  it.each<[string, Partial<HttpUpstream>, Readonly<Record<string, string>>, RegExp]>([
    ['a URL that is none', { url: 'http://a b' }, {}, /prometheus\.url/],
    ['a password in the URL that cannot be read', { url: 'http://ann:hidden%zz@host' }, {}, /prometheus\.url.*%25/],
    ['basic authentication without a user', { auth: 'basic' }, {}, /prometheus\.user/],
    ['a bearer token that is not there', { auth: 'bearer' }, {}, /prometheusToken/],
    [
      'a bearer token with a line break',
      { auth: 'bearer' },
      { prometheusToken: 'hidden\nX: y' },
      /prometheusToken.*line break/,
    ],
    [
      'a header without its secret',
      { headers: ['X-A', 'X-B'] },
      { prometheusHeader1: 'a' },
      /X-B has no value.*prometheusHeader2/,
    ],
    ['a header that is no name', { headers: ['X A'] }, { prometheusHeader1: 'a' }, /prometheus\.headers\[0\]/],
    ['a header that the protocol sets', { headers: ['Host'] }, { prometheusHeader1: 'a' }, /prometheus\.headers\[0\]/],
    [
      'a header of two lines',
      { headers: ['X-A'] },
      { prometheusHeader1: 'hidden\r\nX-B: b' },
      /prometheusHeader1.*line break/,
    ],
    ['an authority that is not there', { tls: { withCaCert: true } }, {}, /prometheusCaCert/],
    [
      'an authority that is no PEM',
      { tls: { withCaCert: true } },
      { prometheusCaCert: 'hidden' },
      /prometheusCaCert must be PEM/,
    ],
    [
      'a client certificate without its key',
      { tls: { withClientCert: true } },
      { ...client, prometheusClientKey: '' },
      /prometheusClientKey/,
    ],
    [
      'a key that is no PEM',
      { tls: { withClientCert: true } },
      { ...client, prometheusClientKey: 'hidden' },
      /prometheusClientKey must be PEM/,
    ],
    [
      'a key of another certificate',
      { tls: { withClientCert: true } },
      { ...client, prometheusClientKey: certificates.serverKey },
      /do not belong together/,
    ],
  ])('refuses %s, and names what to change', (_, settings, secrets, message) => {
    let thrown: unknown;
    try {
      connect(settings, secrets);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(TidemarkError);
    expect(thrown).toMatchObject({ code: 'bad_settings', message: expect.stringMatching(message) });
    expect(String(thrown)).not.toMatch(/hidden|PRIVATE KEY-/);
  });
});
