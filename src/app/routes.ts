import { locationUtil, urlUtil, type UrlQueryMap } from '@grafana/data';
import { APP_ID } from '../model/ids';

/** The pages of the app, in the order in which they stand in the navigation; the first is where the app begins. */
export const PAGES = ['fleet', 'setup', 'references', 'alerts', 'replay', 'teams'] as const;
/** Pages that others lead to. */
const FURTHER = ['apply'] as const;
export type PageId = (typeof PAGES)[number] | (typeof FURTHER)[number];

export type Route =
  | { readonly page: PageId }
  /** One model of one data source; without the data source, of the first that knows it. */
  | { readonly page: 'model'; readonly model: string };

const ROOT = `/a/${APP_ID}`;

/** Reads the path of an address. What is no page of ours leads to the first, as does `models` of an earlier version. */
export function routeOf(path: string): Route {
  const [page = '', ...rest] = path
    .slice(path.indexOf(ROOT) + ROOT.length)
    .split('/')
    .filter((part) => part !== '');
  if (page === 'model' && rest[0] !== undefined) {
    return { page: 'model', model: decodePart(rest[0]) };
  }
  return { page: [...PAGES, ...FURTHER].find((one) => one === page) ?? 'fleet' };
}

/** A hand-written address may hold a `%` that encodes nothing. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function pageUrl(page: PageId, query: UrlQueryMap = {}): string {
  return locationUtil.assureBaseUrl(urlUtil.renderUrl(`${ROOT}/${page}`, query));
}

/** Without a data source, of the first that knows the model; `part` is the section of the page to begin with. */
export function modelUrl(model: string, source: string | undefined, query: UrlQueryMap = {}, part?: string): string {
  const url = locationUtil.assureBaseUrl(
    urlUtil.renderUrl(`${ROOT}/model/${encodeURIComponent(model)}`, {
      ...(source !== undefined && { 'var-datasource': source }),
      ...query,
    })
  );
  return part === undefined ? url : `${url}#${part}`;
}
