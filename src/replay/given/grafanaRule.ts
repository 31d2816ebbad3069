import type { MuteInterval, ReplayRoute, ReplayRule } from '../../model';
import { parseDuration } from '../../model/duration';
import { compileRule } from '../compile';
import { readRoutingTree, routesOf, timingsOf, type RoutingTree } from '../notify/tree';
import { isQuery } from '../ruleStep';

/** A rule as somebody has written it: one that can be replayed, or why it cannot. */
export type GivenRule = {
  readonly uid: string;
  readonly title: string;
  readonly folder: string;
} & (
  | { readonly ok: true; readonly rule: ReplayRule; readonly notes: readonly string[] }
  | { readonly ok: false; readonly reason: string }
);

/** What is known of who is told. */
export interface Telling {
  /** The policies, where they may be read. */
  readonly policies?: unknown;
  /** Mute timings by Grafana's API, where they may be read. */
  readonly timings?: unknown;
}

type Entry = Readonly<Record<string, unknown>>;

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((one): one is string => typeof one === 'string');

/** Durations are texts in files and in the API of rules, and nanoseconds nowhere. Seconds. */
const secondsOf = (value: unknown, otherwise = 0): number =>
  typeof value === 'number' ? value : typeof value === 'string' ? (parseDuration(value) ?? 0) / 1000 : otherwise;

/** As the model has them, whose schemas would be loaded with the page. */
const STATES: ReadonlyArray<ReplayRule['noData']> = ['OK', 'NoData', 'Alerting', 'Error', 'KeepLast'];

const UNKNOWN = 'the policies';
/** As Grafana's root policy has it unless somebody changes that. Seconds. */
const USUAL = { groupWait: 30, groupInterval: 300, repeatInterval: 14_400 } as const;
const ALWAYS = ['grafana_folder', 'alertname'] as const;

function labelsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(isEntry(value) ? value : {}).map(([name, text]) => [name, String(text)] as const)
  );
}

/** By which name Grafana's two forms have the same: that of its API for rules, and that of its files. */
function flat(rule: Entry): Entry {
  const own = rule['grafana_alert'];
  return isEntry(own)
    ? {
        ...own,
        for: rule['for'],
        keepFiringFor: rule['keep_firing_for'],
        labels: rule['labels'],
        noDataState: own['no_data_state'],
        execErrState: own['exec_err_state'],
        isPaused: own['is_paused'],
      }
    : { ...rule, keepFiringFor: rule['keepFiringFor'] ?? rule['keep_firing_for'] };
}

interface Known {
  readonly tree: RoutingTree | undefined;
  readonly timings: ReadonlyMap<string, readonly MuteInterval[]>;
}

/** Whom a rule names, or whom the policies do for the labels that all of its alerts have. */
function routeOf(rule: Entry, all: Readonly<Record<string, string>>, { tree, timings }: Known): ReplayRoute {
  const root = tree?.ok === true ? tree.root.route : undefined;
  const own = rule['notification_settings'];
  if (!isEntry(own)) {
    const [found] = tree?.ok === true ? routesOf(tree.root, all) : [];
    return found ?? { key: UNKNOWN, receiver: UNKNOWN, groupBy: ALWAYS, ...USUAL };
  }
  const groupBy = textsOf(own['group_by']);
  const muted = textsOf(own['mute_time_intervals']).flatMap((name) => timings.get(name) ?? []);
  return {
    key: JSON.stringify(own),
    receiver: textOf(own['receiver']),
    groupBy: groupBy.includes('...') ? groupBy : [...new Set([...ALWAYS, ...groupBy])],
    groupWait: secondsOf(own['group_wait'], root?.groupWait ?? USUAL.groupWait),
    groupInterval: Math.max(1, secondsOf(own['group_interval'], root?.groupInterval ?? USUAL.groupInterval)),
    repeatInterval: secondsOf(own['repeat_interval'], root?.repeatInterval ?? USUAL.repeatInterval),
    ...(muted.length === 0 ? {} : { muted }),
  };
}

function stateOf<T extends ReplayRule['noData']>(value: unknown, otherwise: T): ReplayRule['noData'] {
  return STATES.find((known) => known === value || (value === 'Ok' && known === 'OK')) ?? otherwise;
}

function nodesOf(rule: Entry): ReplayRule['nodes'] {
  return listOf(rule['data']).flatMap((node) => {
    if (!isEntry(node) || !isEntry(node['model'])) {
      return [];
    }
    const { refId, datasourceUid, relativeTimeRange: range, model } = node;
    const [from, to] = isEntry(range) ? [secondsOf(range['from']), secondsOf(range['to'])] : [0, 0];
    return [
      {
        refId: textOf(refId),
        datasourceUid: textOf(datasourceUid),
        // An expression has a range of nothing.
        ...(from > to ? { relativeTimeRange: { from, to } } : {}),
        model,
      },
    ];
  });
}

