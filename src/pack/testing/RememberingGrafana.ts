import { canonical, groupKey, groupOf, isRecord, records, textOf, type Told } from '../apply/objects';
import { REDACTED } from '../apply/planPoints';
import type { Request } from '../apply/change';
import type { Answer, Door } from '../apply/read';

/** What Grafana keeps to itself of these receivers. */
const SECRET_FIELDS: Readonly<Record<string, readonly string[]>> = {
  slack: ['url', 'token'],
  pagerduty: ['integrationKey'],
  webhook: ['authorization_credentials'],
};

const found = (status: number, body: unknown = {}): Answer => ({ status, body });
const refused = (status: number, message: string): Answer => ({ status, body: { message } });

/**
 * As much of Grafana's provisioning API as an apply needs, with the answers that Grafana 12.4 gives: for where there is
 * none. What it answers was seen there, and `tests/grafana/apply.test.ts` makes the same claims of a real one.
 */
export class RememberingGrafana implements Door {
  folders: Told[] = [];
  rules: Told[] = [];
  points: Told[] = [];
  timings: Told[] = [];
  templates: Told[] = [];
  policies: Told = { receiver: 'empty', group_by: ['grafana_folder', 'alertname'] };
  readonly intervals = new Map<string, number>();
  /** What was sent to change something. */
  readonly writes: Request[] = [];
  /** Answers in place of it, where a test wants a refusal. */
  refuses: (request: Request) => Answer | undefined = () => undefined;
  readsSecrets = true;

  readonly send = async (request: Request): Promise<Answer> => {
    const refusal = this.refuses(request);
    if (refusal !== undefined) {
      return refusal;
    }
    if (request.method !== 'GET') {
      this.writes.push(request);
    }
    const [path = '', search = ''] = request.path.split('?');
    const [first, ...rest] = path
      .replace(/^\/api\/(v1\/provisioning\/)?/, '')
      .split('/')
      .map(decodeURIComponent);
    // What is sent may be changed by nobody afterwards.
    const body: Told = isRecord(request.body) ? structuredClone(request.body) : {};
    switch (first) {
      case 'folders':
        return this.folder(request, rest[0], body);
      case 'alert-rules':
        return this.rule(request, rest[0], body);
      case 'folder':
        return this.group(request, groupKey(rest[0] ?? '', rest[2] ?? ''), body);
      case 'ruler':
        return found(200, { Folder: this.groups() });
      case 'contact-points':
        return rest[0] === 'export' ? this.secrets(search) : this.point(request, rest[0], body);
      case 'mute-timings':
        return this.timing(request, rest[0], body);
      case 'templates':
        return this.template(request, rest[0], body);
      case 'policies':
        this.policies = request.method === 'PUT' ? body : this.policies;
        return found(200, this.policies);
      default:
        return refused(404, 'Not found');
    }
  };

  private provenance({ editable }: Request): Told {
    return editable ? {} : { provenance: 'api' };
  }

  private folder({ method }: Request, uid: string | undefined, body: Told): Answer {
    if (method === 'GET') {
      return found(200, this.folders);
    }
    if (method === 'DELETE') {
      if (this.rules.some((rule) => rule['folderUID'] === uid)) {
        return refused(400, 'Folder cannot be deleted: folder is not empty');
      }
      this.folders = this.folders.filter((folder) => folder['uid'] !== uid);
      return found(200);
    }
    this.folders.push(body);
    return found(200, body);
  }

  private rule(request: Request, uid: string | undefined, body: Told): Answer {
    if (request.method === 'DELETE') {
      this.rules = this.rules.filter((rule) => rule['uid'] !== uid);
      return found(204);
    }
    if (request.method === 'POST') {
      this.rules.push({ ...body, ...this.provenance(request) });
      return found(201, body);
    }
    return found(200, this.rules);
  }

