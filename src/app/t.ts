import { t as translate } from '@grafana/i18n';

type Values = Readonly<Record<string, string | number>>;

/**
 * A text of the app in the language of the person, by its key; `{{name}}` stands for a value. React escapes what it
 * shows, and i18next would do so once more: an `&` in the name of a model would come out as `&amp;`.
 */
export function t(key: string, text: string, values: Values = {}): string {
  return translate(key, text, { ...values, interpolation: { escapeValue: false } });
}
