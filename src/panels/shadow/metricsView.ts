import type { DataFrame } from '@grafana/data';
import { SHADOW_METRIC_FIELDS } from '../../model/shadowFrames';
import { count } from '../shared/format';
import { intervalAt, numberAt, textAt, wordAt, type Interval } from '../shared/frames';
import { chance, difference, quantity, range } from '../shared/quantity';
import { domainOf, numbersOf, type Domain } from '../shared/scale';
import { t } from '../shared/translate';

/** One metric of both, and how they differ. */
export interface MetricView {
  readonly id: string;
  readonly name: string;
  readonly live: Interval | null;
  readonly shadow: Interval | null;
  readonly liveText: string;
  readonly liveRange: string;
  readonly shadowText: string;
  readonly shadowRange: string;
  /** Of the plot of both; undefined where there is nothing to draw. */
  readonly domain: Domain | undefined;
  readonly difference: Interval | null;
  readonly differenceText: string;
  readonly differenceRange: string;
  readonly differenceDomain: Domain | undefined;
  readonly better: 'live' | 'shadow' | null;
  /** Who is better, or that nobody is shown to be; and on how much that rests. */
  readonly finding: string;
  readonly why: string;
}

const F = SHADOW_METRIC_FIELDS;
const MISSING = '–';

function findingOf(better: MetricView['better'], hasTest: boolean): string {
  switch (better) {
    case 'live':
      return t('shadow.live-better', 'Live better');
    case 'shadow':
      return t('shadow.shadow-better', 'Shadow better');
    case null:
      return hasTest ? t('shadow.no-difference', 'No difference shown') : t('shadow.not-tested', 'Not tested');
  }
}

function metricView(frame: DataFrame, row: number): MetricView {
  const unit = textAt(frame, F.unit, row);
  const live = intervalAt(frame, [F.live, F.liveLower, F.liveUpper], row);
  const shadow = intervalAt(frame, [F.shadow, F.shadowLower, F.shadowUpper], row);
  const differs = intervalAt(frame, [F.difference, F.differenceLower, F.differenceUpper], row);
  const said = textAt(frame, F.better, row);
  const better = said === 'live' || said === 'shadow' ? said : null;
  const p = numberAt(frame, F.pValue, row);
  const n = numberAt(frame, F.n, row);
  return {
    id: textAt(frame, F.metric, row),
    name: wordAt(frame, F.metric, row),
    live,
    shadow,
    liveText: live === null ? MISSING : quantity(live.value, unit),
    liveRange: live === null ? '' : range(live, unit),
    shadowText: shadow === null ? MISSING : quantity(shadow.value, unit),
    shadowRange: shadow === null ? '' : range(shadow, unit),
    domain: domainOf([...numbersOf(live), ...numbersOf(shadow)]),
    difference: differs,
    differenceText: differs === null ? MISSING : difference(differs.value, unit),
    differenceRange: differs === null ? '' : range(differs, unit, difference),
    differenceDomain: differs === null ? undefined : domainOf([...numbersOf(differs), 0]),
    better,
    finding: findingOf(better, p !== null),
    why: [
      p === null
        ? t('shadow.no-test', 'No test is known for this difference.')
        : t('shadow.test', 'Chance of a difference as large if both were alike: {{p}}.', { p: chance(p) }),
      n === null ? '' : t('shadow.rests-on', 'On {{count}} requests.', { count: count(n) }),
    ]
      .filter((part) => part !== '')
      .join(' '),
  };
}

/** How good and how fast, in two tables: a person asks for one or the other. */
export function metricsView(frame: DataFrame): {
  readonly metrics: readonly MetricView[];
  readonly latency: readonly MetricView[];
} {
  const all = Array.from({ length: frame.length }, (_, row) => metricView(frame, row));
  const isLatency = ({ id }: MetricView) => id.startsWith('latency');
  return { metrics: all.filter((metric) => !isLatency(metric)), latency: all.filter(isLatency) };
}
