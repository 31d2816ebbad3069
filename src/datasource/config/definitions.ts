import type { ModelSettings, ProfileSettings, TeamSettings } from '../../model';
import type { TidemarkOptions } from '../types';

/** What the settings define, beside where the data is. */
export interface Definitions {
  readonly models: readonly ModelSettings[];
  readonly teams: readonly TeamSettings[];
  readonly profiles: readonly ProfileSettings[];
}

type Shape =
  'text' | 'number' | { readonly listOf: Shape } | { readonly mapOf: Shape } | { readonly [key: string]: Shape };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the forms read; anything else in a definition they carry along as it is. */
const FORM_SHAPE = {
  models: {
    listOf: {
      id: 'text',
      title: 'text',
      owner: 'text',
      task: 'text',
      selector: { mapOf: 'text' },
      metrics: { mapOf: 'text' },
      upstream: 'text',
      logs: { parser: 'text', selector: { mapOf: 'text' }, eventLabel: 'text', fields: { mapOf: 'text' } },
      privateFields: { listOf: 'text' },
      features: { listOf: { name: 'text', kind: 'text', importance: 'number', range: { listOf: 'number' } } },
      reference: { kind: 'text', offset: 'text', from: 'text', to: 'text', name: 'text' },
      segments: { listOf: 'text' },
      positive: 'text',
      costs: { mapOf: { mapOf: 'number' } },
      labels: { delay: 'text' },
      absurd: {
        confidence: 'number',
        budget: 'number',
        wrong: 'text',
        rules: { listOf: { name: 'text', when: 'text' } },
      },
    },
  },
  teams: { listOf: { id: 'text', title: 'text', contactPoint: 'text', concerns: { listOf: 'text' } } },
  profiles: { listOf: { name: 'text', model: 'text', rows: 'number', features: { listOf: {} } } },
} as const satisfies Shape;

function fits(value: unknown, shape: Shape): boolean {
  if (value === undefined) {
    return true;
  }
  if (shape === 'text') {
    return typeof value === 'string';
  }
  if (shape === 'number') {
    return typeof value === 'number';
  }
  if ('listOf' in shape) {
    return Array.isArray(value) && value.every((item) => item !== undefined && fits(item, shape.listOf as Shape));
  }
  if ('mapOf' in shape) {
    return isRecord(value) && Object.values(value).every((item) => fits(item, shape.mapOf as Shape));
  }
  return isRecord(value) && Object.entries(shape).every(([key, inner]) => fits(value[key], inner));
}

/** Whether the forms can show the definitions; written by hand, they may be of any shape, and then the text shows them. */
export function fitsForms({ models, teams, profiles }: TidemarkOptions): boolean {
  return fits({ models, teams, profiles }, FORM_SHAPE);
}

export function definitionsOf({ models, teams, profiles }: TidemarkOptions): Definitions {
  return { models: models ?? [], teams: teams ?? [], profiles: profiles ?? [] };
}