/** Who asks whom else: what another data source would have answered is not known here. */
function strangeQuery(rule: ReplayRule, datasourceUid: string): string | undefined {
  const compiled = compileRule(rule);
  if (!compiled.ok) {
    return compiled.message.replace(`${rule.uid}: `, '');
  }
  const strange = rule.nodes.find(
    (node) => isQuery(node) && compiled.rule.needed.has(node.refId) && node.datasourceUid !== datasourceUid
  );
  return strange === undefined
    ? undefined
    : `${strange.refId} asks the data source ${JSON.stringify(strange.datasourceUid)}, whose answers of the past are not known here`;
}

function givenRule(entry: Entry, group: { folder: string; interval: number }, uid: string, known: Known): GivenRule {
  const rule = flat(entry);
  const { folder, interval } = group;
  const title = textOf(rule['title']);
  const about = { uid: textOf(rule['uid']) || `${folder}/${title}`, title, folder };
  const recorded = isEntry(rule['record']);
  const labels = labelsOf(rule['labels']);
  const own = rule['notification_settings'];
  const replayed: ReplayRule = {
    uid: about.uid,
    title,
    folder,
    interval,
    for: secondsOf(rule['for']),
    keepFiring: secondsOf(rule['keepFiringFor']),
    noData: stateOf(rule['noDataState'], 'NoData'),
    onError: stateOf(rule['execErrState'], 'Alerting'),
    labels,
    condition: textOf(rule['condition']),
    nodes: nodesOf(rule),
    route: routeOf(rule, { ...labels, alertname: title, grafana_folder: folder }, known),
  };
  const reason = recorded ? 'it records, and alerts nobody' : strangeQuery(replayed, uid);
  if (reason !== undefined) {
    return { ...about, ok: false, reason };
  }
  const notes = [
    ...(rule['isPaused'] === true ? ['it is paused: this is what it would have done'] : []),
    ...(isEntry(own) && textsOf(own['active_time_intervals']).length > 0
      ? ['at which times alone it is told is not looked at']
      : []),
    ...(Object.values(labels).some((value) => value.includes('{{'))
      ? ['labels that are templates stay as they are written']
      : []),
  ];
  return { ...about, ok: true, rule: replayed, notes };
}

const asks = (entry: unknown, datasourceUid: string): entry is Entry =>
  isEntry(entry) &&
  listOf(flat(entry)['data']).some((node) => isEntry(node) && node['datasourceUid'] === datasourceUid);

function knownOf({ policies, timings }: Telling): Known {
  return {
    tree: policies === undefined ? undefined : readRoutingTree({ route: policies, time_intervals: timings }),
    timings: timingsOf(timings),
  };
}

/**
 * The rules that ask a data source, out of what Grafana has: `GET /api/ruler/grafana/api/v1/rules`, groups by folder.
 *
 * @param telling policies and mute timings, so far as they may be read.
 */
export function rulesOfRuler(answer: unknown, datasourceUid: string, telling: Telling = {}): readonly GivenRule[] {
  const known = knownOf(telling);
  return Object.entries(isEntry(answer) ? answer : {}).flatMap(([folder, groups]) =>
    listOf(groups)
      .filter(isEntry)
      .flatMap((group) =>
        listOf(group['rules'])
          .filter((rule): rule is Entry => asks(rule, datasourceUid))
          .map((rule) => givenRule(rule, { folder, interval: secondsOf(group['interval'], 60) }, datasourceUid, known))
      )
  );
}

/** The same out of a file in the format of Grafana's file provisioning, which is also that of its exports. */
export function rulesOfFile(file: unknown, datasourceUid: string): readonly GivenRule[] {
  const document = isEntry(file) ? file : {};
  const [policies] = listOf(document['policies']);
  const known = knownOf({ ...(policies === undefined ? {} : { policies }), timings: document['muteTimes'] });
  return listOf(document['groups'])
    .filter(isEntry)
    .flatMap((group) =>
      listOf(group['rules'])
        .filter((rule): rule is Entry => asks(rule, datasourceUid))
        .map((rule) =>
          givenRule(
            rule,
            { folder: textOf(group['folder']), interval: secondsOf(group['interval'], 60) },
            datasourceUid,
            known
          )
        )
    );
}
