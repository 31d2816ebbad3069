import type { QueryEditorProps } from '@grafana/data';
import { Combobox, Field, Stack } from '@grafana/ui';
import { useId } from 'react';
import { RESOURCES } from '../../model';
import { change } from '../change';
import type { TidemarkSource } from '../source';
import { ResourceFailures } from '../editor/ResourceFailures';
import { useResource } from '../editor/useResource';
import { asNames, asVariables } from '../editor/words';
import {
  VARIABLE_KINDS,
  type TidemarkOptions,
  type TidemarkQuery,
  type TidemarkVariableQuery,
  type VariableKind,
} from '../types';
import { variableQuery } from './variableQuery';

type Props = QueryEditorProps<TidemarkSource, TidemarkQuery, TidemarkOptions, TidemarkVariableQuery>;

const KIND_WORDS = {
  models: { label: 'Models', description: 'Every model of the data source.' },
  features: { label: 'Features of a model', description: 'Every feature that the model has.' },
  versions: { label: 'Versions of a model', description: 'Every version that was seen in the time range.' },
  label_values: { label: 'Values of a label', description: "Every value of a label on the model's metrics." },
  profiles: { label: 'Profiles', description: 'The stored references, of one model or of all.' },
} as const satisfies Record<VariableKind, { label: string; description: string }>;

/** The editor of a dashboard variable: what it lists, and of which model. */
export default function VariableEditor({ datasource, query: stored, onChange, range }: Props) {
  const id = useId();
  const query = variableQuery(stored);
  const { kind, model, label } = query;
  const models = useResource(datasource, RESOURCES.models, {}, range);
  const labelNames = useResource(
    datasource,
    RESOURCES.labelNames,
    kind === 'label_values' && model !== undefined ? { model } : undefined,
    range
  );
  const variables = asVariables(datasource.variableNames());
  const fault = (missing: boolean, error: string) => ({ invalid: missing, ...(missing && { error }) });

  return (
    <Stack direction="column" gap={1}>
      <Stack direction="row" wrap="wrap" gap={2} alignItems="flex-start">
        <Field noMargin label="List" description={KIND_WORDS[kind].description}>
          <Combobox
            id={`${id}-kind`}
            width={30}
            options={VARIABLE_KINDS.map((value) => ({ value, ...KIND_WORDS[value] }))}
            value={kind}
            onChange={({ value }) =>
              onChange(change(query, { kind: value, ...(value !== 'label_values' && { label: undefined }) }))
            }
          />
        </Field>
        {kind !== 'models' && (
          <Field
            noMargin
            label="Model"
            description={kind === 'profiles' ? 'None: the profiles of all.' : 'One, or a variable that holds one.'}
            {...fault(kind !== 'profiles' && model === undefined, 'choose a model')}
          >
            <Combobox
              id={`${id}-model`}
              width={30}
              isClearable
              createCustomValue
              loading={models.loading}
              placeholder="Choose a model"
              options={[...(models.value ?? []).map(({ id: value, title }) => ({ value, label: title })), ...variables]}
              value={model ?? null}
              onChange={(option) => onChange(change(query, { model: option?.value }))}
            />
          </Field>
        )}
        {kind === 'label_values' && (
          <Field
            noMargin
            label="Label"
            description="On the metrics of the model."
            {...fault(label === undefined, 'choose a label')}
          >
            <Combobox
              id={`${id}-label`}
              width={24}
              createCustomValue
              loading={labelNames.loading}
              placeholder="Choose a label"
              options={asNames(labelNames.value ?? [])}
              value={label ?? null}
              onChange={({ value }) => onChange(change(query, { label: value }))}
            />
          </Field>
        )}
      </Stack>
      <ResourceFailures failures={[models.failure, labelNames.failure]} />
    </Stack>
  );
}
