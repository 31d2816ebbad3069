import { Box, Button, Field, IconButton, Input, Stack, Text, TextLink } from '@grafana/ui';
import { useId } from 'react';
import { USUAL_CONFIDENCE, type AbsurdSettings, type Problem } from '../../model';
import { change, orNone } from '../change';
import { CommitInput } from '../editor/CommitInput';
import { faultAt } from '../editor/problems';

interface Props {
  readonly value: AbsurdSettings | undefined;
  readonly onChange: (absurd: AbsurdSettings | undefined) => void;
  readonly problems: readonly Problem[];
  readonly path: string;
  /** A number is never quite its label, so that somebody has to say when it is wrong. */
  readonly isNumber: boolean;
  readonly locked: boolean;
}

/** What is written as a number; undefined where it is cleared. What cannot be read stays NaN, and is refused. */
function readNumber(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text.trim());
}

/** When an output is absurd: from which confidence on, and which outputs are impossible. */
export function AbsurdFields({ value, onChange, problems, path, isNumber, locked }: Props) {
  const id = useId();
  const { confidence, budget, wrong, rules = [] } = value ?? {};
  const edit = (changes: Parameters<typeof change<AbsurdSettings>>[1]) => {
    const next = change<AbsurdSettings>(value ?? {}, changes);
    onChange(Object.keys(next).length === 0 ? undefined : next);
  };
  const editRule = (index: number, changes: Partial<(typeof rules)[number]>) =>
    edit({ rules: rules.map((old, i) => (i === index ? { ...old, ...changes } : old)) });

  return (
    <Stack direction="column" gap={1}>
      <Text element="h5" variant="h6">
        Absurd outputs
      </Text>
      <Text color="secondary" variant="bodySmall">
        Outputs that were wrong though the model was sure, and outputs that can never be right.
      </Text>
      <Stack direction="row" wrap="wrap" gap={2} alignItems="flex-start">
        <Field
          noMargin
          label="Sure from"
          description="From this confidence on, an error is absurd."
          {...faultAt(problems, `${path}.confidence`)}
        >
          <CommitInput
            id={`${id}-confidence`}
            width={24}
            disabled={locked}
            inputMode="decimal"
            placeholder={String(USUAL_CONFIDENCE)}
            value={confidence === undefined ? '' : String(confidence)}
            onCommit={(text) => edit({ confidence: readNumber(text) })}
          />
        </Field>
        <Field
          noMargin
          label="Error budget"
          description="The share of sure outputs that may be wrong. None: what its calibration expects."
          {...faultAt(problems, `${path}.budget`)}
        >
          <CommitInput
            id={`${id}-budget`}
            width={24}
            disabled={locked}
            inputMode="decimal"
            placeholder="0.01"
            value={budget === undefined ? '' : String(budget)}
            onCommit={(text) => edit({ budget: readNumber(text) })}
          />
        </Field>
        {(isNumber || wrong !== undefined) && (
          <Field
            noMargin
            label="Wrong when"
            description="A condition on a prediction and its label."
            {...faultAt(problems, `${path}.wrong`)}
          >
            <Input
              id={`${id}-wrong`}
              width={50}
              disabled={locked}
              placeholder="abs(label - prediction) > 50"
              value={wrong ?? ''}
              onChange={(event) => edit({ wrong: event.currentTarget.value || undefined })}
            />
          </Field>
        )}
      </Stack>
      <Text color="secondary" variant="bodySmall">
        A rule is a condition that no output may meet, in{' '}
        <TextLink href="https://cel.dev" external inline variant="bodySmall">
          CEL
        </TextLink>
        : it knows prediction, confidence, version, role, latency_ms, probabilities and features.
      </Text>
      {rules.map((rule, index) => (
        <Stack
          key={index}
          direction="row"
          wrap="wrap"
          gap={2}
          alignItems="flex-start"
          role="group"
          aria-label={`Rule ${index + 1}`}
        >
          <Field noMargin label="Name" {...faultAt(problems, `${path}.rules[${index}].name`)}>
            <Input
              id={`${id}-${index}-name`}
              width={24}
              disabled={locked}
              placeholder="negative price"
              value={rule.name}
              onChange={(event) => editRule(index, { name: event.currentTarget.value })}
            />
          </Field>
          <Field noMargin label="Impossible when" {...faultAt(problems, `${path}.rules[${index}].when`)}>
            <Input
              id={`${id}-${index}-when`}
              width={60}
              disabled={locked}
              placeholder="prediction < 0 || features.age > 130"
              value={rule.when}
              onChange={(event) => editRule(index, { when: event.currentTarget.value })}
            />
          </Field>
          {!locked && (
            <Box paddingTop={3}>
              <IconButton
                name="trash-alt"
                size="lg"
                tooltip={`Remove rule ${index + 1}`}
                onClick={() => edit({ rules: orNone(rules.filter((_, i) => i !== index)) })}
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
            onClick={() => edit({ rules: [...rules, { name: '', when: '' }] })}
          >
            Add a rule
          </Button>
        </div>
      )}
    </Stack>
  );
}
