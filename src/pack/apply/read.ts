import type { Request } from './change';
import { secondsOf } from './comparable';
import { groupKey, isRecord, records, textOf, type Snapshot, type Told } from './objects';
import { PATHS } from './paths';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The way to Grafana's API, with the rights of whoever stands at it. Answers every status, and rejects for none. */
export interface Door {
  readonly send: (request: Request) => Promise<Answer>;
}

/** A call that Grafana did not do, in its own words. */
export interface Refusal {
  readonly status: number;
  readonly path: string;
  readonly message: string;
}

export const isOk = ({ status }: Answer): boolean => status >= 200 && status < 300;

export function refusalOf({ path }: Pick<Request, 'path'>, { status, body }: Answer): Refusal {
  const message = isRecord(body) ? textOf(body, 'message') : '';
  return { status, path, message: message === '' ? `Grafana answered ${status}.` : message };
}

export type Read =
  { readonly ok: true; readonly snapshot: Snapshot } | { readonly ok: false; readonly refusal: Refusal };

function intervalsOf(namespaces: unknown): Readonly<Record<string, number>> {
  const groups = isRecord(namespaces) ? Object.values(namespaces).flatMap(records) : [];
  return Object.fromEntries(
    groups.flatMap((group) => {
      const first = records(group['rules'])[0]?.['grafana_alert'];
      const folder = isRecord(first) ? textOf(first, 'namespace_uid') : '';
      return [[groupKey(folder, textOf(group, 'name')), secondsOf(group['interval'])] as const];
    })
  );
}

/** Everything that an apply may touch, as it is now. Secrets are not among it. */
export async function readSnapshot({ send }: Door): Promise<Read> {
  const paths = [
    `${PATHS.folders}?limit=1000`,
    PATHS.rules,
    PATHS.groups,
    PATHS.contactPoints,
    PATHS.muteTimings,
    PATHS.templates,
    PATHS.policies,
  ];
  const requests = paths.map((path): Request => ({ method: 'GET', path, editable: true }));
  const answers = await Promise.all(requests.map((request) => send(request)));
  const failed = answers.findIndex((answer) => !isOk(answer));
  const [request, answer] = [requests[failed], answers[failed]];
  if (request !== undefined && answer !== undefined) {
    return { ok: false, refusal: refusalOf(request, answer) };
  }
  const [folders, rules, groups, contactPoints, muteTimings, templates, policies] = answers.map(({ body }) => body);
  return {
    ok: true,
    snapshot: {
      folders: records(folders),
      rules: records(rules),
      intervals: intervalsOf(groups),
      contactPoints: records(contactPoints),
      muteTimings: records(muteTimings),
      templates: records(templates),
      policies: isRecord(policies) ? policies : {},
    },
  };
}

/**
 * The settings of the receivers of one contact point with their secrets, by uid.
 * @returns undefined where the person may not read them
 */
export async function readSecrets({ send }: Door, name: string): Promise<ReadonlyMap<string, Told> | undefined> {
  const answer = await send({ method: 'GET', path: PATHS.secrets(name), editable: true });
  if (!isOk(answer) || !isRecord(answer.body)) {
    return undefined;
  }
  const receivers = records(answer.body['contactPoints']).flatMap((point) => records(point['receivers']));
  return new Map(
    receivers.flatMap((receiver) =>
      isRecord(receiver['settings']) ? [[textOf(receiver, 'uid'), receiver['settings']] as const] : []
    )
  );
}
