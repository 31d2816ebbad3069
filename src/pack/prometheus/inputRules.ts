import { selectorText } from '../../engine';
import { formatDuration } from '../../model';
import type { ModelRules } from './modelRules';
import { growth, type TestSeries } from './series';

const DAY_S = 86_400;

/** Values that are missing more than before. */
export function qualityRules(rules: ModelRules): void {
  const { featureLabel, feature, featureCategory, featureMissing } = rules.names;
  const sum = (metric: string): string =>
    `sum by (${featureLabel}) (increase(${selectorText(metric, rules.own)}[${rules.window}]))`;
  const missing = sum(featureMissing);
  const present = `(${sum(`${feature}_count`)} or ${sum(featureCategory)})`;
  rules.record('tidemark:feature:missing_share', `${missing} / (${missing} + on (${featureLabel}) ${present})`);
  const share = rules.recorded('tidemark:feature:missing_share');
  const { alert } = rules.pack.options.levels.quality;
  const time = rules.time();
  const name = rules.layouts[0]?.features[0] ?? 'amount';
  const series = (after: number): readonly TestSeries[] => [
    growth(rules.example(featureMissing, { [featureLabel]: name }), 1, after, time.change, time.end),
    growth(rules.example(`${feature}_count`, { [featureLabel]: name }), 100, 100, time.change, time.end),
  ];
  rules.alert(
    'quality',
    `${share} - ${share} offset ${formatDuration(rules.offset)} > ${alert}`,
    `{{ $labels.${featureLabel} }} of ${rules.title} has more missing values: {{ humanizePercentage $value }} more of all than before`,
    `The last ${rules.window} are compared with the same time ${formatDuration(rules.offset)} earlier.`,
    {
      step: time.step,
      at: time.at,
      fires: series(20),
      quiet: series(1),
      records: {
        fires: [{ record: 'tidemark:feature:missing_share', value: 20 / 120 }],
        quiet: [{ record: 'tidemark:feature:missing_share', value: 1 / 101 }],
      },
    }
  );
}

/** Fewer predictions than a day ago, or no metric of them at all. */
export function volumeRules(rules: ModelRules): void {
  const { predictions } = rules.names;
  rules.record('tidemark:model:predictions', `sum(increase(${selectorText(predictions, rules.own)}[1h]))`);
  const now = rules.recorded('tidemark:model:predictions');
  const time = rules.time(3600, DAY_S);
  const series = (after: number) => [growth(rules.example(predictions, {}), 100, after, time.change, time.end)];
  rules.alert(
    'volume',
    `${now} / ${now} offset 1d < ${rules.pack.options.levels.volume.alert}`,
    `${rules.title} gets {{ humanizePercentage $value }} of the predictions of a day ago`,
    'Either it is asked less, or something is cut off.',
    {
      step: time.step,
      at: time.at,
      fires: series(10),
      quiet: series(90),
      records: {
        fires: [{ record: 'tidemark:model:predictions', value: (10 * 60) / time.step }],
        quiet: [{ record: 'tidemark:model:predictions', value: (90 * 60) / time.step }],
      },
    }
  );
  rules.alert(
    'unreadable',
    `absent_over_time(${selectorText(predictions, rules.all)}[1h])`,
    `${rules.title} cannot be watched: no metric of its predictions is there`,
    'The other rules of the model are quiet meanwhile, which is no good news.',
    { step: time.step, at: time.at, fires: [], quiet: series(100) }
  );
}
