import { t as translate } from '@grafana/i18n';

type Values = Readonly<Record<string, string | number>>;

/** React escapes what it draws, and escaped twice the feature `a/b` would read `a&#x2F;b`. */
const AS_GIVEN = { interpolation: { escapeValue: false } };

/**
 * The text of a key in the language of the person who looks; `text` is the English one, in which `{{name}}` stands for
 * a value. Grafana's `t`, with values put in as they are. Cost: microseconds, so not for what nobody looks at.
 */
export function t(key: string, text: string, values?: Values): string {
  return translate(key, text, { ...values, ...AS_GIVEN });
}

/** As `t`, in the grammar of a number: `{{count}}` stands for it, unless `values` brings it as it is to be written. */
export function plural(
  key: string,
  count: number,
  { one, other }: { readonly one: string; readonly other: string },
  values?: Values
): string {
  return translate(key, other, {
    ...values,
    count,
    defaultValue_one: one,
    defaultValue_other: other,
    ...AS_GIVEN,
  });
}
