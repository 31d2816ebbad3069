import { Combobox } from '@grafana/ui';
import { useMemo } from 'react';

type Props<T extends string> = Parameters<typeof Combobox<T>>[0];

/**
 * Grafana's Combobox for a place that is drawn again while a person types, as the query editor is when an answer comes:
 * it takes options that are equal but new for another choice, and puts the words of the choice over what was typed.
 */
export function SteadyCombobox<T extends string>(props: Props<T>) {
  const { options } = props;
  const text = typeof options === 'function' ? undefined : JSON.stringify(options);
  const steady = useMemo(() => (text === undefined ? undefined : (JSON.parse(text) as typeof options)), [text]);
  return <Combobox<T> {...props} options={steady ?? options} />;
}
