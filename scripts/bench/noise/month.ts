import type { Firing, ReplayResult } from '../../../src/replay';
import { simulate, type Incident } from './traffic';
import { packOf, settingsOf, watch, type PlainScore } from './watch';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SLOT_MS = 900_000;
const INTERVAL = '15m';
/** A Thursday; what is compared with lies a week before. */
const START = Date.parse('2026-10-01T00:00:00Z');
/** The reference is a week earlier, and needs its window. */
const BEFORE_DAYS = 8;
/** How long the week's, day's and hour's traffic is looked at after an incident. */
const AFTER_MS = 2 * DAY_MS;

export interface MonthOptions {
  readonly models: number;
  readonly features: number;
  readonly days: number;
  readonly seed: number;
  /** How often rules are evaluated: a quarter of an hour tells nearly all that a minute would, of windows of six hours. */
  readonly interval?: string;
  readonly say?: (line: string) => void;
}

/** A message that somebody got because something fires. */
interface Page {
  readonly at: number;
  readonly receiver: string;
  readonly model: string;
  readonly what: string;
}

/** What a rule "PSI above so much, for each feature" would have sent: one message each time a feature crosses it. */
class PlainRule {
  private readonly above = new Set<string>();
  readonly crossings: Array<{ readonly at: number; readonly feature: string }> = [];

  constructor(private readonly threshold: number) {}

  add({ at, feature, psi }: PlainScore): void {
    if (psi <= this.threshold) {
      this.above.delete(feature);
    } else if (!this.above.has(feature)) {
      this.above.add(feature);
      this.crossings.push({ at, feature });
    }
  }
}

function pagesOf({ notifications }: ReplayResult): readonly Page[] {
  return notifications
    .filter(({ kind }) => kind === 'firing')
    .map(({ at, receiver, firing }) => ({
      at,
      receiver,
      model: firing[0]?.['model'] ?? '',
      what: firing.map((labels) => [labels['check'], labels['feature']].filter(Boolean).join(' ')).join(', '),
    }));
}

const PLAIN = [0.2, 0.1] as const;

export interface QuietMonth {
  readonly models: number;
  readonly features: number;
  readonly days: number;
  readonly evaluations: number;
  readonly pages: readonly Page[];
  /** What PSI above a threshold would have sent, by threshold. */
  readonly plain: ReadonlyArray<{ readonly threshold: number; readonly pages: number }>;
  readonly errors: readonly string[];
}

/** A month in which nothing happens but what always does: whoever is told of anything is told of noise. */
export async function quietMonth({
  models,
  features,
  days,
  seed,
  interval = INTERVAL,
  say,
}: MonthOptions): Promise<QuietMonth> {
  const names = Array.from({ length: models }, (_, i) => `model_${String(i + 1).padStart(2, '0')}`);
  const pack = packOf(settingsOf(names, interval));
  const pages: Page[] = [];
  const errors = new Set<string>();
  let evaluations = 0;
  const plain = PLAIN.map(() => 0);
  for (const [i, model] of names.entries()) {
    const traffic = simulate({
      model,
      seed: seed * 100 + i,
      start: START,
      days: BEFORE_DAYS + days,
      slotMs: SLOT_MS,
      features,
    });
    const rules = PLAIN.map((threshold) => new PlainRule(threshold));
    const from = START + BEFORE_DAYS * DAY_MS;
    const watched = await watch(pack, traffic, { from, to: from + days * DAY_MS }, (score) =>
      rules.forEach((rule) => rule.add(score))
    );
    pages.push(...pagesOf(watched.result));
    watched.errors.forEach((error) => errors.add(error));
    evaluations += watched.evaluations;
    rules.forEach(({ crossings }, k) => (plain[k] = (plain[k] ?? 0) + crossings.length));
    say?.(
      `${model}: ${Math.round((traffic.predictions.at(-1) ?? 0) / (BEFORE_DAYS + days))} rows a day, ${pagesOf(watched.result).length} pages; PSI > 0.2 would have sent ${rules[0]?.crossings.length ?? 0}`
    );
  }
  return {
    models,
    features,
    days,
    evaluations,
    pages,
    plain: PLAIN.map((threshold, k) => ({ threshold, pages: plain[k] ?? 0 })),
    errors: [...errors],
  };
}

interface Planned {
  readonly kind: Incident['kind'];
  readonly title: string;
  readonly size: number;
  /** A numeric feature, unless a category is needed. */
  readonly feature: number;
  /** The hour of the day at which it begins. */
  readonly hour: number;
  readonly days: number;
  /** The checks that may tell of it. */
  readonly checks: readonly string[];
}

