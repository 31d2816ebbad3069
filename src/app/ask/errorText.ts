import { isFetchError } from '@grafana/runtime';

/** What to show of something that was thrown: the backend's own words where it answered, and never an object. */
export function errorText(thrown: unknown): string {
  if (isFetchError<{ message?: string }>(thrown)) {
    return thrown.data?.message ?? thrown.statusText ?? `The request failed with status ${thrown.status}.`;
  }
  return thrown instanceof Error ? thrown.message : String(thrown);
}
