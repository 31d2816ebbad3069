import { Field, Input } from '@grafana/ui';
import { useId } from 'react';
import type { Problem, QueryKind } from '../../model';
import { change } from '../change';
import { reads } from '../kinds/outline';
import { SteadyCombobox } from '../SteadyCombobox';
import type { TidemarkQuery } from '../types';
import { AbsurdQueryFields } from './AbsurdQueryFields';
import { CommitInput } from './CommitInput';
import { readNumber, shownNumber } from './numbers';
import { OverTimeFields } from './OverTimeFields';
import { faultAt } from './problems';
import { BINNING_WORDS, SMOOTHING_WORDS, UPSTREAM_WORDS, options } from './words';

type Binning = NonNullable<TidemarkQuery['binning']>;

interface Props {
  readonly query: TidemarkQuery;
  readonly onChange: (query: TidemarkQuery) => void;
  readonly kind: QueryKind;
  readonly problems: readonly Problem[];
}

/** `10, 20 50` as numbers; what is no number stays NaN, so that the check of the query can point at it. */
function readEdges(text: string): number[] {
  return text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(Number);
}

function begin(strategy: Binning['strategy']): Binning {
  switch (strategy) {
    case 'quantile':
    case 'equal_width':
      return { strategy, bins: 10 };
    case 'custom':
      return { strategy, edges: [] };
    case 'buckets':
      return { strategy };
  }
}

/** How distributions are cut into bins, and what is done with empty ones. */
function BinFields({ query, onChange, problems }: Omit<Props, 'kind'>) {
  const id = useId();
  const { binning, smoothing } = query;
  const edges = binning?.strategy === 'custom' ? binning.edges : undefined;
  return (
    <>
      <Field
        noMargin
        label="Bins"
        description={
          binning === undefined
            ? 'The buckets of a histogram, ten for raw values.'
            : BINNING_WORDS[binning.strategy].description
        }
      >
        <SteadyCombobox
          id={`${id}-binning`}
          width={30}
          isClearable
          placeholder="As the data suggests"
          options={options(BINNING_WORDS)}
          value={binning?.strategy ?? null}
          onChange={(option) => onChange(change(query, { binning: option === null ? undefined : begin(option.value) }))}
        />
      </Field>
      {(binning?.strategy === 'quantile' || binning?.strategy === 'equal_width') && (
        <Field noMargin label="Number of bins" description="2 to 200." {...faultAt(problems, 'binning.bins')}>
          <Input
            id={`${id}-bins`}
            type="number"
            width={12}
            min={2}
            max={200}
            value={binning.bins}
            onChange={(event) => {
              const bins = event.currentTarget.valueAsNumber;
              onChange(change(query, { binning: { ...binning, bins: Number.isFinite(bins) ? bins : 0 } }));
            }}
          />
        </Field>
      )}
      {edges !== undefined && (
        <Field
          noMargin
          label="Edges"
          description="Rising numbers, with commas between."
          {...(edges.some(Number.isNaN)
            ? { invalid: true, error: 'write numbers, such as 10, 20, 50' }
            : faultAt(problems, 'binning.edges'))}
        >
          <CommitInput
            id={`${id}-edges`}
            width={40}
            placeholder="10, 20, 50, 100"
            value={edges.map((edge) => (Number.isNaN(edge) ? '?' : String(edge))).join(', ')}
            onCommit={(text) => onChange(change(query, { binning: { strategy: 'custom', edges: readEdges(text) } }))}
          />
        </Field>
      )}
      <Field noMargin label="Smoothing" description={SMOOTHING_WORDS[smoothing ?? 'where_empty'].description}>
        <SteadyCombobox
          id={`${id}-smoothing`}
          width={30}
          options={options(SMOOTHING_WORDS)}
          value={smoothing ?? 'where_empty'}
          onChange={({ value }) => onChange(change(query, { smoothing: value === 'always' ? value : undefined }))}
        />
      </Field>
    </>
  );
}

/** What most queries leave alone: bins, smoothing, the level of the test, how many rows, and when an output is absurd. */
export function AdvancedFields({ query, onChange, kind, problems }: Props) {
  const id = useId();
  const { alpha, source, upstream } = query;
  return (
    <>
      {reads(kind, 'upstream') && source === undefined && (
        <Field
          noMargin
          label="Read from"
          description={
            upstream === undefined
              ? 'Prometheus, where the data source has one; else its log.'
              : UPSTREAM_WORDS[upstream].description
          }
        >
          <SteadyCombobox
            id={`${id}-upstream`}
            width={30}
            isClearable
            placeholder="As the settings say"
            options={options(UPSTREAM_WORDS)}
            value={upstream ?? null}
            onChange={(option) => onChange(change(query, { upstream: option?.value, features: undefined }))}
          />
        </Field>
      )}
      {reads(kind, 'detector') && <OverTimeFields query={query} onChange={onChange} problems={problems} />}
      {reads(kind, 'binning') && <BinFields query={query} onChange={onChange} problems={problems} />}
      {reads(kind, 'absurd') && <AbsurdQueryFields query={query} onChange={onChange} problems={problems} />}
      {reads(kind, 'limit') && (
        <Field
          noMargin
          label="Rows at most"
          description="Single requests that are shown."
          {...faultAt(problems, 'limit')}
        >
          <CommitInput
            id={`${id}-limit`}
            width={12}
            inputMode="numeric"
            placeholder="100"
            value={shownNumber(query.limit)}
            onCommit={(text) => onChange(change(query, { limit: readNumber(text) }))}
          />
        </Field>
      )}
      <Field
        noMargin
        label="False alarms accepted"
        description="Alpha: the share of features that may be called drifted by chance."
        {...faultAt(problems, 'alpha')}
      >
        <CommitInput
          id={`${id}-alpha`}
          width={12}
          placeholder="0.05"
          inputMode="decimal"
          value={shownNumber(alpha)}
          onCommit={(text) => onChange(change(query, { alpha: readNumber(text) }))}
        />
      </Field>
    </>
  );
}
