import { Alert, Box, Combobox, Field, Input, MultiCombobox, Stack, Text } from '@grafana/ui';
import { useId } from 'react';
import { TASKS, TELEMETRY, type ModelSettings, type Problem } from '../../model';
import { change, orNone, textOrNone } from '../change';
import { LabelSelectionEditor } from '../editor/LabelSelectionEditor';
import { faultAt } from '../editor/problems';
import { ReferenceFields } from '../editor/ReferenceFields';
import { NO_REFERENCE_WORDS } from '../editor/words';
import { AbsurdFields } from './AbsurdFields';
import { FeatureRows } from './FeatureRows';
import { LogFields } from './LogFields';
import { oneEach } from './oneEach';
import { OutcomeFields } from './OutcomeFields';

interface Props {
  readonly model: ModelSettings;
  readonly onChange: (model: ModelSettings) => void;
  readonly problems: readonly Problem[];
  readonly path: string;
  /** Ids of the teams, and names of the profiles, that the settings define. */
  readonly teams: readonly string[];
  readonly profiles: readonly string[];
  readonly locked: boolean;
}

type MetricNames = NonNullable<ModelSettings['metrics']>;

const NAMES = [
  { key: 'feature', label: 'Histogram of features', usual: TELEMETRY.feature },
  { key: 'featureCategory', label: 'Counter of categories', usual: TELEMETRY.featureCategory },
  { key: 'featureLabel', label: 'Label of the feature', usual: TELEMETRY.featureLabel },
  { key: 'categoryLabel', label: 'Label of the category', usual: TELEMETRY.categoryLabel },
  { key: 'predictionConfidence', label: 'Histogram of confidence', usual: TELEMETRY.predictionConfidence },
  { key: 'predictionErrors', label: 'Counter of failures', usual: TELEMETRY.predictionErrors },
  { key: 'predictionLabel', label: 'Label of the predicted class', usual: TELEMETRY.predictionLabel },
  { key: 'correctLabel', label: 'Label of right and wrong', usual: TELEMETRY.correctLabel },
] as const satisfies ReadonlyArray<{ key: keyof MetricNames; label: string; usual: string }>;

const TASK_WORDS = {
  binary: 'Two classes: fraud or not.',
  multiclass: 'One of several classes.',
  regression: 'A number.',
} as const satisfies Record<(typeof TASKS)[number], string>;

const noValues = () => Promise.resolve([]);

