import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { scores } from '../../engine/score/catalogue';
import { SCORE_IDS } from '../../engine/score/definition';
import { isRecord } from '../shared/isRecord';
import { t } from '../shared/translate';
import { toTodaysShape } from './todaysShape';

/** What is drawn of each feature. */
export const VIEWS = ['overlay', 'mirrored', 'difference', 'cumulative', 'time'] as const;
export type View = (typeof VIEWS)[number];

export const SORTS = ['worst', 'name', 'given'] as const;
export type Sort = (typeof SORTS)[number];

export const DRAWINGS = ['auto', 'bars', 'steps'] as const;
export type Drawing = (typeof DRAWINGS)[number];

export const SCALES = ['bins', 'true'] as const;
export type Scale = (typeof SCALES)[number];

export interface DistributionOptions {
  readonly view: View;
  /** Whether the panel itself offers the views, and a field to find a feature where there are many. */
  readonly showControls: boolean;
  readonly sort: Sort;
  /** The first so many features in that order; null: all. */
  readonly limit: number | null;
  /** `auto`: bars while they are wide enough to be told apart, steps beyond. */
  readonly drawing: Drawing;
  /** `bins`: each bin as wide as the next. `true`: a bin is as wide as what it covers, and its area is its share. */
  readonly scale: Scale;
  /** Rows of a categorical feature, before the rest is one row; null: as many as there is room for. */
  readonly categories: number | null;
  /** Ids of the scores shown; empty: all that the query answers. */
  readonly scores: readonly string[];
  /** The variable of the dashboard that a click on a feature sets; empty: none. */
  readonly variable: string;
}

export const DEFAULT_OPTIONS: DistributionOptions = {
  view: 'overlay',
  showControls: true,
  sort: 'worst',
  limit: null,
  drawing: 'auto',
  scale: 'bins',
  categories: null,
  scores: [],
  variable: 'feature',
};

export interface OptionsRead {
  readonly options: DistributionOptions;
  /** What was stored and cannot be used, each as a sentence. */
  readonly dropped: readonly string[];
}

/**
 * Stored options, each taken only if it is still valid. Dashboards are edited by hand, made by other versions and
 * provisioned from files, so nothing about them is certain. An absent option is a default and needs no word.
 */
export function parseOptions(input: unknown): OptionsRead {
  const dropped: string[] = [];
  // Grafana migrates only where the version of the plugin differs, and a provisioned file names none.
  const stored = isRecord(input) ? toTodaysShape(input) : {};

  const pick = <T extends string>(name: keyof DistributionOptions, allowed: readonly T[], otherwise: T): T => {
    const value = stored[name];
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined && value !== undefined) {
      dropped.push(
        t('options.none-of', 'Option "{{name}}" is {{value}}, which is none of {{allowed}}: "{{otherwise}}" is used.', {
          name,
          value: JSON.stringify(value),
          allowed: allowed.join(', '),
          otherwise,
        })
      );
    }
    return found ?? otherwise;
  };

  const wholeNumber = (name: 'limit' | 'categories'): number | null => {
    const value = stored[name];
    if (value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 1)) {
      return value ?? null;
    }
    dropped.push(
      t(
        'options.no-whole-number',
        'Option "{{name}}" is {{value}}, which is no whole number from 1 on: it is left out.',
        {
          name,
          value: JSON.stringify(value),
        }
      )
    );
    return null;
  };

  const yesOrNo = (name: 'showControls'): boolean => {
    const value = stored[name];
    if (value === undefined || typeof value === 'boolean') {
      return value ?? DEFAULT_OPTIONS[name];
    }
    dropped.push(
      t(
        'options.no-boolean',
        'Option "{{name}}" is {{value}}, which is neither true nor false: {{otherwise}} is used.',
        {
          name,
          value: JSON.stringify(value),
          otherwise: String(DEFAULT_OPTIONS[name]),
        }
      )
    );
    return DEFAULT_OPTIONS[name];
  };

  const variable = (): string => {
    const value = stored['variable'];
    if (value === undefined || (typeof value === 'string' && /^\w*$/.test(value))) {
      return value ?? DEFAULT_OPTIONS.variable;
    }
    dropped.push(
      t(
        'options.no-variable',
        'Option "variable" is {{value}}, which names no variable: a click on a feature does nothing.',
        {
          value: JSON.stringify(value),
        }
      )
    );
    return '';
  };

  const scoreIds = (): string[] => {
    const value = stored['scores'];
    if (value === undefined) {
      return [];
    }
    const given: unknown[] = Array.isArray(value) ? value : [value];
    const known = SCORE_IDS.filter((id) => given.includes(id));
    for (const id of given.filter((candidate) => !known.some((knownId) => knownId === candidate))) {
      dropped.push(
        t('options.no-score', 'Option "scores" names {{value}}, which is no score: it is left out.', {
          value: JSON.stringify(id),
        })
      );
    }
    return known;
  };

  const options = {
    view: pick('view', VIEWS, DEFAULT_OPTIONS.view),
    showControls: yesOrNo('showControls'),
    sort: pick('sort', SORTS, DEFAULT_OPTIONS.sort),
    limit: wholeNumber('limit'),
    drawing: pick('drawing', DRAWINGS, DEFAULT_OPTIONS.drawing),
    scale: pick('scale', SCALES, DEFAULT_OPTIONS.scale),
    categories: wholeNumber('categories'),
    scores: scoreIds(),
    variable: variable(),
  };
  return { options, dropped };
}

