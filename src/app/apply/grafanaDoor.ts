import { getBackendSrv, isFetchError } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import type { Answer, Door } from '../../pack/apply';

/** As JSON where it is some. Grafana answers nothing at all, as JSON, to what it has deleted: its own reader fails on that. */
function parsed(text: unknown): unknown {
  if (typeof text !== 'string') {
    return text;
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What was answered with a failure: of a text Grafana makes a message, whatever it holds, and keeps the text beside it. */
function toldOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'response' in data ? parsed(data.response) : parsed(data);
}

/**
 * Grafana's own API, with the rights of whoever looks at the page. It answers every status: the page says a refusal in
 * its place, and no pop-up of Grafana says it again.
 */
export const grafanaDoor: Door = {
  send: async ({ method, path, body, editable }): Promise<Answer> => {
    try {
      const { status, data } = await lastValueFrom(
        getBackendSrv().fetch<unknown>({
          method,
          url: path,
          responseType: 'text',
          ...(body === undefined ? {} : { data: body }),
          // Without it Grafana lets nobody edit on its pages what came over its API.
          ...(editable && method !== 'GET' ? { headers: { 'X-Disable-Provenance': 'true' } } : {}),
          showErrorAlert: false,
          showSuccessAlert: false,
        })
      );
      return { status, body: parsed(data) };
    } catch (thrown) {
      if (isFetchError<unknown>(thrown)) {
        return { status: thrown.status, body: toldOf(thrown.data) };
      }
      return { status: 0, body: { message: thrown instanceof Error ? thrown.message : String(thrown) } };
    }
  },
};
