import {
  compareIncidents,
  incidentsOf,
  isEnough,
  sumsOf,
  type Compared,
  type Incident,
  type ReplayResult,
  type Routing,
  type Suggested,
  type Sums,
} from '../../src/replay';
import { inWords } from './options';

/** What a replay came to, for people and for programs. */
export interface Report {
  readonly from: number;
  readonly to: number;
  readonly steps: readonly number[];
  readonly rules: number;
  /** Which share of what the rules ask was answered, from 0 to 1; little says nothing of how often they would fire. */
  readonly answered: number;
  readonly result: ReplayResult;
  readonly incidents: readonly Incident[];
  readonly sums: Sums;
  readonly byReceiver: Readonly<Record<string, Sums>>;
  /** What it would have been otherwise, where that was asked. */
  readonly otherwise:
    { readonly incidents: readonly Incident[]; readonly sums: Sums; readonly compared: Compared } | undefined;
  readonly suggestions: ReadonlyArray<{
    readonly uid: string;
    readonly now: number | undefined;
    readonly suggested: Suggested;
  }>;
}

export function reportOf(
  about: Pick<Report, 'from' | 'to' | 'steps' | 'suggestions' | 'answered'>,
  rules: ReadonlyArray<{ readonly uid: string; readonly route: Routing }>,
  result: ReplayResult,
  other: ReplayResult | undefined
): Report {
  const span = about.to - about.from;
  const { answered } = about;
  const incidents = incidentsOf(result, rules);
  const named = rules.flatMap(({ route }) => (typeof route === 'function' ? [] : [route.receiver]));
  const receivers = [...new Set([...named, ...incidents.map(({ receiver }) => receiver)])].sort();
  const after = other === undefined ? undefined : incidentsOf(other, rules);
  return {
    ...about,
    rules: rules.length,
    result,
    incidents,
    sums: sumsOf(incidents, result.notifications, span, answered),
    byReceiver: Object.fromEntries(
      receivers.map((receiver) => [
        receiver,
        sumsOf(
          incidents.filter((one) => one.receiver === receiver),
          result.notifications.filter((one) => one.receiver === receiver),
          span,
          answered
        ),
      ])
    ),
    otherwise:
      other === undefined || after === undefined
        ? undefined
        : {
            incidents: after,
            sums: sumsOf(after, other.notifications, span, answered),
            compared: compareIncidents(incidents, after),
          },
  };
}

const time = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, 16);

function table(rows: ReadonlyArray<readonly string[]>): readonly string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  );
}

/** `feature_drift of amount, country`: what fired, by check. */
export function causeOf({ firings }: Pick<Incident, 'firings'>): string {
  const byCheck = new Map<string, Set<string>>();
  for (const { labels, reason } of firings) {
    const check = labels['check'] ?? labels['alertname'] ?? '';
    const what = labels['feature'] ?? labels['job'] ?? labels['rule'] ?? reason;
    const known = byCheck.get(check) ?? new Set();
    byCheck.set(check, what === '' ? known : known.add(what));
  }
  return [...byCheck]
    .map(([check, what]) => (what.size === 0 ? check : `${check} of ${[...what].join(', ')}`))
    .join('; ');
}

const round = (value: number): string => String(Number(value.toPrecision(3)));

function told({ notifications }: Incident): string {
  const pages = notifications.filter(({ kind }) => kind !== 'resolved');
  const [first] = pages;
  return first === undefined ? 'nobody' : time(first.at);
}

const NO_SUGGESTION = {
  flat: 'nothing that it looks at has changed, so no threshold can be suggested',
  unanswered: 'too little of what it asks was answered, so no threshold can be suggested',
  no_threshold: 'it has no threshold that could be moved',
} as const;

/** A rate that cannot be told is no 0. */
const rate = ({ pagesAMonth }: Sums): string => (pagesAMonth === null ? 'cannot be told' : round(pagesAMonth));

function quiet(answered: number): string {
  if (!isEnough(answered)) {
    return 'Whether anything would have fired cannot be told: too little of what the rules ask was answered.';
  }
  return answered < 1 ? 'Nothing would have fired, as far as was answered.' : 'Nothing would have fired.';
}

function suggestionLine({ uid, now, suggested }: Report['suggestions'][number]): string {
  if (!suggested.ok) {
    return `${uid}: ${NO_SUGGESTION[suggested.reason]}`;
  }
  const { threshold, sums, compared } = suggested.suggestion;
  const cost = [
    compared.missed.length > 0 ? `${compared.missed.length} incidents missed` : '',
    compared.late.length > 0 ? `${compared.late.length} later` : '',
    compared.added.length > 0 ? `${compared.added.length} more` : '',
  ].filter((part) => part !== '');
  return `${uid}: ${threshold} instead of ${now ?? '?'}: pages a month: ${rate(sums)}${cost.length === 0 ? '' : ` (${cost.join(', ')})`}`;
}

/** For people. */
export function textOf(report: Report): readonly string[] {
  const { from, to, steps, rules, answered, incidents, sums, byReceiver, otherwise, suggestions } = report;
  const every = [...new Set(steps)].sort((a, b) => a - b).map((step) => inWords(step * 1000));
  const rows = incidents.map((incident) => [
    time(incident.from),
    incident.to === undefined ? 'goes on' : inWords(incident.to - incident.from),
    incident.receiver,
    incident.group['model'] ?? '',
    told(incident),
    String(incident.notifications.length),
    causeOf(incident),
  ]);
  const head = ['FROM', 'LASTS', 'TOLD TO', 'MODEL', 'FIRST TOLD', 'MESSAGES', 'CAUSE'];
  const sumRow = (name: string, one: Sums): readonly string[] => [
    name,
    String(one.incidents),
    String(one.notifications),
    String(one.pages),
    String(one.repeats),
    rate(one),
  ];
  const sumHead = ['', 'INCIDENTS', 'MESSAGES', 'PAGES', 'OF THEM REPEATED', 'PAGES A MONTH'];
  return [
    `${rules} rules from ${time(from)} to ${time(to)} (UTC), evaluated every ${every.join(', ')}.`,
    '',
    ...(rows.length === 0 ? [quiet(answered)] : table([head, ...rows])),
    '',
    ...table([
      sumHead,
      ...Object.entries(byReceiver).map(([name, one]) => sumRow(name, one)),
      sumRow('all', sums),
      ...(otherwise === undefined ? [] : [sumRow('all, otherwise', otherwise.sums)]),
    ]),
    ...(otherwise === undefined
      ? []
      : [
          '',
          `Otherwise: ${otherwise.compared.missed.length} incidents missed, ${otherwise.compared.late.length} later, ${otherwise.compared.added.length} more.`,
        ]),
    ...(suggestions.length === 0 ? [] : ['', 'Suggested thresholds:', ...suggestions.map(suggestionLine)]),
  ];
}
