import { useId } from 'react';
import { InlineField, Combobox, type ComboboxOption } from '@grafana/ui';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly options: readonly ComboboxOption[];
  readonly onChange: (value: string) => void;
}

/** One variable of a page, drawn as those of a dashboard are. */
export function Variable({ label, value, options, onChange }: Props) {
  const id = useId();
  return (
    <InlineField label={label} htmlFor={id} style={{ margin: 0 }}>
      <Combobox
        id={id}
        width="auto"
        minWidth={16}
        maxWidth={40}
        options={[...options]}
        value={value}
        onChange={(chosen) => onChange(chosen.value)}
      />
    </InlineField>
  );
}
