import { Observable, lastValueFrom, throwError } from 'rxjs';
import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';
import { AppEvents, urlUtil } from '@grafana/data';
import { appEvents } from './appEvents';

/** What is under way, by the id its asker gave it: a newer request with the same id takes the place of the older. */
const running = new Map<string, AbortController>();

function bodyOf(data: unknown): BodyInit | null {
  if (data === undefined || data === null) {
    return null;
  }
  return typeof data === 'string' || data instanceof FormData || data instanceof Blob ? data : JSON.stringify(data);
}

async function readBody(response: Response, type: BackendSrvRequest['responseType']): Promise<unknown> {
  if (type === 'blob') {
    return response.blob();
  }
  if (type === 'arraybuffer') {
    return response.arrayBuffer();
  }
  const text = await response.text();
  if (type === 'text') {
    return text;
  }
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return text;
  }
}

function failure(options: BackendSrvRequest, status: number, statusText: string, data: unknown): FetchError {
  const body = typeof data === 'string' ? { message: data } : (data ?? { message: statusText });
  return { status, statusText, data: body, config: options };
}

function messageOf(error: FetchError): string {
  const data: unknown = error.data;
  return typeof data === 'object' && data !== null && 'message' in data && typeof data.message === 'string'
    ? data.message
    : (error.statusText ?? `HTTP status ${error.status}`);
}

/** The same promises as Grafana's own service, over `fetch`: what the plugin's data source talks through. */
export class PreviewBackendSrv implements BackendSrv {
  fetch<T>(options: BackendSrvRequest): Observable<FetchResponse<T>> {
    return new Observable((subscriber) => {
      const controller = new AbortController();
      let finished = false;
      if (options.requestId !== undefined) {
        running.get(options.requestId)?.abort();
        running.set(options.requestId, controller);
      }
      const url = options.params === undefined ? options.url : urlUtil.renderUrl(options.url, options.params);
      const path = url.startsWith('/') || /^https?:/.test(url) ? url : `/${url}`;
      const body = bodyOf(options.data);
      const run = async (): Promise<void> => {
        const response = await fetch(path, {
          method: options.method ?? 'GET',
          headers: {
            accept: 'application/json, text/plain, */*',
            ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
            ...options.headers,
          },
          body,
          signal: controller.signal,
        });
        const data = await readBody(response, options.responseType);
        finished = true;
        if (!response.ok) {
          throw failure(options, response.status, response.statusText, data);
        }
        subscriber.next({
          data: data as T,
          status: response.status,
          statusText: response.statusText,
          ok: response.ok,
          headers: response.headers,
          redirected: response.redirected,
          type: response.type,
          url: response.url,
          config: options,
        });
        subscriber.complete();
      };
      run().catch((thrown: unknown) => {
        finished = true;
        if (controller.signal.aborted) {
          subscriber.error({
            ...failure(options, 0, 'Request was aborted', undefined),
            type: 'cancelled',
            cancelled: true,
          });
          return;
        }
        const error =
          thrown instanceof Error
            ? failure(options, 502, 'No answer', {
                message: `The preview's server does not answer (${thrown.message}). Is "npm start" still running?`,
              })
            : (thrown as FetchError);
        if (options.showErrorAlert === true) {
          appEvents.publish({ type: AppEvents.alertError.name, payload: [messageOf(error)] });
        }
        subscriber.error(error);
      });
      return () => {
        if (options.requestId !== undefined && running.get(options.requestId) === controller) {
          running.delete(options.requestId);
        }
        if (!finished) {
          controller.abort();
        }
      };
    });
  }

  chunked(): Observable<never> {
    return throwError(() => new Error('The preview does not stream answers.'));
  }

  async request<T = unknown>(options: BackendSrvRequest): Promise<T> {
    const response = await lastValueFrom(this.fetch<T>({ showErrorAlert: true, ...options }));
    return response.data;
  }

  async datasourceRequest<T = unknown>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
    return lastValueFrom(this.fetch<T>(options));
  }

  get<T = unknown>(
    url: string,
    params?: BackendSrvRequest['params'],
    requestId?: string,
    options?: Partial<BackendSrvRequest>
  ): Promise<T> {
    return this.request<T>({
      ...options,
      method: 'GET',
      url,
      ...(params && { params }),
      ...(requestId !== undefined && { requestId }),
    });
  }

  post<T = unknown>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'POST', url, data });
  }

  put<T = unknown>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'PUT', url, data });
  }

  patch<T = unknown>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'PATCH', url, data });
  }

  delete<T = unknown>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>): Promise<T> {
    return this.request<T>({ ...options, method: 'DELETE', url, data });
  }
}
