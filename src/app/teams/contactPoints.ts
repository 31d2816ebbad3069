import { getBackendSrv, isFetchError } from '@grafana/runtime';
import { errorText } from '../ask/errorText';

/** One receiver of a contact point, as Grafana's provisioning API tells it: secrets are hidden. */
export interface Receiver {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

const REDACTED = '[REDACTED]';
const QUIET = { showErrorAlert: false, showSuccessAlert: false } as const;

/** Every receiver of this Grafana; rejects where the person may not see them. */
export async function readReceivers(): Promise<readonly Receiver[]> {
  const all = await getBackendSrv().get<unknown>('/api/v1/provisioning/contact-points', undefined, undefined, QUIET);
  return Array.isArray(all) ? (all as Receiver[]) : [];
}

/** What Grafana is asked to send through; what it hides it fills in itself, by the uid. */
export function testBody(receivers: readonly Receiver[], summary: string, labels: Readonly<Record<string, string>>) {
  return {
    receivers: receivers.map(({ uid, name, type, settings }) => {
      const entries = Object.entries(settings);
      return {
        name,
        grafana_managed_receiver_configs: [
          {
            uid,
            name,
            type,
            disableResolveMessage: false,
            settings: Object.fromEntries(entries.filter(([, value]) => value !== REDACTED)),
            secureFields: Object.fromEntries(
              entries.filter(([, value]) => value === REDACTED).map(([field]) => [field, true])
            ),
          },
        ],
      };
    }),
    alert: { labels, annotations: { summary } },
  };
}

interface TestAnswer {
  readonly message?: string;
  readonly receivers?: ReadonlyArray<{
    readonly grafana_managed_receiver_configs?: ReadonlyArray<{ readonly status?: string; readonly error?: string }>;
  }>;
}

/** What went wrong with each receiver; a failure is told under a status of success, or of failure. */
export function failuresOf({ receivers = [] }: TestAnswer): readonly string[] {
  return receivers
    .flatMap(({ grafana_managed_receiver_configs: configs = [] }) => configs)
    .flatMap(({ status, error }) => (status === 'ok' ? [] : [error ?? 'failed']));
}

/** Sends a test through every receiver of a contact point. @returns what went wrong; nothing where all have taken it */
export async function sendTest(
  receivers: readonly Receiver[],
  summary: string,
  labels: Readonly<Record<string, string>>
): Promise<readonly string[]> {
  try {
    const answer = await getBackendSrv().post<TestAnswer>(
      '/api/alertmanager/grafana/config/api/v1/receivers/test',
      testBody(receivers, summary, labels),
      QUIET
    );
    return failuresOf(answer);
  } catch (thrown) {
    const told = isFetchError<TestAnswer>(thrown) ? failuresOf(thrown.data ?? {}) : [];
    return told.length > 0 ? told : [errorText(thrown)];
  }
}
