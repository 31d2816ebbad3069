import { Combobox, Field } from '@grafana/ui';
import { useId } from 'react';
import type { Problem, QueryKind } from '../../model';
import { change, textOrNone } from '../change';
import { RadioChoice } from '../RadioChoice';
import type { TidemarkQuery } from '../types';
import { EditorRow } from './EditorRow';
import { faultAt } from './problems';
import { asNames, QUESTION_WORDS, type Named } from './words';

interface Props {
  readonly query: TidemarkQuery;
  readonly onChange: (query: TidemarkQuery) => void;
  readonly kind: QueryKind;
  /** The kinds that the place can use; the only one is not asked for. */
  readonly kinds: readonly QueryKind[];
  readonly alerting: boolean;
  readonly problems: readonly Problem[];
  readonly variables: readonly Named[];
}

const WINDOWS = ['15m', '1h', '6h', '1d'];

/** A kind with the answer that suits it: a table where there is one row a feature, lines over time. */
function withKind(query: TidemarkQuery, queryType: QueryKind, alerting: boolean): TidemarkQuery {
  const format = alerting ? 'alert' : queryType === 'drift' ? 'table' : undefined;
  return change(query, {
    queryType,
    format,
    window: queryType === 'drift_over_time' ? (query.window ?? '1h') : undefined,
  });
}

/** What is asked, and in which form the answer is wanted. */
export function QuestionRow({ query, onChange, kind, kinds, alerting, problems, variables }: Props) {
  const id = useId();
  const offered = kinds.filter((one) => !alerting || one !== 'distribution' || kind === 'distribution');
  // What the backend answers where the query does not say.
  const format = query.format ?? (kind === 'drift' ? 'table' : 'alert');
  const asksForWindow = kind === 'drift_over_time';
  const asksForFormat = kind !== 'distribution' && !alerting && kinds.length > 1;

  return (
    <EditorRow label="Question">
      {offered.length > 1 && (
        <Field noMargin label="Question" description={QUESTION_WORDS[kind].description}>
          <RadioChoice
            aria-label="Question"
            options={offered.map((value) => ({ value, label: QUESTION_WORDS[value].label }))}
            value={kind}
            onChange={(next) => onChange(withKind(query, next, alerting))}
          />
        </Field>
      )}
      {asksForWindow && (
        <Field
          noMargin
          label="Window"
          description="How much of the past each point looks at."
          {...faultAt(problems, 'window')}
        >
          <Combobox
            id={`${id}-window`}
            width={16}
            createCustomValue
            customValueDescription="A duration, such as 30m"
            options={[...asNames(WINDOWS), ...variables]}
            value={query.window ?? null}
            onChange={({ value }) => onChange(change(query, { window: textOrNone(value) }))}
          />
        </Field>
      )}
      {asksForFormat && (
        <Field
          noMargin
          label="Answer"
          description={
            format === 'table'
              ? 'With verdict, reason and sample sizes.'
              : 'Plain numbers, for graphs, gauges and expressions.'
          }
        >
          <RadioChoice
            aria-label="Answer"
            options={[
              { value: 'table' as const, label: 'Table' },
              { value: 'alert' as const, label: kind === 'drift' ? 'Values' : 'Lines' },
            ]}
            value={format}
            onChange={(next) => onChange(change(query, { format: next }))}
          />
        </Field>
      )}
    </EditorRow>
  );
}
