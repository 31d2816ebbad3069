import { Box, Field, MultiCombobox } from '@grafana/ui';
import { useId } from 'react';
import type { AdHocSource, ModelInfo, Problem, QueryKind } from '../../model';
import { change, orNone } from '../change';
import { FACES } from '../kinds/faces';
import { reads } from '../kinds/outline';
import { RadioChoice } from '../RadioChoice';
import { SteadyCombobox } from '../SteadyCombobox';
import type { TidemarkQuery } from '../types';
import { withModel } from '../withModel';
import { AdHocFields } from './AdHocFields';
import { EditorRow } from './EditorRow';
import { LogSourceFields } from './LogSourceFields';
import type { EditorResources } from './useEditorResources';
import { asNames, type Named } from './words';

interface Props {
  readonly query: TidemarkQuery;
  readonly onChange: (query: TidemarkQuery) => void;
  readonly kind: QueryKind;
  readonly problems: readonly Problem[];
  readonly resources: EditorResources;
  readonly variables: readonly Named[];
}

type Subject = 'model' | 'metric' | 'log';

const SUBJECTS: Array<{ value: Subject; label: string }> = [
  { value: 'model', label: 'A model' },
  { value: 'metric', label: 'Any metric' },
  { value: 'log', label: 'Log fields' },
];

const NEW_SOURCES: Readonly<Record<Exclude<Subject, 'model'>, AdHocSource>> = {
  metric: { upstream: 'prometheus', kind: 'histogram', metric: '' },
  log: { upstream: 'loki', selector: '' },
};

function subjectOf(source: AdHocSource | undefined): Subject {
  return source === undefined ? 'model' : source.upstream === 'prometheus' ? 'metric' : 'log';
}

function describeModel({ id, owner, origin }: ModelInfo): string {
  if (origin === 'discovered') {
    return 'Seen in the metrics';
  }
  return owner === undefined ? id : `${id}, of ${owner}`;
}

const ALL_FEATURES = {
  description: 'None chosen: all. /^age/ chooses by pattern.',
  placeholder: 'All features',
};

/** What is looked at: a model or, where the kind can, any metric or any fields of a log; and which of its features. */
export function SubjectRow({ query, onChange, kind, problems, resources, variables }: Props) {
  const id = useId();
  const { model, source } = query;
  const { models, features, fields, metrics, labelNames } = resources;
  const hasFeatures =
    reads(kind, 'features') &&
    (source === undefined || (source.upstream === 'prometheus' && source.featureLabel !== undefined));
  const featureWords = FACES[kind].features ?? ALL_FEATURES;

  return (
    <EditorRow label="What to look at">
      {reads(kind, 'source') && (
        <Field noMargin label="Look at" description="What is compared.">
          <RadioChoice
            aria-label="Look at"
            options={SUBJECTS}
            value={subjectOf(source)}
            onChange={(what) =>
              onChange(
                change(query, {
                  model: what === 'model' ? models.value?.[0]?.id : undefined,
                  source: what === 'model' ? undefined : NEW_SOURCES[what],
                  // What one has, the other has not.
                  features: undefined,
                  filters: undefined,
                  groupBy: undefined,
                })
              )
            }
          />
        </Field>
      )}
      {source === undefined ? (
        <Field noMargin label="Model" description="Of the settings, or seen in the metrics.">
          <SteadyCombobox
            id={`${id}-model`}
            width={30}
            createCustomValue
            placeholder="Choose a model"
            loading={models.loading}
            options={[
              ...(models.value ?? []).map((one) => ({
                value: one.id,
                label: one.title,
                description: describeModel(one),
              })),
              ...variables,
            ]}
            value={model ?? null}
            onChange={({ value }) => onChange(withModel(query, value))}
          />
        </Field>
      ) : source.upstream === 'loki' ? (
        <LogSourceFields
          source={source}
          onChange={(next) => onChange(change(query, { source: next }))}
          problems={problems}
          fields={fields}
          variables={variables}
        />
      ) : (
        <AdHocFields
          source={source}
          onChange={(next) => onChange(change(query, { source: next }))}
          problems={problems}
          metrics={metrics}
          labelNames={labelNames}
          variables={variables}
        />
      )}
      {hasFeatures && (
        <Box width={44} maxWidth="100%">
          <Field noMargin label="Features" description={featureWords.description}>
            <MultiCombobox
              id={`${id}-features`}
              isClearable
              createCustomValue
              customValueDescription="Use this name, or a pattern between slashes"
              placeholder={featureWords.placeholder}
              loading={features.loading}
              options={[
                ...(features.value ?? []).map(({ name, kind }) => ({ value: name, label: name, description: kind })),
                ...variables,
              ]}
              value={asNames(query.features ?? [])}
              onChange={(chosen) => onChange(change(query, { features: orNone(chosen.map(({ value }) => value)) }))}
            />
          </Field>
        </Box>
      )}
    </EditorRow>
  );
}
