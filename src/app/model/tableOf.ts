import type { DataFrame, FieldConfigSource } from '@grafana/data';

/** A column of a table of the page, by the name of its field. */
export interface Column {
  readonly field: string;
  /** In pixels. A column without one takes what the others leave, breaks its lines, and is never narrower than a sentence needs. */
  readonly width?: number;
}

const NARROWEST_TEXT = 190;

interface TablePart {
  readonly pluginId: 'table';
  readonly options: Readonly<Record<string, unknown>>;
  readonly fieldConfig: FieldConfigSource;
  readonly draw: (frames: readonly DataFrame[]) => DataFrame[];
}

/**
 * A table of some fields of a frame, what a person looks for first at the left: with all of them, the reason of a verdict
 * would stand beyond the edge of a narrow screen.
 */
export function tableOf(frame: string, columns: readonly Column[], more?: 'and all others'): TablePart {
  const isNamed = (name: string): boolean => columns.some(({ field }) => field === name);
  return {
    pluginId: 'table',
    options: { showHeader: true, cellHeight: 'sm' },
    fieldConfig: {
      defaults: { noValue: '–', custom: { wrapHeaderText: true } },
      overrides: columns.map(({ field, width }) => ({
        matcher: { id: 'byName', options: field },
        properties:
          width === undefined
            ? [
                { id: 'custom.minWidth', value: NARROWEST_TEXT },
                { id: 'custom.wrapText', value: true },
              ]
            : [{ id: 'custom.width', value: width }],
      })),
    },
    draw: (frames) =>
      frames
        .filter(({ name }) => name === frame)
        .map((one) => ({
          ...one,
          fields: [
            ...columns.flatMap(({ field }) => one.fields.filter(({ name }) => name === field)),
            ...(more === undefined ? [] : one.fields.filter(({ name }) => !isNamed(name))),
          ],
        })),
  };
}
