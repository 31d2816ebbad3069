import { Box, Combobox, Field, Input, MultiCombobox, Stack, Text } from '@grafana/ui';
import { useId } from 'react';
import { LOG_FIELDS, type LogField, type LogNamesSettings, type ModelSettings, type Problem } from '../../model';
import { change, orNone, textOrNone } from '../change';
import { LabelSelectionEditor } from '../editor/LabelSelectionEditor';
import { faultAt } from '../editor/problems';
import { options, PARSER_WORDS, UPSTREAM_WORDS } from '../editor/words';
import { oneEach } from './oneEach';

interface Props {
  readonly model: ModelSettings;
  readonly onChange: (model: ModelSettings) => void;
  readonly problems: readonly Problem[];
  readonly path: string;
  readonly locked: boolean;
}

/** Fields of predictions and labels; those of deployments and pipeline runs are rarely others than the usual ones. */
const FIELDS = [
  ['predictionId', 'Id of a prediction'],
  ['requestId', 'Id of a request'],
  ['version', 'Version'],
  ['role', 'Role'],
  ['features', 'Features'],
  ['prediction', 'Prediction'],
  ['confidence', 'Confidence'],
  ['probabilities', 'Probabilities'],
  ['latencyMs', 'Latency in milliseconds'],
  ['error', 'Error'],
  ['label', 'Label'],
] as const satisfies ReadonlyArray<readonly [LogField, string]>;

const noValues = () => Promise.resolve([]);

/** How a model stands in the log: where its lines are, what their fields are called, and which of them are private. */
export function LogFields({ model, onChange, problems, path, locked }: Props) {
  const id = useId();
  const edit = (changes: Parameters<typeof change<ModelSettings>>[1]) => onChange(change(model, changes));
  const logs = model.logs ?? {};
  const editLogs = (changes: Parameters<typeof change<LogNamesSettings>>[1]) => {
    const next = change<LogNamesSettings>(logs, changes);
    edit({ logs: Object.keys(next).length === 0 ? undefined : next });
  };
  const editField = (field: LogField, text: string) => {
    const fields = change<NonNullable<LogNamesSettings['fields']>>(logs.fields ?? {}, { [field]: textOrNone(text) });
    editLogs({ fields: Object.keys(fields).length === 0 ? undefined : fields });
  };

  return (
    <Stack direction="column" gap={1}>
      <Text element="h5" variant="h6">
        The log
      </Text>
      <Text color="secondary" variant="bodySmall">
        Where the service writes other lines than the usual ones. Names of deployments and pipeline runs are edited as
        text.
      </Text>
      <Stack direction="row" wrap="wrap" gap={2} alignItems="flex-start">
        <Field
          noMargin
          label="Features are read from"
          description="Where a query does not say."
          {...faultAt(problems, `${path}.upstream`)}
        >
          <Combobox
            id={`${id}-upstream`}
            width={24}
            disabled={locked}
            options={options(UPSTREAM_WORDS)}
            value={model.upstream ?? 'prometheus'}
            onChange={({ value }) => edit({ upstream: value === 'prometheus' ? undefined : value })}
          />
        </Field>
        <Field
          noMargin
          label="Lines are"
          description="What a line is made of."
          {...faultAt(problems, `${path}.logs.parser`)}
        >
          <Combobox
            id={`${id}-parser`}
            width={16}
            disabled={locked}
            options={options(PARSER_WORDS)}
            value={logs.parser ?? 'json'}
            onChange={({ value }) => editLogs({ parser: value === 'json' ? undefined : value })}
          />
        </Field>
        <Field noMargin label="Label of the event" description="The stream label that tells what a line is about.">
          <Input
            id={`${id}-event-label`}
            width={30}
            disabled={locked}
            placeholder="event"
            value={logs.eventLabel ?? ''}
            onChange={(event) => editLogs({ eventLabel: textOrNone(event.currentTarget.value) })}
          />
        </Field>
      </Stack>
      <Field
        noMargin
        label="Streams"
        description="The labels that pick its lines, where they are others than those of its series."
        {...faultAt(problems, `${path}.logs.selector`)}
      >
        <>
          <LabelSelectionEditor
            what="stream label"
            addText="Add a stream label"
            labelNames={[]}
            loadValues={noValues}
            variables={[]}
            disabled={locked}
            value={logs.selector}
            onChange={(selection) => editLogs({ selector: oneEach(selection) })}
          />
        </>
      </Field>
      <Box width={60} maxWidth="100%">
        <Field
          noMargin
          label="Personal data"
          description="Fields of its lines, and all below them, that are never read or shown."
          {...faultAt(problems, `${path}.privateFields`)}
        >
          <MultiCombobox
            id={`${id}-private`}
            createCustomValue
            customValueDescription="Keep this field private"
            disabled={locked}
            placeholder="features.email"
            options={(model.privateFields ?? []).map((value) => ({ value, label: value }))}
            value={[...(model.privateFields ?? [])]}
            onChange={(chosen) => edit({ privateFields: orNone(chosen.map(({ value }) => value)) })}
          />
        </Field>
      </Box>
      <Stack direction="row" wrap="wrap" gap={2}>
        {FIELDS.map(([field, label]) => (
          <Field key={field} noMargin label={`Field: ${label}`} {...faultAt(problems, `${path}.logs.fields.${field}`)}>
            <Input
              id={`${id}-field-${field}`}
              width={30}
              disabled={locked}
              placeholder={LOG_FIELDS[field]}
              value={logs.fields?.[field] ?? ''}
              onChange={(event) => editField(field, event.currentTarget.value)}
            />
          </Field>
        ))}
      </Stack>
    </Stack>
  );
}
