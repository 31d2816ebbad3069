import type { PerformanceEstimate } from '../../../engine';
import { PERFORMANCE_SUMMARY_FIELDS, type PerformanceId } from '../../../model';
import { wordsOf } from '../../query/performance/metrics';
import type { GroupReport, MetricReport } from '../../query/performance/report';
import { groupFields } from '../driftFrames';
import { P_VALUE_CONFIG, REASON_CONFIG } from '../fieldConfig';
import type { Frame } from '../frame';
import { metaOf } from '../meta';
import { number, PERCENT, TABLE, text, type Said } from './parts';

/** What stands in the way of a value, or has to be known of it. */
function reasonOf({ realised, estimated, notes }: MetricReport): string {
  return [
    ...(realised.ok ? [] : [`No realised value. ${realised.detail}`]),
    ...(estimated.ok ? [] : [`No estimate. ${estimated.detail}`]),
    ...notes,
  ].join(' ');
}

/** One row a group and metric. */
export function summaryFrame(
  reports: readonly GroupReport[],
  ids: readonly PerformanceId[],
  groupBy: readonly string[],
  referenceText: string,
  { notices, executed }: Said
): Frame {
  const F = PERFORMANCE_SUMMARY_FIELDS;
  const rows = reports.flatMap((report) => report.metrics.map((metric) => ({ ...report, metric })));
  const of = <T extends object>(
    answer: { ok: true; value: T } | { ok: false } | undefined,
    key: keyof T
  ): number | null => {
    const value = answer?.ok === true ? answer.value[key] : undefined;
    return typeof value === 'number' ? value : null;
  };
  const realised = (key: keyof PerformanceEstimate) => rows.map(({ metric }) => of(metric.realised, key));
  const estimated = (key: keyof PerformanceEstimate) => rows.map(({ metric }) => of(metric.estimated, key));
  const change = (key: 'value' | 'lower' | 'upper') =>
    rows.map(({ metric }) =>
      metric.change?.ok === true ? of({ ok: true, value: metric.change.value.change }, key) : null
    );
  return {
    name: 'summary',
    fields: [
      text(
        F.metric,
        rows.map(({ metric }) => metric.id),
        'Metric',
        {
          mappings: [
            {
              type: 'value',
              options: Object.fromEntries(ids.map((id, index) => [id, { text: wordsOf(id).label, index }])),
            },
          ],
        }
      ),
      ...groupFields(rows, groupBy),
      number(F.realised, realised('value'), 'Realised', 'From labels, over the windows whose labels are complete.'),
      number(F.lower, realised('lower'), 'Lower', 'Where the realised value lies with 95 % confidence: from here ...'),
      number(F.upper, realised('upper'), 'Upper', '... to here.'),
      number(
        F.estimated,
        estimated('value'),
        'Estimated',
        'Without labels, over all predictions of the time range: what confidences, or predictions, were worth on the reference.'
      ),
      number(
        F.estimatedLower,
        estimated('lower'),
        'Estimated lower',
        'Where it lies with 95 % confidence, as long as the reference holds: from here ...'
      ),
      number(F.estimatedUpper, estimated('upper'), 'Estimated upper', '... to here.'),
      number(
        F.labelled,
        rows.map(({ labelled }) => labelled),
        'Labelled',
        'Predictions of the time range whose label is known by now.',
        { unit: 'short', decimals: 0, min: 0 }
      ),
      number(
        F.rows,
        rows.map((row) => row.rows),
        'Predictions',
        'Predictions in the time range.',
        { unit: 'short', decimals: 0, min: 0 }
      ),
      number(
        F.reference,
        rows.map(({ metric }) => of(metric.reference, 'value')),
        'Reference',
        `The realised value of the reference${referenceText === '' ? '' : `: ${referenceText}`}.`
      ),
      number(F.change, change('value'), 'Change', 'Realised minus reference.'),
      number(
        F.changeLower,
        change('lower'),
        'Change lower',
        'Where the change lies with 95 % confidence: from here ...'
      ),
      number(F.changeUpper, change('upper'), 'Change upper', '... to here.'),
      {
        name: F.pValue,
        type: 'number',
        values: rows.map(({ metric }) => (metric.change?.ok === true ? metric.change.value.pValue : null)),
        config: P_VALUE_CONFIG('p-value', 'Chance of a change as large, if there were none.'),
      },
      number(
        F.covered,
        rows.map(({ belief, metric }) => (metric.estimated.ok ? (belief?.covered ?? null) : null)),
        'Covered',
        'The share of predictions that lie where the reference has labels enough: below 95 % the estimate is a guess.',
        PERCENT
      ),
      text(
        F.reason,
        rows.map(({ metric }) => reasonOf(metric)),
        'Reason',
        { ...REASON_CONFIG, description: 'Why a value is missing, or what has to be known of it.' }
      ),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}
