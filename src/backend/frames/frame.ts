/** What is shown in place of a value. */
interface MappedTo {
  readonly text?: string;
  readonly color?: string;
  readonly index?: number;
}

/** How Grafana shows a field, as far as we say it. The names are those of its `FieldConfig`. */
export interface FieldConfig {
  readonly displayNameFromDS?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  /** Milliseconds from one value to the next, for a time field. */
  readonly interval?: number;
  readonly mappings?: ReadonlyArray<
    | { readonly type: 'value'; readonly options: Readonly<Record<string, MappedTo>> }
    | {
        readonly type: 'range';
        /** Null is unbounded. */
        readonly options: { readonly from: number | null; readonly to: number | null; readonly result: MappedTo };
      }
  >;
  readonly thresholds?: {
    readonly mode: 'absolute';
    /** The first step's value is null: minus infinity. */
    readonly steps: ReadonlyArray<{ readonly value: number | null; readonly color: string }>;
  };
  readonly color?: { readonly mode: string; readonly fixedColor?: string };
  /** Where a value leads: to a page, or into Explore with the query of another data source. */
  readonly links?: ReadonlyArray<{
    readonly title: string;
    readonly url: string;
    readonly targetBlank?: boolean;
    readonly internal?: {
      readonly datasourceUid: string;
      readonly datasourceName: string;
      readonly query: Readonly<Record<string, unknown>>;
    };
  }>;
  readonly custom?: Readonly<Record<string, unknown>>;
}

interface FieldBase {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly config?: FieldConfig;
}

/** One column. Null is "no value"; a number is finite, a time in milliseconds since the epoch. */
export type Field =
  | (FieldBase & { readonly type: 'number' | 'time'; readonly values: ReadonlyArray<number | null> })
  | (FieldBase & { readonly type: 'string'; readonly values: ReadonlyArray<string | null> });

export interface Notice {
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
}

/** What is said of a frame as a whole. The names are those of Grafana's `FrameMeta`. */
export interface FrameMeta {
  readonly type?: 'numeric-multi' | 'timeseries-multi' | 'timeseries-wide' | 'timeseries-long' | 'table';
  readonly typeVersion: readonly [number, number];
  readonly custom?: object;
  readonly notices?: readonly Notice[];
  readonly executedQueryString?: string;
  readonly preferredVisualisationType?: 'graph' | 'table';
  readonly preferredVisualisationPluginId?: string;
}

export interface Frame {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly meta: FrameMeta;
}
