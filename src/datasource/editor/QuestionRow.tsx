import { Field } from '@grafana/ui';
import { useId } from 'react';
import type { Problem, QueryKind } from '../../model';
import { asKind } from '../kinds/asKind';
import { KIND_GROUPS } from '../kinds/face';
import { FACES } from '../kinds/faces';
import { SteadyCombobox } from '../SteadyCombobox';
import type { TidemarkQuery } from '../types';
import { AnswerFields } from './AnswerFields';
import { EditorRow } from './EditorRow';
import type { Named } from './words';

interface Props {
  readonly query: TidemarkQuery;
  readonly onChange: (query: TidemarkQuery) => void;
  readonly kind: QueryKind;
  /** The kinds that the place can use; the only one is not asked for. */
  readonly kinds: readonly QueryKind[];
  /** Whether the place leaves it to the person what the answer is made of. */
  readonly answers: boolean;
  readonly alerting: boolean;
  /** A model for a question that needs one. */
  readonly firstModel: string | undefined;
  readonly problems: readonly Problem[];
  readonly variables: readonly Named[];
}

/** What is asked, and in which form the answer is wanted. */
export function QuestionRow(props: Props) {
  const { query, onChange, kind, kinds, answers, alerting, firstModel, problems, variables } = props;
  const id = useId();
  const offered = kinds.filter((one) => !alerting || FACES[one].rule !== undefined || one === kind);

  return (
    <EditorRow label="Question">
      {offered.length > 1 && (
        <Field noMargin label="Question" description={FACES[kind].description}>
          <SteadyCombobox
            id={`${id}-kind`}
            width={48}
            options={offered.map((value) => {
              const { label, description, group } = FACES[value];
              return { value, label, description, group: KIND_GROUPS[group] };
            })}
            value={kind}
            onChange={({ value }) => onChange(asKind(query, value, { alerting, model: firstModel }))}
          />
        </Field>
      )}
      <AnswerFields
        query={query}
        onChange={onChange}
        kind={kind}
        answers={answers}
        alerting={alerting}
        problems={problems}
        variables={variables}
      />
    </EditorRow>
  );
}
