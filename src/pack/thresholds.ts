import { scores } from '../engine';
import type { FeatureSettings, Level, ModelSettings } from '../model';

/** PSI is what tells of features: it is known of numbers and of categories, and its thresholds are those people know. */
export const ALERT_SCORE = 'psi';

/** Where the settings give one number, an alert is over this far below it. */
const RECOVERS_AT = 0.8;

const USUAL = scores[ALERT_SCORE].thresholds;

function levelOf(thresholds: ModelSettings['thresholds'] | FeatureSettings['thresholds']): Level | undefined {
  const given = thresholds?.[ALERT_SCORE];
  if (given === undefined) {
    return undefined;
  }
  return typeof given === 'number'
    ? { alert: given, recover: given * RECOVERS_AT }
    : { alert: given.drift, recover: given.warning < given.drift ? given.warning : given.drift * RECOVERS_AT };
}

/** The level of a model, which holds for each feature that has none of its own. */
export function generalLevel(model: ModelSettings): Level {
  const alert = USUAL?.drift ?? 0.25;
  return levelOf(model.thresholds) ?? { alert, recover: alert * RECOVERS_AT };
}

/** Some features of a model, and the level that holds for them; without features, all of them. */
export interface LevelOfFeatures {
  readonly features: readonly string[] | undefined;
  readonly level: Level;
  /** From where on a feature has moved, though it has not drifted yet. */
  readonly moved: number;
}

/** As the data source has it: the first warning of the settings, else the usual one, and never beyond drift. */
function movedFrom(
  alert: number,
  ...given: ReadonlyArray<ModelSettings['thresholds'] | FeatureSettings['thresholds']>
): number {
  const [own = USUAL?.warning ?? alert] = given.flatMap((thresholds) => {
    const level = thresholds?.[ALERT_SCORE];
    return typeof level === 'object' ? [level.warning] : [];
  });
  return Math.min(alert, own);
}

/**
 * A rule has one threshold, so features with another one stand in a rule of their own. The general rule has all features,
 * also those that nobody has named yet, unless one of the own thresholds is higher: that feature must not be among them,
 * and so all others have to be named.
 */
export function levelsOfFeatures(model: ModelSettings): readonly LevelOfFeatures[] {
  const general = generalLevel(model);
  const { features = [] } = model;
  const own = new Map<string, { level: Level; moved: number; features: string[] }>();
  for (const feature of features) {
    const level = levelOf(feature.thresholds);
    if (level !== undefined && level.alert !== general.alert) {
      const key = String(level.alert);
      const moved = movedFrom(level.alert, feature.thresholds, model.thresholds);
      own.set(key, { level, moved, features: [...(own.get(key)?.features ?? []), feature.name] });
    }
  }
  const others = [...own.values()].sort((a, b) => a.level.alert - b.level.alert);
  const apart = new Set(others.filter(({ level }) => level.alert > general.alert).flatMap((one) => one.features));
  const rest = apart.size === 0 ? undefined : features.map(({ name }) => name).filter((name) => !apart.has(name));
  return [
    ...(rest?.length === 0
      ? []
      : [{ features: rest, level: general, moved: movedFrom(general.alert, model.thresholds) }]),
    ...others,
  ];
}
