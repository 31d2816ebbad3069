import { Box, Field, MultiCombobox } from '@grafana/ui';
import { useId } from 'react';
import type { FeatureInfo, LogSource, Problem } from '../../model';
import { change, orNone } from '../change';
import { SteadyCombobox } from '../SteadyCombobox';
import { CommitInput } from './CommitInput';
import { faultAt } from './problems';
import type { Loaded } from './useResource';
import { asNames, options, PARSER_WORDS, type Named } from './words';

interface Props {
  readonly source: LogSource;
  readonly onChange: (source: LogSource) => void;
  readonly problems: readonly Problem[];
  readonly fields: Loaded<readonly FeatureInfo[]>;
  readonly variables: readonly Named[];
}

/** Any fields of the lines of Loki as a source, without a model in the settings. */
export function LogSourceFields({ source, onChange, problems, fields, variables }: Props) {
  const id = useId();
  const { selector, parser = 'json', fields: numbers = [], categoryFields = [] } = source;
  const offered = (kind: FeatureInfo['kind']) => [
    ...asNames((fields.value ?? []).filter((field) => field.kind === kind).map(({ name }) => name)),
    ...variables,
  ];
  // What nobody has written or chosen yet is not a mistake.
  const begun = selector !== '' && numbers.length + categoryFields.length > 0;
  return (
    <>
      <Field
        noMargin
        label="Streams"
        description="Which lines, as in LogQL."
        {...(selector === '' ? { invalid: false } : faultAt(problems, 'source.selector'))}
      >
        <CommitInput
          id={`${id}-selector`}
          width={40}
          placeholder={'{app="scoring"}'}
          value={selector}
          onCommit={(text) => onChange(change(source, { selector: text.trim() }))}
        />
      </Field>
      <Field noMargin label="Lines are" description={PARSER_WORDS[parser].description}>
        <SteadyCombobox
          id={`${id}-parser`}
          width={16}
          options={options(PARSER_WORDS)}
          value={parser}
          onChange={({ value }) => onChange(change(source, { parser: value === 'json' ? undefined : value }))}
        />
      </Field>
      <Box width={44} maxWidth="100%">
        <Field
          noMargin
          label="Fields of numbers"
          description="Keys with dots between them."
          {...(begun ? faultAt(problems, 'source.fields') : { invalid: false })}
        >
          <MultiCombobox
            id={`${id}-fields`}
            isClearable
            createCustomValue
            customValueDescription="Use this path"
            placeholder="features.amount"
            loading={fields.loading}
            options={offered('numeric')}
            value={asNames(numbers)}
            onChange={(chosen) => onChange(change(source, { fields: orNone(chosen.map(({ value }) => value)) }))}
          />
        </Field>
      </Box>
      <Box width={44} maxWidth="100%">
        <Field
          noMargin
          label="Fields of categories"
          description="Each value is a category."
          {...(begun ? faultAt(problems, 'source.categoryFields') : { invalid: false })}
        >
          <MultiCombobox
            id={`${id}-categories`}
            isClearable
            createCustomValue
            customValueDescription="Use this path"
            placeholder="features.country"
            loading={fields.loading}
            options={offered('categorical')}
            value={asNames(categoryFields)}
            onChange={(chosen) =>
              onChange(change(source, { categoryFields: orNone(chosen.map(({ value }) => value)) }))
            }
          />
        </Field>
      </Box>
    </>
  );
}
