import { TidemarkError } from '../errors';
import type { Connection } from './connection';

/** Longer than any message that was written for a person. */
const LONGEST_RELAY = 500;

/** `http://host:9090/prefix`: where it went, without user, password and query. */
function addressOf({ base }: Connection): string {
  return `${base.origin}${base.pathname.replace(/\/+$/, '')}`;
}

/** `Prometheus at http://host:9090/prefix` */
export function whereOf(connection: Connection): string {
  return `${connection.names.product} at ${addressOf(connection)}`;
}

/** What an upstream said, fit to be shown: one line, not endless, and none of our own secrets echoed back. */
export function relayed(text: string, { secrets }: Connection): string {
  const hidden = secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
  const line = hidden.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > LONGEST_RELAY ? `${line.slice(0, LONGEST_RELAY)}...` : line;
}

function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) {
    return '';
  }
  if ('code' in thrown && typeof thrown.code === 'string') {
    return thrown.code;
  }
  // Where a name has several addresses, each was tried, and each has its own error.
  if ('errors' in thrown && Array.isArray(thrown.errors)) {
    return codeOf(thrown.errors[0]);
  }
  return 'cause' in thrown ? codeOf(thrown.cause) : '';
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Bun names some failures in its own words; both name them here once. */
const REFUSED = new Set(['ECONNREFUSED', 'ConnectionRefused']);
const UNKNOWN_HOST = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_NODATA',
  'EAI_NONAME',
  'DNS_ENOTFOUND',
  'DNSLookupFailed',
]);
const NO_ROUTE = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);
const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'INVALID_CA',
]);
const OUT_OF_DATE = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/** The connection failed before there was an answer: whose turn it is, and which setting to look at. */
export function connectionFailure(thrown: unknown, connection: Connection): TidemarkError {
  const { advice } = connection;
  const where = whereOf(connection);
  const code = codeOf(thrown);
  const text = textOf(thrown);
  const unreachable = (message: string): TidemarkError =>
    new TidemarkError('upstream_unreachable', message, { cause: thrown });

  if (REFUSED.has(code)) {
    return unreachable(
      `${where} refuses the connection: is it running, and are host and port of ${advice.address} right?`
    );
  }
  if (UNKNOWN_HOST.has(code)) {
    return unreachable(
      `The name ${connection.base.hostname} is not known here: check the host of ${advice.address}, as seen from Grafana's own machine.`
    );
  }
  if (NO_ROUTE.has(code)) {
    return unreachable(
      `There is no way from Grafana's machine to ${where} (${code}): check ${advice.address} and the network between them.`
    );
  }
  if (UNTRUSTED.has(code)) {
    return unreachable(
      `The TLS certificate of ${where} is signed by an authority that is not trusted here (${code}): ${advice.untrusted}.`
    );
  }
  if (OUT_OF_DATE.has(code)) {
    return unreachable(
      `The TLS certificate of ${where} is not valid at this time (${code}): renew it there, or check the clocks of both machines.`
    );
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return unreachable(`The TLS certificate of ${where} is for another name: ${advice.otherName}.`);
  }
  if (
    /wrong version number|packet length too long|http request/i.test(text) ||
    code === 'ERR_SSL_WRONG_VERSION_NUMBER'
  ) {
    return unreachable(`${where} does not speak TLS: write http:// instead of https:// into ${advice.address}.`);
  }
  if (/certificate required|bad certificate|handshake failure|unknown ca/i.test(text) || /SSL|TLS/.test(code)) {
    return unreachable(
      `The TLS handshake with ${where} failed (${relayed(text, connection)}): if the server asks for a client certificate, ${advice.clientCertificate}.`
    );
  }
  if (code === 'EPROTO') {
    // Bun has this one word for a server without TLS and for one that does not like our certificate.
    return unreachable(
      `The TLS handshake with ${where} failed: if the server speaks no TLS, write http:// instead of https:// into ${advice.address}; if it asks for a client certificate, ${advice.clientCertificate}.`
    );
  }
  const how = code === '' ? relayed(text, connection) : code;
  const tls =
    connection.base.protocol === 'https:'
      ? ', and whether it asks for a client certificate'
      : ', and whether it wants https://';
  return unreachable(`The connection to ${where} broke off (${how}): check that it is up${tls} (${advice.address}).`);
}

