import { Field } from '@grafana/ui';
import { useId } from 'react';
import { USUAL_CONFIDENCE, type Problem } from '../../model';
import { change } from '../change';
import type { TidemarkQuery } from '../types';
import { CommitInput } from './CommitInput';
import { faultAt } from './problems';

interface Props {
  readonly query: TidemarkQuery;
  readonly onChange: (query: TidemarkQuery) => void;
  readonly problems: readonly Problem[];
}

/** A number as it is written; what cannot be read stays NaN, so that the check of the query can point at it. */
const readNumber = (text: string): number | undefined =>
  text.trim() === '' ? undefined : Number(text.trim().replace(',', '.'));

/**
 * When an output is absurd in this query, in place of what the settings of its model say. Rules are written there alone:
 * what can never be right does not change from one query to the next.
 */
export function AbsurdQueryFields({ query, onChange, problems }: Props) {
  const id = useId();
  const { absurd = {}, limit } = query;
  const shown = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? '' : String(value);
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
          value={shown(absurd.confidence)}
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
          value={shown(absurd.budget)}
          onCommit={(text) => edit({ budget: readNumber(text) })}
        />
      </Field>
      <Field
        noMargin
        label="Outputs at most"
        description="Single outputs that are shown."
        {...faultAt(problems, 'limit')}
      >
        <CommitInput
          id={`${id}-limit`}
          width={12}
          inputMode="numeric"
          placeholder="100"
          value={shown(limit)}
          onCommit={(text) => onChange(change(query, { limit: readNumber(text) }))}
        />
      </Field>
    </>
  );
}
