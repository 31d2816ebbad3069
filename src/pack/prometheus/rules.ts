import type { Pack } from '../compile';
import { seconds } from '../duration';
import { driftRules } from './driftRules';
import { qualityRules, volumeRules } from './inputRules';
import { layoutsOfProfiles, type Layout } from './layouts';
import { ModelRules } from './modelRules';
import { outcomeRules } from './outcomeRules';
import type { PrometheusRules } from './ruleSet';

/**
 * The alerts of a pack for Prometheus, Mimir or Thanos, without Grafana: what metrics alone can tell, recorded first and
 * then compared. Each alert comes with series to try it on.
 *
 * @param layouts the bounds of the buckets of each model, where they are known better than from its profiles.
 */
export function prometheusRules(pack: Pack, layouts?: ReadonlyMap<string, readonly Layout[]>): PrometheusRules {
  const all = (pack.settings.models ?? []).map((model) => {
    const rules = new ModelRules(pack, model, layouts?.get(model.id) ?? layoutsOfProfiles(model, pack.settings));
    driftRules(rules);
    qualityRules(rules);
    volumeRules(rules);
    if (model.task !== 'regression' && rules.watches('realised')) {
      outcomeRules(rules);
    }
    const interval = seconds(pack.options.interval);
    return {
      scores: rules.recordings,
      groups: [
        { name: `tidemark:${model.id}:recorded`, interval, rules: rules.records },
        { name: `tidemark:${model.id}:alerts`, interval, rules: rules.alerts },
      ],
      trials: rules.trials,
      notes: rules.notes,
    };
  });
  return {
    scores: all.flatMap((one) => one.scores),
    groups: all.flatMap(({ groups }) => groups),
    trials: all.flatMap(({ trials }) => trials),
    notes: [
      ...all.flatMap(({ notes }) => notes),
      'Prometheus has no log: jobs and impossible outputs are left to Loki, and categories, estimates and promotions to the data source.',
    ],
  };
}
