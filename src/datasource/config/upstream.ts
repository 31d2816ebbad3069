import type { DataSourceSettings } from '@grafana/data';
import { secretNamesOf, type HttpUpstream, type UpstreamKey, type UpstreamSettings } from '../../model';
import { change } from '../change';
import type { TidemarkOptions, TidemarkSecrets } from '../types';

/** The data source as its configuration page holds it. */
export type Options = DataSourceSettings<TidemarkOptions, TidemarkSecrets>;

export const PRODUCT = { prometheus: 'Prometheus', loki: 'Loki' } as const satisfies Record<UpstreamKey, string>;

export type UpstreamKind = 'none' | 'sample' | 'url' | 'datasource';

/** What the settings say of an upstream as a draft: a field that is being written may still be empty. */
export type GrafanaUpstream = Extract<UpstreamSettings, { datasourceUid: string }>;

/** Of the metrics, which begin as the sample. */
export function upstreamKind(upstream: UpstreamSettings | undefined): Exclude<UpstreamKind, 'none'> {
  if (upstream === undefined || 'sample' in upstream) {
    return 'sample';
  }
  return 'datasourceUid' in upstream ? 'datasource' : 'url';
}

/** Of the log: where none is named, the sample of the metrics brings its own. */
export function logKind({ prometheus, loki }: TidemarkOptions): UpstreamKind {
  return loki === undefined && upstreamKind(prometheus) !== 'sample' ? 'none' : upstreamKind(loki);
}

/** An upstream of the kind as it begins. A new one forgets the fields of the former; the secrets stay where they are. */
export function newUpstream(kind: UpstreamKind): UpstreamSettings | undefined {
  switch (kind) {
    case 'none':
      return undefined;
    case 'sample':
      return { sample: true };
    case 'url':
      return { url: '' };
    case 'datasource':
      return { datasourceUid: '' };
  }
}

/** Undefined takes the upstream away: of the metrics that is the built-in sample, of the log none. */
export function withUpstream(options: Options, key: UpstreamKey, upstream: UpstreamSettings | undefined): Options {
  return { ...options, jsonData: change(options.jsonData, { [key]: upstream }) };
}

export function isConfigured({ secureJsonFields }: Options, secret: string): boolean {
  return secureJsonFields[secret] === true;
}

/** The secret as it is being typed; what is stored already is never sent back to the browser. */
export function typedSecret({ secureJsonData }: Options, secret: string): string {
  return secureJsonData?.[secret] ?? '';
}

export function withSecret(options: Options, secret: string, value: string): Options {
  return { ...options, secureJsonData: { ...options.secureJsonData, [secret]: value } };
}

/** Takes a secret away. An empty text is what makes Grafana overwrite a stored one. */
export function withoutSecret(options: Options, secret: string): Options {
  return {
    ...options,
    secureJsonFields: { ...options.secureJsonFields, [secret]: false },
    secureJsonData: { ...options.secureJsonData, [secret]: '' },
  };
}

/** The name of the secret of the i-th header of the list; they are counted from 1, as Grafana's own are. */
export function headerSecret(key: UpstreamKey, index: number): string {
  return secretNamesOf(key).header(index + 1);
}

export function withHeaders(
  options: Options,
  key: UpstreamKey,
  upstream: HttpUpstream,
  headers: readonly string[]
): Options {
  return withUpstream(options, key, change(upstream, { headers: headers.length === 0 ? undefined : [...headers] }));
}

/**
 * Takes a header away. Values are stored by place and cannot be read back: those behind the one taken away move up only
 * where they were typed on this page. The others have to be entered again, and are shown so.
 */
export function withoutHeader(options: Options, key: UpstreamKey, upstream: HttpUpstream, index: number): Options {
  const headers = upstream.headers ?? [];
  let next = options;
  for (let i = index; i < headers.length; i++) {
    const moved = i + 1 < headers.length ? typedSecret(next, headerSecret(key, i + 1)) : '';
    next = withoutSecret(next, headerSecret(key, i));
    if (moved !== '') {
      next = withSecret(next, headerSecret(key, i), moved);
    }
  }
  return withHeaders(
    next,
    key,
    upstream,
    headers.filter((_, i) => i !== index)
  );
}
