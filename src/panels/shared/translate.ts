import { t as translate } from '@grafana/i18n';

type Values = Readonly<Record<string, string | number>>;

/**
 * Texts that were looked up. i18next works out the language anew each time, which takes longer than to draw what it is
 * written on; Grafana loads its page anew when somebody chooses another language.
 */
const known = new Map<string, string>();

function textOf(key: string, text: string): string {
  const found = known.get(key) ?? translate(key, text, { skipInterpolation: true });
  known.set(key, found);
  return found;
}

/**
 * The text of a key in the language of the person who looks; `text` is the English one, in which `{{name}}` stands for
 * a value. As Grafana's `t`, but with values put in as they are: React escapes what it draws, and escaped twice the
 * feature `a/b` would read `a&#x2F;b`.
 */
export function t(key: string, text: string, values?: Values): string {
  const found = textOf(key, text);
  return values === undefined
    ? found
    : found.replace(/\{\{\s*(\w+)\s*\}\}/g, (written, name: string) => String(values[name] ?? written));
}

/** As `t`, in the grammar of a number, for which `{{count}}` stands. */
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
    interpolation: { escapeValue: false },
  });
}
