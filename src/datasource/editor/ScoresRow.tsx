import { Box, Field, MultiCombobox } from '@grafana/ui';
import { useId } from 'react';
import { scores as catalogue } from '../../engine';
import { DEFAULT_QUERY, type Problem } from '../../model';
import { change, orNone } from '../change';
import type { TidemarkQuery } from '../types';
import { EditorRow } from './EditorRow';
import { faultAt } from './problems';
import { SCORE_OPTIONS } from './scoreOptions';

interface Props {
  readonly query: TidemarkQuery;
  readonly onChange: (query: TidemarkQuery) => void;
  readonly problems: readonly Problem[];
}

const USUAL = DEFAULT_QUERY.scores.map((score) => catalogue[score].label).join(', ');

/** How the distance of two distributions is measured; each score explains itself. */
export function ScoresRow({ query, onChange, problems }: Props) {
  const id = useId();
  return (
    <EditorRow label="Measure">
      <Box width={66} maxWidth="100%">
        <Field
          noMargin
          label="Scores"
          description="How far apart two distributions are; the verdict rests on PSI and its significance."
          {...faultAt(problems, 'scores')}
        >
          <MultiCombobox
            id={`${id}-scores`}
            isClearable
            placeholder={USUAL}
            options={[...SCORE_OPTIONS]}
            value={[...(query.scores ?? [])]}
            onChange={(chosen) => onChange(change(query, { scores: orNone(chosen.map(({ value }) => value)) }))}
          />
        </Field>
      </Box>
    </EditorRow>
  );
}