/** The views by the names that a person reads, in the panel and in the side bar. */
export const viewLabels = (): ReadonlyArray<{
  readonly value: View;
  readonly label: string;
  readonly description: string;
}> => [
  {
    value: 'overlay',
    label: t('view.overlay', 'Overlay'),
    description: t('view.overlay-description', 'Reference and current side by side in each bin'),
  },
  {
    value: 'mirrored',
    label: t('view.mirrored', 'Mirrored'),
    description: t('view.mirrored-description', 'Reference above the line, current below it'),
  },
  {
    value: 'difference',
    label: t('view.difference', 'Difference'),
    description: t('view.difference-description', 'Current less reference: what there is more of, and what less'),
  },
  {
    value: 'cumulative',
    label: t('view.cumulative', 'Cumulative'),
    description: t('view.cumulative-description', 'The share up to each value, with the widest gap marked'),
  },
  {
    value: 'time',
    label: t('view.time', 'Over time'),
    description: t('view.time-description', 'The distribution of each window, with the reference at its side'),
  },
];

/** The editor of the options, in Grafana's side bar. */
export function buildOptions(builder: PanelOptionsEditorBuilder<DistributionOptions>): void {
  const all = t('options.all', 'All');
  builder
    .addSelect({
      path: 'view',
      name: t('options.view', 'View'),
      description: t('options.view-description', 'Over time needs a query that asks for the frame “over_time”.'),
      defaultValue: DEFAULT_OPTIONS.view,
      settings: { options: [...viewLabels()] },
    })
    .addBooleanSwitch({
      path: 'showControls',
      name: t('options.controls', 'Switch of views in the panel'),
      description: t(
        'options.controls-description',
        'Whoever looks can change the view for themselves, and find a feature where there are many.'
      ),
      defaultValue: DEFAULT_OPTIONS.showControls,
    })
    .addRadio({
      path: 'sort',
      name: t('options.sort', 'Order'),
      description: t('options.sort-description', 'Worst first: by verdict, then by the first score.'),
      defaultValue: DEFAULT_OPTIONS.sort,
      settings: {
        options: [
          { value: 'worst', label: t('options.worst', 'Worst first') },
          { value: 'name', label: t('options.name', 'Name') },
          { value: 'given', label: t('options.given', 'As given') },
        ],
      },
    })
    .addNumberInput({
      path: 'limit',
      name: t('options.limit', 'Features at most'),
      description: t('options.limit-description', 'The first in that order; how many more there are is said.'),
      settings: { min: 1, integer: true, placeholder: all },
    })
    .addRadio({
      path: 'drawing',
      name: t('options.drawing', 'Numeric features as'),
      description: t(
        'options.drawing-description',
        'Auto: bars while there is room for them, steps where bins are many.'
      ),
      defaultValue: DEFAULT_OPTIONS.drawing,
      settings: {
        options: [
          { value: 'auto', label: t('options.auto', 'Auto') },
          { value: 'bars', label: t('options.bars', 'Bars') },
          { value: 'steps', label: t('options.steps', 'Steps') },
        ],
      },
      showIf: ({ view }) => view !== 'cumulative' && view !== 'time',
    })
    .addRadio({
      path: 'scale',
      name: t('options.scale', 'Width of bins'),
      description: t(
        'options.scale-description',
        'Equal: every bin is readable, whatever it covers. True: a bin is as wide as its values, and its area is its share.'
      ),
      defaultValue: DEFAULT_OPTIONS.scale,
      settings: {
        options: [
          { value: 'bins', label: t('options.equal', 'Equal') },
          { value: 'true', label: t('options.true', 'True') },
        ],
      },
      showIf: ({ view }) => view !== 'time',
    })
    .addNumberInput({
      path: 'categories',
      name: t('options.categories', 'Categories at most'),
      description: t(
        'options.categories-description',
        'What causes the drift and what is large stays; the rest is one row.'
      ),
      settings: { min: 1, integer: true, placeholder: t('options.fitting', 'As many as fit') },
    })
    .addMultiSelect({
      path: 'scores',
      name: t('options.scores', 'Scores'),
      description: t('options.scores-description', 'None chosen: all that the query asks for.'),
      settings: { options: SCORE_IDS.map((id) => ({ value: id, label: scores[id].label })) },
    })
    .addTextInput({
      path: 'variable',
      name: t('options.variable', 'A click sets the variable'),
      description: t(
        'options.variable-description',
        'Where the dashboard has a variable of this name, a click on a feature chooses it there. Empty: no click.'
      ),
      defaultValue: DEFAULT_OPTIONS.variable,
    });
}
