import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { HttpUpstream } from '../../model';
import { TidemarkError } from '../errors';
import { ownSettings, type Advice } from './advice';
import type { UpstreamNames } from './names';

/** Settings and secrets, checked and made ready to connect with. */
export interface Connection {
  readonly names: UpstreamNames;
  /** What to change where it fails. */
  readonly advice: Advice;
  /** Without user, password, query and trailing slash. */
  readonly base: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly servername?: string;
    readonly rejectUnauthorized?: boolean;
  };
  readonly timeoutMs: number;
  /** Everything that must appear in no message. */
  readonly secrets: readonly string[];
}

export const LONGEST_SECONDS = 25;

/** Hiding shorter ones would tear holes into every message, and hide nothing. */
const SHORTEST_SECRET = 4;

/** What a header may hold: anything else would let one header become two. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Headers that the protocol itself sets. */
const OWN_HEADERS = new Set([
  'host',
  'content-length',
  'content-type',
  'transfer-encoding',
  'connection',
  'accept-encoding',
]);

function bad(message: string): TidemarkError {
  return new TidemarkError('bad_settings', message);
}

/** User and password of a URL, in which a percent sign that begins no escape cannot be read. */
function decoded(part: string, setting: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw bad(
      `${setting}.url holds a user or password with a "%" that begins no escape: write it as %25, or use ${setting}.auth "basic" with ${setting}.user and the password as a secret.`
    );
  }
}

function authorization(
  { auth, user }: HttpUpstream,
  url: URL,
  secrets: Readonly<Record<string, string>>,
  { setting, secrets: names }: UpstreamNames
): string | undefined {
  const basic = (name: string, password: string): string =>
    `Basic ${Buffer.from(`${name}:${password}`, 'utf8').toString('base64')}`;
  if (auth === 'basic') {
    if (user === undefined || user === '') {
      throw bad(`Basic authentication needs a user: set ${setting}.user, or set ${setting}.auth to "none".`);
    }
    return basic(user, secrets[names.password] ?? '');
  }
  if (auth === 'bearer') {
    const token = secrets[names.token];
    if (token === undefined || token === '') {
      throw bad(
        `A bearer token is asked for and not there: set the secret ${names.token}, or set ${setting}.auth to "none".`
      );
    }
    if (!HEADER_VALUE.test(token.trim())) {
      throw bad(`The secret ${names.token} holds a line break or a character that no header can hold.`);
    }
    return `Bearer ${token.trim()}`;
  }
  return url.username === '' ? undefined : basic(decoded(url.username, setting), decoded(url.password, setting));
}

function customHeaders(
  { headers = [] }: HttpUpstream,
  secrets: Readonly<Record<string, string>>,
  { setting, secrets: names }: UpstreamNames
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    headers.map((name, index) => {
      const where = `${setting}.headers[${index}]`;
      const secret = names.header(index + 1);
      const value = secrets[secret];
      if (!HEADER_NAME.test(name) || OWN_HEADERS.has(name.toLowerCase())) {
        throw bad(`${where}: ${JSON.stringify(name)} cannot be sent as a header; choose another name.`);
      }
      if (value === undefined || value === '') {
        throw bad(`The header ${name} has no value: set the secret ${secret}, or take it out of ${setting}.headers.`);
      }
      if (!HEADER_VALUE.test(value)) {
        throw bad(`The secret ${secret} (header ${name}) holds a line break or a character that no header can hold.`);
      }
      return [name.toLowerCase(), value];
    })
  );
}

function pem(
  secrets: Readonly<Record<string, string>>,
  name: string,
  what: string,
  check: (text: string) => unknown
): string {
  const text = secrets[name];
  if (text === undefined || text.trim() === '') {
    throw bad(
      `${what} is asked for and not there: paste it (PEM) into the secret ${name}, or switch it off in the TLS settings.`
    );
  }
  try {
    check(text);
  } catch (cause) {
    // OpenSSL's words say where in the file it failed; they may quote what it read, so they stay in the log.
    throw new TidemarkError(
      'bad_settings',
      `${what} cannot be read: the secret ${name} must be PEM, from "-----BEGIN" to "-----END".`,
      { cause }
    );
  }
  return text;
}

function tlsOptions(
  { tls = {} }: HttpUpstream,
  secrets: Readonly<Record<string, string>>,
  { secrets: names }: UpstreamNames
): Connection['tls'] {
  const certificate = (text: string): X509Certificate => new X509Certificate(text);
  const ca =
    tls.withCaCert === true ? pem(secrets, names.caCert, "The authority's certificate", certificate) : undefined;
  const client =
    tls.withClientCert === true
      ? {
          cert: pem(secrets, names.clientCert, 'The client certificate', certificate),
          key: pem(secrets, names.clientKey, "The client certificate's key", createPrivateKey),
        }
      : undefined;
  if (client !== undefined && !new X509Certificate(client.cert).checkPrivateKey(createPrivateKey(client.key))) {
    throw bad(
      `The client certificate and its key do not belong together: check ${names.clientCert} and ${names.clientKey}.`
    );
  }
  return {
    ...(ca === undefined ? {} : { ca }),
    ...client,
    ...(tls.serverName === undefined || tls.serverName === '' ? {} : { servername: tls.serverName }),
    ...(tls.skipVerify === true ? { rejectUnauthorized: false } : {}),
  };
}

/** The password of a URL, as it stands there and as it is meant. */
function passwordsOf({ password }: URL): readonly string[] {
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}

/** @throws TidemarkError `bad_settings`, naming the setting or secret to change. */
export function connectionOf(
  settings: HttpUpstream,
  secrets: Readonly<Record<string, string>>,
  names: UpstreamNames,
  advice: Advice = ownSettings(names)
): Connection {
  if (!URL.canParse(settings.url)) {
    throw bad(`${names.setting}.url is no URL: write one such as ${names.example}.`);
  }
  const url = new URL(settings.url);
  const authorized = authorization(settings, url, secrets, names);
  const base = new URL(`${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`);
  const headers = customHeaders(settings, secrets, names);
  return {
    names,
    advice,
    base,
    headers: { ...headers, ...(authorized === undefined ? {} : { authorization: authorized }) },
    tls: tlsOptions(settings, secrets, names),
    timeoutMs: Math.min(LONGEST_SECONDS, settings.timeoutSeconds ?? LONGEST_SECONDS) * 1000,
    secrets: [...Object.values(secrets), authorized?.split(' ')[1] ?? '', ...passwordsOf(url)].filter(
      (secret) => secret.length >= SHORTEST_SECRET
    ),
  };
}
