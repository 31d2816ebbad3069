import {
  SAMPLE_SCORE_IDS,
  sampleScores,
  SCORE_IDS,
  scores as catalogue,
  type DriftScoreId,
  type ScoreDefinition,
  type ScoreId,
} from '../../engine';

/** A score on offer. */
export interface ScoreOption {
  readonly value: DriftScoreId;
  readonly label: string;
  readonly description: string;
  readonly group: string;
}

/** What nearly every query asks for; the others wait below, by the kind of feature that they are for. */
const USUAL: readonly ScoreId[] = ['psi', 'js', 'ks', 'wasserstein', 'chi_square'];

const GROUPS = {
  usual: 'Most used',
  any: 'More for any feature',
  numeric: 'More for numeric features',
  categorical: 'For categories',
} as const;
/** The heading of scores that bins cannot give, and what comes before what each of them answers. */
const SINGLE = { group: 'Tests on single values', needs: 'Gauges and logs only.' } as const;

type Group = keyof typeof GROUPS;
const GROUP_ORDER = Object.keys(GROUPS) as readonly Group[];

const NEEDS = {
  missing_counts: 'Needs a count of missing values.',
  range: 'Needs the range of the feature in the settings.',
} as const satisfies Record<NonNullable<ScoreDefinition['needs']>, string>;

function groupOf({ id, kinds }: ScoreDefinition): Group {
  const [kind] = kinds;
  return USUAL.includes(id) ? 'usual' : kinds.length === 1 && kind !== undefined ? kind : 'any';
}

/** What it takes comes first, for a menu cuts a long line at its end. */
function describe(definition: ScoreDefinition, group: Group): string {
  const numericOnly = group === 'usual' && !definition.kinds.includes('categorical');
  const needs = definition.needs === undefined ? [] : [NEEDS[definition.needs]];
  return [...(numericOnly ? ['Numeric features only.'] : []), ...needs, definition.explanation].join(' ');
}

const OF_HISTOGRAMS: readonly ScoreOption[] = SCORE_IDS.map((id) => catalogue[id] as ScoreDefinition)
  .map((definition) => ({ definition, group: groupOf(definition) }))
  .sort(
    (a, b) =>
      GROUP_ORDER.indexOf(a.group) - GROUP_ORDER.indexOf(b.group) ||
      (a.group === 'usual' ? USUAL.indexOf(a.definition.id) - USUAL.indexOf(b.definition.id) : 0)
  )
  .map(({ definition, group }) => ({
    value: definition.id,
    label: definition.label,
    description: describe(definition, group),
    group: GROUPS[group],
  }));

const OF_VALUES: readonly ScoreOption[] = SAMPLE_SCORE_IDS.map((id) => ({
  value: id,
  label: sampleScores[id].label,
  description: `${SINGLE.needs} ${sampleScores[id].explanation}`,
  group: SINGLE.group,
}));

/** Every score, in groups: the most used ones, then by the kind of feature that they are for, then those on raw values. */
export const SCORE_OPTIONS: readonly ScoreOption[] = [...OF_HISTOGRAMS, ...OF_VALUES];
