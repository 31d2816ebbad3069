import { Field } from '@grafana/ui';
import { useId } from 'react';
import { USUAL_CONFIDENCE, type Problem } from '../../model';
import { change } from '../change';
import type { TidemarkQuery } from '../types';
import { CommitInput } from './CommitInput';
import { readNumber, shownNumber } from './numbers';
import { faultAt } from './problems';

interface Props {
  readonly query: TidemarkQuery;
  readonly onChange: (query: TidemarkQuery) => void;
  readonly problems: readonly Problem[];
}

/**
 * When an output is absurd in this query, in place of what the settings of its model say. Rules are written there alone:
 * what can never be right does not change from one query to the next.
 */
export function AbsurdQueryFields({ query, onChange, problems }: Props) {
  const id = useId();
  const { absurd = {} } = query;
  const edit = (changes: Parameters<typeof change<typeof absurd>>[1]) => {
    const next = change(absurd, changes);
    onChange(change(query, { absurd: Object.keys(next).length === 0 ? undefined : next }));
  };

  return (
    <>
      <Field
        noMargin
        label="Sure from"
        description="From this confidence on, an error is absurd."
        {...faultAt(problems, 'absurd.confidence')}
      >
        <CommitInput
          id={`${id}-confidence`}
          width={16}
          inputMode="decimal"
          placeholder={`The model's, else ${USUAL_CONFIDENCE}`}
          value={shownNumber(absurd.confidence)}
          onCommit={(text) => edit({ confidence: readNumber(text) })}
        />
      </Field>
      <Field
        noMargin
        label="Error budget"
        description="The share of sure outputs that may be wrong."
        {...faultAt(problems, 'absurd.budget')}
      >
        <CommitInput
          id={`${id}-budget`}
          width={16}
          inputMode="decimal"
          placeholder="The model's"
          value={shownNumber(absurd.budget)}
          onCommit={(text) => edit({ budget: readNumber(text) })}
        />
      </Field>
    </>
  );
}