/** A model: what it is, which series are its own, and what it is compared with where a query does not say. */
export function ModelFields({ model, onChange, problems, path, teams, profiles, locked }: Props) {
  const id = useId();
  const edit = (changes: Parameters<typeof change<ModelSettings>>[1]) => onChange(change(model, changes));
  const ownerIsUnknown = model.owner !== undefined && !teams.includes(model.owner);
  const more = (['thresholds', 'pipelines', 'shadow'] as const).filter((key) => model[key] !== undefined);

  return (
    <>
      <Stack direction="row" wrap="wrap" gap={2} alignItems="flex-start">
        <Field noMargin required label="Id" description="Queries name it." {...faultAt(problems, `${path}.id`)}>
          <Input
            id={`${id}-id`}
            width={24}
            disabled={locked}
            placeholder="fraud"
            value={model.id}
            onChange={(event) => edit({ id: event.currentTarget.value })}
          />
        </Field>
        <Field noMargin label="Title" description="As people read it.">
          <Input
            id={`${id}-title`}
            width={30}
            disabled={locked}
            placeholder="Card fraud"
            value={model.title ?? ''}
            onChange={(event) => edit({ title: event.currentTarget.value || undefined })}
          />
        </Field>
        <Field
          noMargin
          label="Owner"
          description="The team that gets its alerts."
          invalid={ownerIsUnknown}
          error="No team below has this id"
        >
          <Combobox
            id={`${id}-owner`}
            width={24}
            isClearable
            createCustomValue
            disabled={locked}
            placeholder="Nobody"
            options={teams.map((value) => ({ value, label: value }))}
            value={model.owner ?? null}
            onChange={(option) => edit({ owner: option?.value })}
          />
        </Field>
        <Field noMargin label="Task" description="What it predicts.">
          <Combobox
            id={`${id}-task`}
            width={24}
            isClearable
            disabled={locked}
            placeholder="Not said"
            options={TASKS.map((value) => ({ value, label: value, description: TASK_WORDS[value] }))}
            value={model.task ?? null}
            onChange={(option) => edit({ task: option?.value })}
          />
        </Field>
      </Stack>

      <Field
        noMargin
        label="Selector"
        description={`The labels that pick its series. None: ${TELEMETRY.modelLabel}=${model.id || 'its id'}.`}
        {...faultAt(problems, `${path}.selector`)}
      >
        <>
          <LabelSelectionEditor
            what="selector label"
            addText="Add a label"
            labelNames={[TELEMETRY.modelLabel, TELEMETRY.versionLabel, TELEMETRY.roleLabel]}
            loadValues={noValues}
            variables={[]}
            disabled={locked}
            value={model.selector}
            onChange={(selection) => edit({ selector: oneEach(selection) })}
          />
        </>
      </Field>

      <Stack direction="row" wrap="wrap" gap={2} alignItems="flex-start">
        <ReferenceFields
          value={model.reference}
          onChange={(reference) => edit({ reference })}
          mayBeNone={NO_REFERENCE_WORDS}
          problems={problems}
          path={`${path}.reference`}
          profiles={profiles}
          variables={[]}
          range={undefined}
          renderLabels={(value, onLabels) => (
            <LabelSelectionEditor
              what="reference label"
              addText="Add a label"
              labelNames={[TELEMETRY.versionLabel, TELEMETRY.roleLabel]}
              loadValues={noValues}
              variables={[]}
              disabled={locked}
              value={value}
              onChange={onLabels}
            />
          )}
        />
      </Stack>

      <Box width={60} maxWidth="100%">
        <Field
          noMargin
          label="Segments"
          description="Labels by which its traffic is worth splitting."
          {...faultAt(problems, `${path}.segments`)}
        >
          <MultiCombobox
            id={`${id}-segments`}
            createCustomValue
            disabled={locked}
            placeholder="country"
            options={(model.segments ?? []).map((value) => ({ value, label: value }))}
            value={[...(model.segments ?? [])]}
            onChange={(chosen) => edit({ segments: orNone(chosen.map((option) => option.value)) })}
          />
        </Field>
      </Box>

      <OutcomeFields model={model} onChange={onChange} problems={problems} path={path} locked={locked} />

      <AbsurdFields
        value={model.absurd}
        onChange={(absurd) => edit({ absurd })}
        problems={problems}
        path={`${path}.absurd`}
        isNumber={model.task === 'regression'}
        locked={locked}
      />

      <FeatureRows
        features={model.features ?? []}
        onChange={(features) => edit({ features: orNone(features) })}
        problems={problems}
        path={`${path}.features`}
        locked={locked}
      />

      <Stack direction="column" gap={1}>
        <Text element="h5" variant="h6">
          Names of metrics and labels
        </Text>
        <Text color="secondary" variant="bodySmall">
          Where the service uses others than the usual ones.
        </Text>
        <Stack direction="row" wrap="wrap" gap={2}>
          {NAMES.map(({ key, label, usual }) => (
            <Field key={key} noMargin label={label}>
              <Input
                id={`${id}-metric-${key}`}
                width={30}
                disabled={locked}
                placeholder={usual}
                value={model.metrics?.[key] ?? ''}
                onChange={(event) => {
                  const metrics = change<MetricNames>(model.metrics ?? {}, {
                    [key]: textOrNone(event.currentTarget.value),
                  });
                  edit({ metrics: Object.keys(metrics).length === 0 ? undefined : metrics });
                }}
              />
            </Field>
          ))}
        </Stack>
      </Stack>

      <LogFields model={model} onChange={onChange} problems={problems} path={path} locked={locked} />

      {more.length > 0 && (
        <Alert severity="info" title={`It has ${more.join(' and ')}, too`}>
          These are kept as they are, and edited as text.
        </Alert>
      )}
    </>
  );
}
