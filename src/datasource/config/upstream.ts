import type { DataSourceSettings } from '@grafana/data';
import { secretNames, type HttpUpstream, type UpstreamSettings } from '../../model';
import { change } from '../change';
import type { TidemarkOptions, TidemarkSecrets } from '../types';

/** The data source as its configuration page holds it. */
export type Options = DataSourceSettings<TidemarkOptions, TidemarkSecrets>;

export type UpstreamKind = 'sample' | 'url' | 'datasource';

/** What the settings say of an upstream as a draft: a field that is being written may still be empty. */
export type GrafanaUpstream = Extract<UpstreamSettings, { datasourceUid: string }>;

export function upstreamKind(upstream: UpstreamSettings | undefined): UpstreamKind {
  if (upstream === undefined || 'sample' in upstream) {
    return 'sample';
  }
  return 'datasourceUid' in upstream ? 'datasource' : 'url';
}

/** An upstream of the kind as it begins. A new one forgets the fields of the former; the secrets stay where they are. */
export function newUpstream(kind: UpstreamKind): UpstreamSettings {
  switch (kind) {
    case 'sample':
      return { sample: true };
    case 'url':
      return { url: '' };
    case 'datasource':
      return { datasourceUid: '' };
  }
}

export function withUpstream(options: Options, prometheus: UpstreamSettings): Options {
  return { ...options, jsonData: { ...options.jsonData, prometheus } };
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
export function headerSecret(index: number): string {
  return secretNames.header(index + 1);
}

export function withHeaders(options: Options, upstream: HttpUpstream, headers: readonly string[]): Options {
  return withUpstream(options, change(upstream, { headers: headers.length === 0 ? undefined : [...headers] }));
}

/**
 * Takes a header away. Values are stored by place and cannot be read back: those behind the one taken away move up only
 * where they were typed on this page. The others have to be entered again, and are shown so.
 */
export function withoutHeader(options: Options, upstream: HttpUpstream, index: number): Options {
  const headers = upstream.headers ?? [];
  let next = options;
  for (let i = index; i < headers.length; i++) {
    const moved = i + 1 < headers.length ? typedSecret(next, headerSecret(i + 1)) : '';
    next = withoutSecret(next, headerSecret(i));
    if (moved !== '') {
      next = withSecret(next, headerSecret(i), moved);
    }
  }
  return withHeaders(
    next,
    upstream,
    headers.filter((_, i) => i !== index)
  );
}
