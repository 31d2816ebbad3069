import { isRecord } from './isRecord';
import { t } from './translate';

/**
 * Stored options, each taken only if it is still valid. Dashboards are edited by hand, made by other versions and
 * provisioned from files, so nothing about them is certain. An absent option is a default and needs no word; what is
 * dropped is said.
 */
export function readStored(input: unknown): {
  readonly dropped: readonly string[];
  /** A list of ids out of `allowed`; empty where none is given. */
  readonly ids: <T extends string>(name: string, allowed: readonly T[]) => readonly T[];
  readonly wholeNumber: (name: string, most: number, otherwise: number) => number;
} {
  const stored = isRecord(input) ? input : {};
  const dropped: string[] = [];
  return {
    dropped,
    ids: (name, allowed) => {
      const value = stored[name];
      const given: unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
      for (const id of given.filter((each) => !allowed.some((known) => known === each))) {
        dropped.push(
          t('options.unknown-id', 'Option "{{name}}" names {{id}}, which is none of {{allowed}}: it is left out.', {
            name,
            id: JSON.stringify(id),
            allowed: allowed.join(', '),
          })
        );
      }
      return allowed.filter((known) => given.includes(known));
    },
    wholeNumber: (name, most, otherwise) => {
      const value = stored[name];
      if (value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 1)) {
        return Math.min(value ?? otherwise, most);
      }
      dropped.push(
        t(
          'options.no-number',
          'Option "{{name}}" is {{value}}, which is no whole number from 1 to {{most}}: {{otherwise}} is used.',
          { name, value: JSON.stringify(value), most, otherwise }
        )
      );
      return otherwise;
    },
  };
}
