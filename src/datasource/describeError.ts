/** What Grafana throws where a resource answers an error: the body of the answer is in `data`. */
interface Answer {
  readonly status?: unknown;
  readonly statusText?: unknown;
  readonly data?: unknown;
}

function messageOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('message' in data)) {
    return undefined;
  }
  return typeof data.message === 'string' && data.message !== '' ? data.message : undefined;
}

/** What went wrong, in the words of whoever knows best: the backend's, then Grafana's, then the browser's. */
export function describeError(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null && 'data' in thrown) {
    const { status, statusText, data }: Answer = thrown;
    const told = messageOf(data);
    if (told !== undefined) {
      return told;
    }
    if (typeof status === 'number') {
      const name = typeof statusText === 'string' && statusText !== '' ? ` ${statusText}` : '';
      return `Grafana answered ${status}${name}. Look at "Save & test" of the data source, and at Grafana's log.`;
    }
  }
  return messageOf(thrown) ?? "The request failed, and nothing says why. Look at Grafana's log.";
}
