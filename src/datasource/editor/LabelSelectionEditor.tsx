import { Box, Button, IconButton, MultiCombobox, Stack, Text, type ComboboxOption } from '@grafana/ui';
import { useId, useState } from 'react';
import type { LabelSelection } from '../../model';
import { SteadyCombobox } from '../SteadyCombobox';
import { asNames } from './words';

interface Row {
  readonly label: string;
  readonly values: readonly string[];
}

/** What can be offered while labels are chosen. */
export interface LabelSuggestions {
  readonly labelNames: readonly string[];
  readonly loadValues: (label: string) => Promise<readonly string[]>;
  /** Dashboard variables that may stand for a value. */
  readonly variables: readonly string[];
}

interface Props extends LabelSuggestions {
  readonly value: LabelSelection | undefined;
  readonly onChange: (value: Record<string, string | string[]> | undefined) => void;
  /** What one row is, for its labels: `filter`, `label`. */
  readonly what: string;
  readonly addText: string;
  readonly disabled?: boolean;
}

function toRows(value: LabelSelection | undefined): Row[] {
  return Object.entries(value ?? {}).map(([label, values]) => ({
    label,
    values: typeof values === 'string' ? [values] : values,
  }));
}

/** The rows that are finished; a row without a label or a value is still being written. */
function toSelection(rows: readonly Row[]): Record<string, string | string[]> | undefined {
  const finished = rows.filter(({ label, values }) => label !== '' && values.length > 0);
  return finished.length === 0
    ? undefined
    : Object.fromEntries(
        finished.map(({ label, values }) => {
          const [only] = values;
          return [label, values.length === 1 && only !== undefined ? only : [...values]];
        })
      );
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Chooses series by their labels: each label with a value, or with several of which any will do. */
export function LabelSelectionEditor({
  value,
  onChange,
  labelNames,
  loadValues,
  variables,
  what,
  addText,
  disabled = false,
}: Props) {
  const id = useId();
  const [draft, setDraft] = useState<readonly Row[]>(() => toRows(value));
  // Rows that are not finished live here alone; a selection that was changed from outside replaces them.
  const rows = same(toSelection(draft), toSelection(toRows(value))) ? draft : toRows(value);

  const edit = (next: readonly Row[]) => {
    setDraft(next);
    const selection = toSelection(next);
    if (!same(selection, toSelection(rows))) {
      onChange(selection);
    }
  };
  const editRow = (index: number, row: Row) => edit(rows.map((old, i) => (i === index ? row : old)));

  const offerValues = async (label: string, typed: string): Promise<ComboboxOption[]> => {
    const names = [...variables, ...(label === '' ? [] : await loadValues(label))];
    const sought = typed.toLowerCase();
    return asNames(names.filter((name) => name.toLowerCase().includes(sought)));
  };

  return (
    <Stack direction="row" wrap="wrap" gap={1} alignItems="center">
      {rows.map((row, index) => (
        <Stack
          key={index}
          direction="row"
          gap={0.5}
          alignItems="center"
          role="group"
          aria-label={`${what} ${index + 1}`}
        >
          <span id={`${id}-${index}-label`} hidden>{`Label of ${what} ${index + 1}`}</span>
          <SteadyCombobox
            aria-labelledby={`${id}-${index}-label`}
            placeholder="label"
            width="auto"
            minWidth={12}
            maxWidth={30}
            createCustomValue
            disabled={disabled}
            options={asNames(labelNames.filter((name) => !rows.some((other) => other !== row && other.label === name)))}
            value={row.label === '' ? null : row.label}
            onChange={({ value: label }) => editRow(index, { label, values: label === row.label ? row.values : [] })}
          />
          <Text color="secondary">=</Text>
          <span id={`${id}-${index}-value`} hidden>{`Value of ${what} ${index + 1}`}</span>
          <Box width={24}>
            <MultiCombobox
              key={row.label}
              aria-labelledby={`${id}-${index}-value`}
              placeholder="value"
              createCustomValue
              disabled={disabled}
              options={(typed) => offerValues(row.label, typed)}
              value={row.values.map((one) => ({ value: one, label: one === '' ? '(none)' : one }))}
              onChange={(chosen) => editRow(index, { ...row, values: chosen.map((option) => option.value) })}
            />
          </Box>
          <IconButton
            name="times"
            tooltip={`Remove ${what} ${index + 1}`}
            onClick={() => edit(rows.filter((_, i) => i !== index))}
          />
        </Stack>
      ))}
      <Button
        variant="secondary"
        icon="plus"
        fill="outline"
        onClick={() => setDraft([...rows, { label: '', values: [] }])}
      >
        {addText}
      </Button>
    </Stack>
  );
}
