import { Field, Input, Stack, Text, TextArea } from '@grafana/ui';
import { useId, useState } from 'react';
import type { ModelSettings, Problem } from '../../model';
import { change, textOrNone } from '../change';
import { CommitInput } from '../editor/CommitInput';
import { faultAt } from '../editor/problems';
import { costsText, readCosts } from './costsText';

interface Props {
  readonly model: ModelSettings;
  readonly onChange: (model: ModelSettings) => void;
  readonly problems: readonly Problem[];
  readonly path: string;
  readonly locked: boolean;
}

/** What is known of the truth: when it comes, which class is looked for, and what hits and misses are worth. */
export function OutcomeFields({ model, onChange, problems, path, locked }: Props) {
  const id = useId();
  const [draft, setDraft] = useState<string>();
  const edit = (changes: Parameters<typeof change<ModelSettings>>[1]) => onChange(change(model, changes));
  const read = draft === undefined ? undefined : readCosts(draft);
  const costsFault = read?.ok === false ? { invalid: true, error: read.fault } : faultAt(problems, `${path}.costs`);
  const isClassifier = model.task !== 'regression';

  return (
    <Stack direction="column" gap={1}>
      <Text element="h5" variant="h6">
        Labels
      </Text>
      <Text color="secondary" variant="bodySmall">
        The truth about predictions, from which performance is computed. What is left out is guessed or measured, and
        said beside the numbers.
      </Text>
      <Stack direction="row" wrap="wrap" gap={2} alignItems="flex-start">
        <Field
          noMargin
          label="Label delay"
          description="After this long, the labels that ever come have come."
          {...faultAt(problems, `${path}.labels`)}
        >
          <CommitInput
            id={`${id}-delay`}
            width={24}
            disabled={locked}
            placeholder="7d"
            value={model.labels?.delay ?? ''}
            onCommit={(text) => {
              const delay = textOrNone(text);
              edit({ labels: delay === undefined ? undefined : { delay } });
            }}
          />
        </Field>
        {isClassifier && model.task !== 'multiclass' && (
          <Field
            noMargin
            label="Positive class"
            description="The class that is looked for: precision and recall are its own."
            {...faultAt(problems, `${path}.positive`)}
          >
            <Input
              id={`${id}-positive`}
              width={24}
              disabled={locked}
              placeholder="fraud"
              value={model.positive ?? ''}
              onChange={(event) => edit({ positive: textOrNone(event.currentTarget.value) })}
            />
          </Field>
        )}
        {isClassifier && (
          <Field
            noMargin
            label="What predictions are worth"
            description="One a line: label, prediction, worth. Below 0 it costs; what is left out is worth 0."
            {...costsFault}
          >
            <TextArea
              id={`${id}-costs`}
              cols={40}
              rows={3}
              disabled={locked}
              placeholder={'fraud, fraud, 100\nfraud, legit, -500'}
              value={draft ?? costsText(model.costs)}
              onChange={(event) => setDraft(event.currentTarget.value)}
              onBlur={() => {
                if (read?.ok === true) {
                  edit({ costs: read.costs });
                  setDraft(undefined);
                }
              }}
            />
          </Field>
        )}
      </Stack>
    </Stack>
  );
}