/** The upstream's own words, where it has any: Prometheus' `error`, a proxy's `message`, or plain text. */
function ownWords(body: string, contentType: string): { text: string; type: string } {
  if (/^\s*[{[]/.test(body)) {
    try {
      const json: unknown = JSON.parse(body);
      if (typeof json === 'object' && json !== null) {
        const { error, message, errorType } = json as Record<string, unknown>;
        const text = [error, message].find((part) => typeof part === 'string') ?? '';
        return { text, type: typeof errorType === 'string' ? errorType : '' };
      }
    } catch {
      // Cut off, or no JSON after all: there are no words to relay.
    }
    return { text: '', type: '' };
  }
  return { text: /html/i.test(contentType) || /^\s*</.test(body) ? '' : body, type: '' };
}

/** An answer that is no success: each status in its own words. */
export function statusFailure(
  status: number,
  body: string,
  contentType: string,
  connection: Connection
): TidemarkError {
  const { names, advice } = connection;
  const where = whereOf(connection);
  const own = ownWords(body, contentType);
  const said = relayed(own.text, connection);
  const quoted = said === '' ? '' : `: ${said}`;
  if (status === 401 && /no org id/i.test(own.text)) {
    return new TidemarkError(
      'upstream_refused',
      `${where} keeps the data of several tenants apart and was not told which is meant (401): ${advice.tenant}.`
    );
  }
  if (status === 401) {
    return new TidemarkError(
      'upstream_refused',
      `${where} asks who we are and does not accept the answer (401): ${advice.unauthorized}.`
    );
  }
  if (status === 403) {
    return new TidemarkError('upstream_refused', `${where} knows us and forbids this (403): ${advice.forbidden}.`);
  }
  // Prometheus says it with a type, Loki in words alone.
  if (own.type === 'timeout' || (status >= 500 && /timed out|deadline exceeded/i.test(own.text))) {
    return new TidemarkError(
      'deadline',
      `${names.product} gave up on this query because it took too long${quoted}. Narrow the time range, ask for fewer features, or let a recording rule count ahead.`
    );
  }
  if (status === 400 || status === 422) {
    // Prometheus and Mimir tell of their limits with 422: of samples, of series, of chunks.
    const overLimit = status === 422 && /too many|exceed|limit|maximum/i.test(own.text);
    const shorten = overLimit ? '. Narrow the time range, or ask for fewer features; or raise that limit.' : '';
    return new TidemarkError(
      'upstream_rejected_query',
      `${names.product} rejects the query${quoted === '' ? ` (${status})` : quoted}${shorten}`
    );
  }
  if (status === 404 || status === 405) {
    return new TidemarkError(
      'upstream_not_understood',
      `There is no ${names.product} API at ${addressOf(connection)} (${status}): ${advice.notFound}.`
    );
  }
  if (status === 413) {
    return new TidemarkError(
      'upstream_too_large',
      `A proxy before ${where} refuses a query of this length (413): ask for fewer features by name, or use a regular expression.`
    );
  }
  if (status === 429) {
    return new TidemarkError(
      'upstream_overloaded',
      `${where} limits how often it may be asked (429)${quoted}. Raise that limit, or refresh less often.`
    );
  }
  if (status === 503) {
    return new TidemarkError(
      'upstream_overloaded',
      `${where} has no capacity at the moment (503)${quoted}. Try again later; if it has just started, it may still be reading its data.`
    );
  }
  // Where several answer one query, a frontend passes on what those behind it said.
  if (status >= 500 && /too many outstanding requests/i.test(own.text)) {
    return new TidemarkError('upstream_overloaded', `${where} has no capacity at the moment (${status})${quoted}.`);
  }
  if (status === 502 || status === 504) {
    return new TidemarkError(
      'upstream_unreachable',
      `A proxy before ${where} gets no answer from it (${status}): check that it is up behind that proxy.`
    );
  }
  if (status >= 500) {
    return new TidemarkError(
      'upstream_unreachable',
      `${where} failed on this (${status})${quoted}. Its own log says why.`
    );
  }
  return new TidemarkError(
    'upstream_not_understood',
    `${where} answered with status ${status}${quoted}, which is no answer to a query: ${advice.notApi}.`
  );
}

/** A redirect that we do not follow: credentials are for one host alone. */
export function redirectFailure(location: string, connection: Connection): TidemarkError {
  const target = URL.canParse(location, connection.base) ? new URL(location, connection.base) : undefined;
  return new TidemarkError(
    'upstream_not_understood',
    `${whereOf(connection)} redirects to ${target === undefined ? 'an address that cannot be read' : `${target.origin}${target.pathname}`}: credentials are not carried along. If that is where it answers, write it into ${connection.advice.address}; if it is a login page, set up authentication for it.`
  );
}

/** A success that is no JSON. */
export function notJson(body: string, contentType: string, connection: Connection, cause?: unknown): TidemarkError {
  const where = whereOf(connection);
  const { advice } = connection;
  const message =
    /html/i.test(contentType) || /^\s*</.test(body)
      ? `${where} answers a web page instead of data: it is a login page, or not the API; ${advice.notApi}.`
      : `${where} answers something that is not JSON: ${advice.notApi}.`;
  return new TidemarkError('upstream_not_understood', message, { cause });
}

export function tooLarge(limitBytes: number, connection: Connection): TidemarkError {
  return new TidemarkError(
    'upstream_too_large',
    `The answer of ${whereOf(connection)} is larger than ${Math.round(limitBytes / 1048576)} MiB and was cut off: ask for fewer features or groups, a longer interval, or a narrower time range.`
  );
}

export function tooSlow(connection: Connection): TidemarkError {
  const { setting } = connection.names;
  return new TidemarkError(
    'deadline',
    `${whereOf(connection)} did not answer within ${connection.timeoutMs / 1000} s: narrow the time range, ask for fewer features, or raise ${setting}.timeoutSeconds (25 at most).`
  );
}
