import { Box, Field, Input, MultiCombobox, Stack } from '@grafana/ui';
import { useId } from 'react';
import { CONCERNS, type Concern, type Problem, type TeamSettings } from '../../model';
import { change, orNone, textOrNone } from '../change';
import { faultAt } from '../editor/problems';

interface Props {
  readonly team: TeamSettings;
  readonly onChange: (team: TeamSettings) => void;
  readonly problems: readonly Problem[];
  readonly path: string;
  readonly locked: boolean;
}

const CONCERN_WORDS = {
  data: 'The features are not what they were.',
  model: 'The model answers otherwise than it did.',
  output: 'Predictions are absurd.',
  pipeline: 'A job failed, or did not run.',
} as const satisfies Record<Concern, string>;

/** A team, and what it wants to be told. */
export function TeamFields({ team, onChange, problems, path, locked }: Props) {
  const id = useId();
  return (
    <Stack direction="row" wrap="wrap" gap={2} alignItems="flex-start">
      <Field
        noMargin
        required
        label="Id"
        description="Models name it as their owner."
        {...faultAt(problems, `${path}.id`)}
      >
        <Input
          id={`${id}-id`}
          width={24}
          disabled={locked}
          value={team.id}
          onChange={(event) => onChange({ ...team, id: event.currentTarget.value })}
        />
      </Field>
      <Field noMargin label="Title" description="As people read it.">
        <Input
          id={`${id}-title`}
          width={30}
          disabled={locked}
          value={team.title ?? ''}
          onChange={(event) => onChange(change(team, { title: event.currentTarget.value || undefined }))}
        />
      </Field>
      <Field noMargin label="Contact point" description="Of Grafana's alerting, by name.">
        <Input
          id={`${id}-contact`}
          width={30}
          disabled={locked}
          value={team.contactPoint ?? ''}
          onChange={(event) => onChange(change(team, { contactPoint: textOrNone(event.currentTarget.value) }))}
        />
      </Field>
      <Box width={44} maxWidth="100%">
        <Field
          noMargin
          label="Concerns"
          description="Which alerts are theirs."
          {...faultAt(problems, `${path}.concerns`)}
        >
          <MultiCombobox
            id={`${id}-concerns`}
            disabled={locked}
            options={CONCERNS.map((value) => ({ value, label: value, description: CONCERN_WORDS[value] }))}
            value={[...(team.concerns ?? [])]}
            onChange={(chosen) => onChange(change(team, { concerns: orNone(chosen.map((option) => option.value)) }))}
          />
        </Field>
      </Box>
    </Stack>
  );
}
