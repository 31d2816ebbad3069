import { Field, Input } from '@grafana/ui';

/** As in the backend: Grafana gives an alert rule 30 seconds, and the answer takes time, too. */
const LONGEST = 25;

interface Props {
  readonly id: string;
  readonly value: number | undefined;
  readonly onChange: (seconds: number | undefined) => void;
  readonly locked: boolean;
}

export function TimeoutField({ id, value, onChange, locked }: Props) {
  const invalid = value !== undefined && !(value > 0 && value <= LONGEST);
  return (
    <Field
      noMargin
      label="Timeout"
      description="Seconds before a question is given up."
      invalid={invalid}
      error={`More than 0 and at most ${LONGEST} seconds: Grafana gives an alert rule 30`}
    >
      <Input
        id={id}
        type="number"
        width={16}
        min={1}
        max={LONGEST}
        disabled={locked}
        placeholder={String(LONGEST)}
        value={value ?? ''}
        onChange={(event) => {
          const seconds = event.currentTarget.valueAsNumber;
          onChange(Number.isNaN(seconds) ? undefined : seconds);
        }}
      />
    </Field>
  );
}
