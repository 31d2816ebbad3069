import { Box, Field, MultiCombobox } from '@grafana/ui';
import { useId } from 'react';
import type { Problem, QueryKind } from '../../model';
import { change, orNone, textOrNone } from '../change';
import { answersNumbers, formOf, isWindowed, settled } from '../kinds/answer';
import type { Choices } from '../kinds/face';
import { FACES } from '../kinds/faces';
import { RadioChoice } from '../RadioChoice';
import { SteadyCombobox } from '../SteadyCombobox';
import type { TidemarkQuery } from '../types';
import { faultAt } from './problems';
import { asNames, type Named } from './words';

interface Props {
  readonly query: TidemarkQuery;
  readonly onChange: (query: TidemarkQuery) => void;
  readonly kind: QueryKind;
  readonly answers: boolean;
  readonly alerting: boolean;
  readonly problems: readonly Problem[];
  readonly variables: readonly Named[];
}

const WINDOWS = ['15m', '1h', '6h', '1d'];

/** What a query gets that chooses nothing. */
function usualOf({ words, usual }: Choices): string {
  return usual.length === 0
    ? 'Those that fit the model'
    : usual.length === Object.keys(words).length
      ? 'All'
      : usual.map((name) => words[name]?.label ?? name).join(', ');
}

function ChoiceField({
  label,
  description,
  choices,
  value,
  onChange,
}: {
  readonly label: string;
  readonly description: string;
  readonly choices: Choices;
  readonly value: readonly string[] | undefined;
  readonly onChange: (names: string[] | undefined) => void;
}) {
  const id = useId();
  return (
    <Box width={36} maxWidth="100%">
      <Field noMargin label={label} description={description}>
        <MultiCombobox
          id={id}
          isClearable
          placeholder={usualOf(choices)}
          options={Object.entries(choices.words).map(([name, words]) => ({ value: name, ...words }))}
          value={(value ?? []).map((name) => ({ value: name, label: choices.words[name]?.label ?? name }))}
          onChange={(chosen) => onChange(orNone(chosen.map((option) => option.value)))}
        />
      </Field>
    </Box>
  );
}

/** In which form the answer is wanted, what it is made of, and how finely it is cut. */
export function AnswerFields({ query, onChange, kind, answers, alerting, problems, variables }: Props) {
  const id = useId();
  const face = FACES[kind];
  const form = formOf(query, face, alerting);
  const numbers = answersNumbers(query, face, alerting);
  const edit = (next: TidemarkQuery) => onChange(settled(next, kind, alerting));

  return (
    <>
      {answers && !alerting && face.forms.length > 1 && (
        <Field noMargin label="Answer" description={face.forms.find(({ format }) => format === form)?.description}>
          <RadioChoice
            aria-label="Answer"
            options={face.forms.map(({ format, label }) => ({ value: format, label }))}
            value={form}
            onChange={(format) => edit(change(query, { format }))}
          />
        </Field>
      )}
      {answers && !numbers && face.frames !== undefined && (
        <ChoiceField
          label="Answer with"
          description="What is not chosen is not computed."
          choices={face.frames}
          value={query.frames}
          onChange={(frames) => edit(change(query, { frames }))}
        />
      )}
      {answers && (numbers || face.numbersInTables) && face.metrics !== undefined && (
        <ChoiceField
          label="Numbers"
          description={alerting ? 'What the rule evaluates.' : 'What the answer tells.'}
          choices={face.metrics}
          value={query.metrics}
          onChange={(metrics) => edit(change(query, { metrics }))}
        />
      )}
      {isWindowed(query, kind, alerting) && (
        <Field noMargin label="Window" description="How far back each point looks." {...faultAt(problems, 'window')}>
          <SteadyCombobox
            id={`${id}-window`}
            width={24}
            isClearable
            createCustomValue
            customValueDescription="A duration, such as 30m"
            placeholder="As suits the range"
            options={[...asNames(WINDOWS), ...variables]}
            value={query.window ?? null}
            onChange={(option) => onChange(change(query, { window: textOrNone(option?.value ?? '') }))}
          />
        </Field>
      )}
    </>
  );
}
