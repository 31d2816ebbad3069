import { Field } from '@grafana/ui';
import { useId } from 'react';
import { SOURCE_KINDS, type MetricSource, type Problem } from '../../model';
import { change, textOrNone } from '../change';
import { SteadyCombobox } from '../SteadyCombobox';
import { CommitInput } from './CommitInput';
import { faultAt } from './problems';
import type { Loaded } from './useResource';
import { asNames, SOURCE_KIND_WORDS, type Named } from './words';

interface Props {
  readonly source: MetricSource;
  readonly onChange: (source: MetricSource) => void;
  readonly problems: readonly Problem[];
  readonly metrics: Loaded<readonly string[]>;
  readonly labelNames: Loaded<readonly string[]>;
  readonly variables: readonly Named[];
}

/** Any metric of the upstream as a source, without a model in the settings. */
export function AdHocFields({ source, onChange, problems, metrics, labelNames, variables }: Props) {
  const id = useId();
  const labels = asNames(labelNames.value ?? []);
  const edit = (changes: Partial<Record<keyof MetricSource, string | undefined>>) =>
    onChange(change(source, changes as Partial<MetricSource>));
  // A metric that nobody has chosen yet is not a mistake.
  const metricFault = source.metric === '' ? { invalid: false } : faultAt(problems, 'source.metric');

  return (
    <>
      <Field noMargin label="Kind" description={SOURCE_KIND_WORDS[source.kind].description}>
        <SteadyCombobox
          id={`${id}-kind`}
          width={24}
          options={SOURCE_KINDS.map((kind) => ({ value: kind, ...SOURCE_KIND_WORDS[kind] }))}
          value={source.kind}
          onChange={({ value: kind }) => onChange(change(source, { kind, metric: '', categoryLabel: undefined }))}
        />
      </Field>
      <Field noMargin label="Metric" description="A classic histogram without its _bucket." {...metricFault}>
        <SteadyCombobox
          id={`${id}-metric`}
          width={40}
          createCustomValue
          placeholder="Choose a metric"
          loading={metrics.loading}
          options={[...asNames(metrics.value ?? []), ...variables]}
          value={source.metric === '' ? null : source.metric}
          onChange={({ value: metric }) => edit({ metric })}
        />
      </Field>
      <Field
        noMargin
        label="Selector"
        description="Which of its series, as in PromQL. Optional."
        {...faultAt(problems, 'source.selector')}
      >
        <CommitInput
          id={`${id}-selector`}
          width={30}
          placeholder={'{job="api"}'}
          value={source.selector ?? ''}
          onCommit={(text) => edit({ selector: textOrNone(text) })}
        />
      </Field>
      {source.kind === 'category' && (
        <Field
          noMargin
          label="Category label"
          description="The label that names the category."
          {...faultAt(problems, 'source.categoryLabel')}
        >
          <SteadyCombobox
            id={`${id}-category`}
            width={24}
            createCustomValue
            placeholder="Choose a label"
            loading={labelNames.loading}
            options={labels}
            value={source.categoryLabel ?? null}
            onChange={({ value: categoryLabel }) => edit({ categoryLabel })}
          />
        </Field>
      )}
      <Field noMargin label="Feature label" description="A feature for each of its values. Optional.">
        <SteadyCombobox
          id={`${id}-feature`}
          width={24}
          isClearable
          createCustomValue
          placeholder="The metric is one feature"
          loading={labelNames.loading}
          options={labels}
          value={source.featureLabel ?? null}
          onChange={(option) => edit({ featureLabel: option?.value })}
        />
      </Field>
    </>
  );
}
