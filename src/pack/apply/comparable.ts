import { isRecord, records, textOf, type Told } from './objects';

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };

/** Grafana writes `24h` as `1d`, and nothing for zero. */
export function secondsOf(text: unknown): number {
  const parts = typeof text === 'string' ? [...text.matchAll(/(\d+)([smhdwy])/g)] : [];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_SECONDS[unit ?? ''] ?? 0), 0);
}

/** Grafana adds two members to each query when it stores it, and a range of nothing to each expression. */
function node({ relativeTimeRange, datasourceUid, model }: Told): Told {
  const { intervalMs: _, maxDataPoints: __, ...question } = isRecord(model) ? model : {};
  const { from = 0, to = 0 } = isRecord(relativeTimeRange) ? relativeTimeRange : {};
  return { from, to, datasourceUid, model: question };
}

function toldBy(settings: unknown): Told | undefined {
  if (!isRecord(settings)) {
    return undefined;
  }
  const { receiver, group_by, mute_time_intervals, ...times } = settings;
  return {
    receiver,
    group_by: group_by ?? [],
    mute_time_intervals: mute_time_intervals ?? [],
    group_wait: secondsOf(times['group_wait']),
    group_interval: secondsOf(times['group_interval']),
    repeat_interval: secondsOf(times['repeat_interval']),
  };
}

/**
 * What of a rule the pack decides, in one form whoever has written it down. Whether it is paused is not among it: that is
 * for a person to say, and stays.
 */
export const comparableRule = (rule: Told): Told => ({
  title: rule['title'],
  folder: rule['folderUID'],
  group: rule['ruleGroup'],
  condition: rule['condition'],
  for: secondsOf(rule['for']),
  keep_firing_for: secondsOf(rule['keep_firing_for']),
  noDataState: rule['noDataState'],
  execErrState: rule['execErrState'],
  labels: rule['labels'] ?? {},
  annotations: rule['annotations'] ?? {},
  notification_settings: toldBy(rule['notification_settings']),
  data: Object.fromEntries(records(rule['data']).map((one) => [textOf(one, 'refId'), node(one)])),
});

export const comparableTiming = ({ time_intervals }: Told): Told => ({ time_intervals });

export const comparablePoint = ({ name, type, settings, disableResolveMessage }: Told): Told => ({
  name,
  type,
  settings: isRecord(settings) ? settings : {},
  disableResolveMessage: disableResolveMessage ?? false,
});

/** One route of the notification policies and all below it. */
export function comparableRoute(route: Told): Told {
  const { group_wait, group_interval, repeat_interval, routes, mute_time_intervals, provenance: _, ...rest } = route;
  return {
    ...rest,
    ...(group_wait === undefined ? {} : { group_wait: secondsOf(group_wait) }),
    ...(group_interval === undefined ? {} : { group_interval: secondsOf(group_interval) }),
    ...(repeat_interval === undefined ? {} : { repeat_interval: secondsOf(repeat_interval) }),
    ...(mute_time_intervals === undefined ? {} : { mute_time_intervals }),
    routes: records(routes).map(comparableRoute),
  };
}

/** One thing that differs: where, and what stands there on either side, as JSON. */
export interface Difference {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

function flat(value: unknown, path: string): ReadonlyArray<readonly [string, string]> {
  if (isRecord(value)) {
    return Object.entries(value)
      .filter(([, member]) => member !== undefined && member !== null)
      .flatMap(([key, member]) => flat(member, path === '' ? key : `${path}.${key}`));
  }
  return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
}

/** Every member that differs, in the order of the one that is wanted. */
export function differences(before: Told, after: Told): readonly Difference[] {
  const had = new Map(flat(before, ''));
  const has = new Map(flat(after, ''));
  return [...new Set([...has.keys(), ...had.keys()])].flatMap((path): Difference[] => {
    const [old, wanted] = [had.get(path), has.get(path)];
    return old === wanted
      ? []
      : [{ path, ...(old === undefined ? {} : { before: old }), ...(wanted === undefined ? {} : { after: wanted }) }];
  });
}
