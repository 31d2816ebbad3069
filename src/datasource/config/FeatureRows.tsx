import { Box, Button, Combobox, Field, IconButton, Input, Stack, Text } from '@grafana/ui';
import { useId } from 'react';
import type { FeatureSettings, Problem } from '../../model';
import { change } from '../change';
import { CommitInput } from '../editor/CommitInput';
import { faultAt } from '../editor/problems';

interface Props {
  readonly features: readonly FeatureSettings[];
  readonly onChange: (features: FeatureSettings[]) => void;
  readonly problems: readonly Problem[];
  readonly path: string;
  readonly locked: boolean;
}

const KINDS = [
  { value: 'numeric', label: 'Numeric' },
  { value: 'categorical', label: 'Categorical' },
] as const satisfies ReadonlyArray<{ value: FeatureSettings['kind']; label: string }>;

/** `0 to 100`, `0..100` and `0, 100` as a range; undefined where it is cleared. What cannot be read stays NaN. */
function readRange(text: string): [number, number] | undefined {
  const parts = text.split(/\s*(?:to|\.\.|[,;…])\s*|\s+/).filter((part) => part !== '');
  return parts.length === 0 ? undefined : [Number(parts[0]), Number(parts[1])];
}

/** What is known of a model's features. Those that are not named are discovered all the same. */
export function FeatureRows({ features, onChange, problems, path, locked }: Props) {
  const id = useId();
  const editAt = (index: number, feature: FeatureSettings) =>
    onChange(features.map((old, i) => (i === index ? feature : old)));
  return (
    <Stack direction="column" gap={1}>
      <Text element="h5" variant="h6">
        Features
      </Text>
      <Text color="secondary" variant="bodySmall">
        What is known of them. Features that are not named here are discovered all the same; thresholds and categories
        are edited as text.
      </Text>
      {features.map((feature, index) => (
        <Stack
          key={index}
          direction="row"
          wrap="wrap"
          gap={2}
          alignItems="flex-start"
          role="group"
          aria-label={`Feature ${index + 1}`}
        >
          <Field noMargin label="Name" {...faultAt(problems, `${path}[${index}].name`)}>
            <Input
              id={`${id}-${index}-name`}
              width={24}
              disabled={locked}
              value={feature.name}
              onChange={(event) => editAt(index, { ...feature, name: event.currentTarget.value })}
            />
          </Field>
          <Field noMargin label="Kind" {...faultAt(problems, `${path}[${index}].kind`)}>
            <Combobox
              id={`${id}-${index}-kind`}
              width={20}
              disabled={locked}
              options={[...KINDS]}
              value={feature.kind}
              onChange={({ value: kind }) => editAt(index, { ...feature, kind })}
            />
          </Field>
          <Field noMargin label="Importance" {...faultAt(problems, `${path}[${index}].importance`)}>
            <CommitInput
              id={`${id}-${index}-importance`}
              width={14}
              disabled={locked}
              inputMode="decimal"
              placeholder="0.4"
              value={feature.importance === undefined ? '' : String(feature.importance)}
              onCommit={(text) =>
                editAt(index, change(feature, { importance: text.trim() === '' ? undefined : Number(text) }))
              }
            />
          </Field>
          {feature.kind === 'numeric' && (
            <Field noMargin label="Possible values" {...faultAt(problems, `${path}[${index}].range`)}>
              <CommitInput
                id={`${id}-${index}-range`}
                width={20}
                disabled={locked}
                placeholder="0 to 10000"
                value={feature.range === undefined ? '' : feature.range.join(' to ')}
                onCommit={(text) => editAt(index, change(feature, { range: readRange(text) }))}
              />
            </Field>
          )}
          {!locked && (
            <Box paddingTop={3}>
              <IconButton
                name="trash-alt"
                size="lg"
                tooltip={`Remove feature ${index + 1}`}
                onClick={() => onChange(features.filter((_, i) => i !== index))}
              />
            </Box>
          )}
        </Stack>
      ))}
      {!locked && (
        <div>
          <Button
            variant="secondary"
            size="sm"
            icon="plus"
            onClick={() => onChange([...features, { name: '', kind: 'numeric' }])}
          >
            Add a feature
          </Button>
        </div>
      )}
    </Stack>
  );
}