/** What goes wrong with models, in sizes that people write post-mortems of. */
export const PLANNED: readonly Planned[] = [
  { kind: 'unit', title: 'euros become cents', size: 100, feature: 0, hour: 9, days: 1, checks: ['feature_drift'] },
  { kind: 'shift', title: 'values grow by 30 %', size: 1.3, feature: 3, hour: 14, days: 1, checks: ['feature_drift'] },
  { kind: 'shift', title: 'values fall by 25 %', size: 0.75, feature: 7, hour: 3, days: 1, checks: ['feature_drift'] },
  {
    kind: 'new_category',
    title: 'a new category has 12 %',
    size: 0.12,
    feature: 2,
    hour: 10,
    days: 1,
    checks: ['quality', 'feature_drift'],
  },
  {
    kind: 'missing',
    title: '20 % come without a value',
    size: 0.2,
    feature: 4,
    hour: 20,
    days: 1,
    checks: ['quality'],
  },
  {
    kind: 'default_peak',
    title: '15 % take a default value',
    size: 0.15,
    feature: 6,
    hour: 11,
    days: 1,
    checks: ['feature_drift'],
  },
  {
    kind: 'creep',
    title: 'values grow by 6 % a day',
    size: 0.06,
    feature: 9,
    hour: 0,
    days: 12,
    checks: ['feature_drift'],
  },
  {
    kind: 'clipped',
    title: 'large values are cut off',
    size: 1,
    feature: 10,
    hour: 16,
    days: 1,
    checks: ['feature_drift'],
  },
  {
    kind: 'other_mix',
    title: 'categories trade places',
    size: 1,
    feature: 5,
    hour: 7,
    days: 1,
    checks: ['feature_drift'],
  },
  {
    kind: 'whole_model',
    title: 'other traffic: all numbers grow by half',
    size: 1.5,
    feature: -1,
    hour: 12,
    days: 1,
    checks: ['dataset_drift', 'feature_drift'],
  },
];

export interface Found {
  readonly kind: Incident['kind'];
  readonly title: string;
  readonly model: string;
  readonly rowsADay: number;
  /** Hours from its beginning to the first message that tells of it; null where nobody was told. */
  readonly delayHours: number | null;
  readonly receivers: readonly string[];
  readonly what: string;
  /** Messages of everything until two days after its end, and how many of them tell of anything else. */
  readonly pages: number;
  readonly others: number;
  /** The same of PSI above a threshold. */
  readonly plain: ReadonlyArray<{
    readonly threshold: number;
    readonly delayHours: number | null;
    readonly pages: number;
  }>;
}

export interface Incidents {
  readonly found: readonly Found[];
  readonly medianDelayHours: number | null;
  readonly windowHours: number;
  readonly errors: readonly string[];
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length === 0
    ? null
    : sorted.length % 2 === 1
      ? (sorted[Math.floor(middle)] ?? null)
      : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

const tells = (planned: Planned, feature: string, { labels }: Firing): boolean =>
  planned.checks.includes(labels['check'] ?? '') &&
  (planned.kind === 'whole_model' || labels['feature'] === undefined || labels['feature'] === feature);

/** Ten models, and to each of them something happens. */
export async function incidents(
  { models, features, seed, interval = INTERVAL, say }: Omit<MonthOptions, 'days'>,
  planned: readonly Planned[] = PLANNED
): Promise<Incidents> {
  const names = Array.from(
    { length: Math.max(models, planned.length) },
    (_, i) => `model_${String(i + 1).padStart(2, '0')}`
  );
  const pack = packOf(settingsOf(names, interval));
  const found: Found[] = [];
  const errors = new Set<string>();
  for (const [i, one] of planned.entries()) {
    const model = names[i] ?? '';
    // All days of the week, and all hours.
    const from = START + (BEFORE_DAYS + 1 + (i % 7)) * DAY_MS + one.hour * HOUR_MS;
    const to = from + one.days * DAY_MS;
    const name = `f${String(one.feature).padStart(2, '0')}`;
    const end = to + AFTER_MS;
    const traffic = simulate({
      model,
      seed: seed * 100 + i,
      start: START,
      days: Math.ceil((end - START) / DAY_MS),
      slotMs: SLOT_MS,
      features,
      incident: { kind: one.kind, from, to, feature: one.feature, size: one.size },
    });
    const rules = PLAIN.map((threshold) => new PlainRule(threshold));
    const watched = await watch(pack, traffic, { from: from - DAY_MS / 2, to: end }, (score) =>
      rules.forEach((rule) => rule.add(score))
    );
    watched.errors.forEach((error) => errors.add(error));
    const pages = watched.result.notifications.filter(({ kind }) => kind === 'firing');
    const telling = pages.filter(
      ({ at, firing }) => at >= from && firing.some((labels) => tells(one, name, { labels } as Firing))
    );
    const [first] = telling;
    const hours = (at: number | undefined): number | null => (at === undefined ? null : (at - from) / HOUR_MS);
    found.push({
      kind: one.kind,
      title: one.title,
      model,
      rowsADay: Math.round((traffic.predictions.at(-1) ?? 0) / ((end - START) / DAY_MS)),
      delayHours: hours(first?.at),
      receivers: [...new Set(telling.map(({ receiver }) => receiver))],
      what: first === undefined ? '' : (pagesOf({ firings: [], notifications: [first] })[0]?.what ?? ''),
      pages: pages.length,
      others: pages.length - telling.length,
      plain: rules.map(({ crossings }, k) => ({
        threshold: PLAIN[k] ?? 0,
        delayHours: hours(
          crossings.find(({ at, feature }) => at >= from && (one.kind === 'whole_model' || feature === name))?.at
        ),
        pages: crossings.length,
      })),
    });
    const last = found.at(-1);
    say?.(
      `${one.title}: ${last?.delayHours === null ? 'NOT FOUND' : `${last?.delayHours?.toFixed(2)} h, ${last?.what}, to ${last?.receivers.join()}`}, ${last?.pages} messages`
    );
  }
  return {
    found,
    medianDelayHours: median(found.flatMap(({ delayHours }) => (delayHours === null ? [] : [delayHours]))),
    windowHours: pack.options.window / 3600,
    errors: [...errors],
  };
}
