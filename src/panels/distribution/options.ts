import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { scores } from '../../engine/score/catalogue';
import { SCORE_IDS } from '../../engine/score/definition';

export const SORTS = ['worst', 'name', 'given'] as const;
export type Sort = (typeof SORTS)[number];

export const DRAWINGS = ['auto', 'bars', 'steps'] as const;
export type Drawing = (typeof DRAWINGS)[number];

export const SCALES = ['bins', 'true'] as const;
export type Scale = (typeof SCALES)[number];

export const MOST_FEATURES = 500;

export interface DistributionOptions {
  readonly sort: Sort;
  /** Features drawn at first; the rest is one click away. */
  readonly maxFeatures: number;
  /** `auto`: bars while they are wide enough to be told apart, steps beyond. */
  readonly drawing: Drawing;
  /** `bins`: each bin as wide as the next. `true`: a bin is as wide as what it covers, and its area is its share. */
  readonly scale: Scale;
  /** Ids of the scores shown; empty: all that the query answers. */
  readonly scores: readonly string[];
}

export const DEFAULT_OPTIONS: DistributionOptions = {
  sort: 'worst',
  maxFeatures: 60,
  drawing: 'auto',
  scale: 'bins',
  scores: [],
};

export interface OptionsRead {
  readonly options: DistributionOptions;
  /** What was stored and cannot be used, each as a sentence. */
  readonly dropped: readonly string[];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Stored options, each taken only if it is still valid. Dashboards are edited by hand, made by other versions and
 * provisioned from files, so nothing about them is certain. An absent option is a default and needs no word.
 */
export function parseOptions(input: unknown): OptionsRead {
  const dropped: string[] = [];
  const stored = isRecord(input) ? input : {};

  const pick = <T extends string>(name: keyof DistributionOptions, allowed: readonly T[], otherwise: T): T => {
    const value = stored[name];
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined && value !== undefined) {
      dropped.push(
        `Option "${name}" is ${JSON.stringify(value)}, which is none of ${allowed.join(', ')}: "${otherwise}" is used.`
      );
    }
    return found ?? otherwise;
  };

  const number = (name: keyof DistributionOptions, otherwise: number): number => {
    const value = stored[name];
    if (value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 1)) {
      return Math.min(value ?? otherwise, MOST_FEATURES);
    }
    dropped.push(
      `Option "${name}" is ${JSON.stringify(value)}, which is no whole number from 1 to ${MOST_FEATURES}: ${otherwise} is used.`
    );
    return otherwise;
  };

  const scoreIds = (): string[] => {
    const value = stored['scores'];
    if (value === undefined) {
      return [];
    }
    const given: unknown[] = Array.isArray(value) ? value : [value];
    const known = SCORE_IDS.filter((id) => given.includes(id));
    for (const id of given.filter((candidate) => !known.some((knownId) => knownId === candidate))) {
      dropped.push(`Option "scores" names ${JSON.stringify(id)}, which is no score: it is left out.`);
    }
    return known;
  };

  const options = {
    sort: pick('sort', SORTS, DEFAULT_OPTIONS.sort),
    maxFeatures: number('maxFeatures', DEFAULT_OPTIONS.maxFeatures),
    drawing: pick('drawing', DRAWINGS, DEFAULT_OPTIONS.drawing),
    scale: pick('scale', SCALES, DEFAULT_OPTIONS.scale),
    scores: scoreIds(),
  };
  return { options, dropped };
}

/** The editor of the options, in Grafana's side bar. */
export function buildOptions(builder: PanelOptionsEditorBuilder<DistributionOptions>): void {
  builder
    .addRadio({
      path: 'sort',
      name: 'Order',
      description: 'Worst first: by verdict, then by the first score.',
      defaultValue: DEFAULT_OPTIONS.sort,
      settings: {
        options: [
          { value: 'worst', label: 'Worst first' },
          { value: 'name', label: 'Name' },
          { value: 'given', label: 'As given' },
        ],
      },
    })
    .addNumberInput({
      path: 'maxFeatures',
      name: 'Features at most',
      description: 'More are one click away, at the end of the panel.',
      defaultValue: DEFAULT_OPTIONS.maxFeatures,
      settings: { min: 1, max: MOST_FEATURES, integer: true },
    })
    .addRadio({
      path: 'drawing',
      name: 'Numeric features as',
      description: 'Auto: bars while there is room for them, steps where bins are many.',
      defaultValue: DEFAULT_OPTIONS.drawing,
      settings: {
        options: [
          { value: 'auto', label: 'Auto' },
          { value: 'bars', label: 'Bars' },
          { value: 'steps', label: 'Steps' },
        ],
      },
    })
    .addRadio({
      path: 'scale',
      name: 'Width of bins',
      description:
        'Equal: every bin is readable, whatever it covers. True: a bin is as wide as its values, and its area is its share.',
      defaultValue: DEFAULT_OPTIONS.scale,
      settings: {
        options: [
          { value: 'bins', label: 'Equal' },
          { value: 'true', label: 'True' },
        ],
      },
    })
    .addMultiSelect({
      path: 'scores',
      name: 'Scores',
      description: 'None chosen: all that the query asks for.',
      settings: { options: SCORE_IDS.map((id) => ({ value: id, label: scores[id].label })) },
    });
}
