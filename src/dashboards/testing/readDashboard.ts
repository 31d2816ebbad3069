import type { DataTransformerConfig } from '@grafana/data';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Replace } from '../../datasource/interpolate';
import type { TidemarkQuery } from '../../datasource/types';

interface Ref {
  readonly type: string;
  readonly uid: string;
}
export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: string | { readonly kind: string; readonly model?: string };
  readonly datasource?: Ref;
  readonly allValue?: string;
  readonly options: ReadonlyArray<{ readonly value: string }>;
  readonly current: { readonly value?: string | readonly string[] };
}
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: Ref;
  readonly targets?: readonly TidemarkQuery[];
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly options?: Record<string, unknown>;
  readonly transformations?: readonly DataTransformerConfig[];
  readonly fieldConfig?: {
    readonly defaults: { readonly noValue?: string };
    readonly overrides: ReadonlyArray<{ readonly matcher: { readonly id: string; readonly options: string } }>;
  };
}
export interface Dashboard {
  readonly id: null;
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: {
    readonly list: ReadonlyArray<{
      readonly builtIn?: number;
      readonly datasource: Ref;
      readonly target?: TidemarkQuery;
    }>;
  };
}

/** What a query variable of a data source with one model holds once it has been asked; the rest is in the dashboard. */
const FOUND: Readonly<Record<string, string>> = { datasource: 'tidemark', model: 'fraud' };

function valueOf({ name, current, allValue }: Variable): string | readonly string[] {
  const value = current.value ?? FOUND[name] ?? '';
  // Where rows are repeated for all of its values, each row has one.
  return [value].flat().includes('$__all') ? (allValue ?? FOUND[name] ?? '') : value;
}

/** `getTemplateSrv().replace` for the values that the dashboard starts with. "All" is written as it is, unformatted. */
export function replaceWith(variables: readonly Variable[]): Replace {
  return (text, format) =>
    text.replace(/\$(\w+)|\$\{(\w+)\}/g, (whole, plain: string | undefined, braced: string | undefined) => {
      const variable = variables.find(({ name }) => name === (plain ?? braced));
      if (variable === undefined) {
        return whole;
      }
      const value = valueOf(variable);
      return typeof format === 'function' && value !== variable.allValue ? format(value) : String(value);
    });
}

/** What Grafana adds to a query and the backend's parser does not know. */
export function ours({ refId: _refId, datasource: _datasource, ...query }: TidemarkQuery): unknown {
  return query;
}

const folder = path.join(__dirname, '..');

export const dashboardFiles = readdirSync(folder).filter((name) => name.endsWith('.json'));

export function readDashboardText(file: string): string {
  return readFileSync(path.join(folder, file), 'utf8');
}

export function readDashboard(file: string): Dashboard {
  return JSON.parse(readDashboardText(file)) as Dashboard;
}
