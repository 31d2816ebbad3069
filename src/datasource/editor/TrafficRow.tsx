import { Box, Field, MultiCombobox } from '@grafana/ui';
import { useId } from 'react';
import type { QueryKind } from '../../model';
import { change, orNone } from '../change';
import { OUTLINES, reads } from '../kinds/outline';
import type { TidemarkQuery } from '../types';
import { EditorRow } from './EditorRow';
import { LabelSelectionEditor, type LabelSuggestions } from './LabelSelectionEditor';
import { asNames, type Named } from './words';

interface Props {
  readonly query: TidemarkQuery;
  readonly onChange: (query: TidemarkQuery) => void;
  readonly kind: QueryKind;
  readonly labels: LabelSuggestions;
  readonly loading: boolean;
  readonly variables: readonly Named[];
}

/** Which slice of the traffic is meant, and by what it is split. */
export function TrafficRow({ query, onChange, kind, labels, loading, variables }: Props) {
  const id = useId();
  const shadowNeeds = query.source === undefined ? OUTLINES[kind].shadowNeeds : undefined;
  return (
    <EditorRow label="Which traffic">
      <Field
        noMargin
        label="Only traffic where"
        description={
          shadowNeeds === undefined ? 'Of several values, any will do.' : `No ${shadowNeeds}: all but the shadow.`
        }
      >
        <>
          <LabelSelectionEditor
            {...labels}
            what="filter"
            addText="Add a filter"
            value={query.filters}
            onChange={(filters) => onChange(change(query, { filters }))}
          />
        </>
      </Field>
      {reads(kind, 'groupBy') && (
        <Box width={32} maxWidth="100%">
          <Field noMargin label="Split by" description="An answer for each of its values.">
            <MultiCombobox
              id={`${id}-group`}
              isClearable
              createCustomValue
              placeholder="Not split"
              loading={loading}
              options={[...asNames(labels.labelNames), ...variables]}
              value={asNames(query.groupBy ?? [])}
              onChange={(chosen) => onChange(change(query, { groupBy: orNone(chosen.map(({ value }) => value)) }))}
            />
          </Field>
        </Box>
      )}
    </EditorRow>
  );
}