  private group(request: Request, key: string, body: Told): Answer {
    if (request.method === 'DELETE') {
      const had = this.rules.length;
      this.rules = this.rules.filter((rule) => groupOf(rule) !== key);
      this.intervals.delete(key);
      return had === this.rules.length ? refused(404, 'rule group not found') : found(204);
    }
    const rules = records(body['rules']);
    const uids = rules.map((rule) => rule['uid']);
    this.rules = this.rules.filter((rule) => groupOf(rule) !== key && !uids.includes(rule['uid']));
    this.rules.push(
      // Grafana adds two members to the model of each query.
      ...rules.map(({ provenance: _, ...rule }) => ({
        ...rule,
        data: records(rule['data']).map((node) => ({
          ...node,
          model: { intervalMs: 1000, maxDataPoints: 43_200, ...(isRecord(node['model']) ? node['model'] : {}) },
        })),
        ...this.provenance(request),
      }))
    );
    this.intervals.set(key, Number(body['interval']));
    return found(200, body);
  }

  private groups(): readonly Told[] {
    return [...new Set(this.rules.map(groupOf))].map((key) => {
      const [first] = this.rules.filter((rule) => groupOf(rule) === key);
      const folder = textOf(first ?? {}, 'folderUID');
      return {
        name: textOf(first ?? {}, 'ruleGroup'),
        interval: `${this.intervals.get(key) ?? 60}s`,
        rules: [{ grafana_alert: { namespace_uid: folder } }],
      };
    });
  }

  private point(request: Request, uid: string | undefined, body: Told): Answer {
    const { method } = request;
    if (method === 'GET') {
      return found(
        200,
        this.points.map((point) => ({ ...point, settings: this.hidden(point) }))
      );
    }
    const now = this.points.find((point) => point['uid'] === uid);
    if (method === 'DELETE') {
      const name = now?.['name'];
      if (this.rules.some(({ notification_settings: told }) => isRecord(told) && told['receiver'] === name)) {
        return refused(409, 'Contact point is currently used in the notification settings of one or many alert rules.');
      }
      this.points = this.points.filter((point) => point !== now);
      return found(202);
    }
    if (now !== undefined && textOf(now, 'provenance') === 'api' && request.editable) {
      return refused(500, "cannot change provenance from 'api' to ''");
    }
    const had = isRecord(now?.['settings']) ? now['settings'] : {};
    const sent = isRecord(body['settings']) ? body['settings'] : {};
    const settings = Object.fromEntries(
      Object.entries(sent).map(([field, value]) => [field, value === REDACTED ? (had[field] ?? value) : value])
    );
    const { provenance: _, ...rest } = body;
    const next = { ...rest, settings, ...this.provenance(request) };
    this.points = [...this.points.filter((point) => point !== now), next];
    return found(202, body);
  }

  private hidden({ type, settings }: Told): Told {
    const secret = SECRET_FIELDS[String(type)] ?? [];
    return Object.fromEntries(
      Object.entries(isRecord(settings) ? settings : {}).map(([field, value]) => [
        field,
        secret.includes(field) ? REDACTED : value,
      ])
    );
  }

  private secrets(search: string): Answer {
    const name = new URLSearchParams(search).get('name');
    return this.readsSecrets
      ? found(200, { contactPoints: [{ receivers: this.points.filter((point) => point['name'] === name) }] })
      : refused(403, "You'll need additional permissions to perform this action.");
  }

  private timing(request: Request, name: string | undefined, body: Told): Answer {
    const { method } = request;
    const known = (one: Told): boolean => one['name'] === (name ?? body['name']);
    if (method === 'GET') {
      return found(200, this.timings);
    }
    const others = this.timings.filter((one) => !known(one));
    this.timings = method === 'DELETE' ? others : [...others, { ...body, version: '1', ...this.provenance(request) }];
    return found(200, body);
  }

  private template(request: Request, name: string | undefined, body: Told): Answer {
    const others = this.templates.filter((one) => one['name'] !== name);
    switch (request.method) {
      case 'GET':
        // Grafana says null where there is none.
        return found(200, this.templates.length === 0 ? null : this.templates);
      case 'DELETE':
        this.templates = others;
        return found(204);
      default:
        this.templates = [...others, { name, template: textOf(body, 'template').trim(), ...this.provenance(request) }];
        return found(202);
    }
  }

  /** All that it has, secrets included, as text: two states are the same where it is. */
  state(): string {
    const byKey = (list: readonly Told[]) => list.map(canonical).sort();
    return JSON.stringify([
      byKey(this.folders),
      byKey(this.rules.map((rule) => ({ ...rule, every: this.intervals.get(groupOf(rule)) ?? 60 }))),
      byKey(this.points),
      byKey(this.timings),
      byKey(this.templates),
      canonical(this.policies),
    ]);
  }
}
