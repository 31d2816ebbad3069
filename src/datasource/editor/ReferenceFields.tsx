import type { TimeRange } from '@grafana/data';
import { Button, Field } from '@grafana/ui';
import { useId, type ReactNode } from 'react';
import type { Problem, Reference } from '../../model';
import { RadioChoice } from '../RadioChoice';
import { SteadyCombobox } from '../SteadyCombobox';
import { CommitInput } from './CommitInput';
import { faultAt } from './problems';
import type { Worded } from '../kinds/face';
import { asNames, options, REFERENCE_WORDS, type Named } from './words';

type Kind = Reference['kind'];
type Choice = Kind | 'none';

interface Props {
  readonly value: Reference | undefined;
  readonly onChange: (reference: Reference | undefined) => void;
  /** The kinds that the place takes; all where it does not say. */
  readonly kinds?: readonly Kind[];
  /** What it means that none is named, where the place allows that. */
  readonly mayBeNone: Worded | undefined;
  readonly problems: readonly Problem[];
  /** Path of the reference in what `problems` speak of. */
  readonly path: string;
  readonly profiles: readonly string[];
  /** Values that offsets and profiles may also take: dashboard variables. */
  readonly variables: readonly Named[];
  /** The time range on screen, where there is one to take over. */
  readonly range: TimeRange | undefined;
  /** Chooses labels, as the place knows them. */
  readonly renderLabels: (
    value: Extract<Reference, { kind: 'labels' }>['labels'],
    onChange: (labels: Record<string, string | string[]> | undefined) => void
  ) => ReactNode;
}

const OFFSETS = ['1h', '6h', '1d', '7d', '14d', '28d'];

/** Where a kind of reference begins, before the person has said more. */
function begin(kind: Kind, { range, profiles }: Pick<Props, 'range' | 'profiles'>): Reference {
  switch (kind) {
    case 'offset':
      return { kind, offset: '7d' };
    case 'range':
      return { kind, from: range?.from.toISOString() ?? '', to: range?.to.toISOString() ?? '' };
    case 'labels':
      return { kind, labels: {} };
    case 'profile':
      return { kind, name: profiles[0] ?? '' };
  }
}

/** What the current data is compared with. */
export function ReferenceFields(props: Props) {
  const { value, onChange, kinds, mayBeNone, problems, path, profiles, variables, range, renderLabels } = props;
  const id = useId();
  const choices: Array<{ value: Choice; label: string; description: string }> = [
    ...options(REFERENCE_WORDS).filter(
      (one) => kinds === undefined || kinds.includes(one.value) || one.value === value?.kind
    ),
    ...(mayBeNone === undefined ? [] : [{ value: 'none' as const, ...mayBeNone }]),
  ];
  const choice: Choice = value?.kind ?? 'none';

  return (
    <>
      <Field
        noMargin
        label="Compare with"
        description={choices.find((one) => one.value === choice)?.description ?? 'Choose what to compare with.'}
      >
        <RadioChoice
          aria-label="Compare with"
          options={choices.map((one) => ({ value: one.value, label: one.label }))}
          value={choice}
          onChange={(next) => onChange(next === 'none' ? undefined : begin(next, { range, profiles }))}
        />
      </Field>
      {value?.kind === 'offset' && (
        <Field
          noMargin
          label="How much earlier"
          description="A duration: 12h, 7d."
          {...faultAt(problems, `${path}.offset`)}
        >
          <SteadyCombobox
            id={`${id}-offset`}
            width={20}
            createCustomValue
            customValueDescription="A duration, such as 12h or 7d"
            options={[...asNames(OFFSETS), ...variables]}
            value={value.offset}
            onChange={(option) => onChange({ kind: 'offset', offset: option.value })}
          />
        </Field>
      )}
      {value?.kind === 'range' && (
        <>
          <Field noMargin label="From" description="An instant, in UTC with Z." {...faultAt(problems, `${path}.from`)}>
            <CommitInput
              id={`${id}-from`}
              width={30}
              placeholder="2026-11-01T00:00:00Z"
              value={value.from}
              onCommit={(from) => onChange({ ...value, from })}
            />
          </Field>
          <Field noMargin label="To" description="Later than that." {...faultAt(problems, `${path}.to`)}>
            <CommitInput
              id={`${id}-to`}
              width={30}
              placeholder="2026-11-02T00:00:00Z"
              value={value.to}
              onCommit={(to) => onChange({ ...value, to })}
            />
          </Field>
          {range !== undefined && (
            <Field noMargin label="Or" description="Keeps it, whatever is on screen later.">
              <Button
                variant="secondary"
                icon="clock-nine"
                onClick={() => onChange({ kind: 'range', from: range.from.toISOString(), to: range.to.toISOString() })}
              >
                Take the range on screen
              </Button>
            </Field>
          )}
        </>
      )}
      {value?.kind === 'labels' && (
        <Field
          noMargin
          label="Labels of the reference"
          description="They take the place of the same labels of the traffic."
          {...faultAt(problems, `${path}.labels`)}
        >
          <>{renderLabels(value.labels, (labels) => onChange({ kind: 'labels', labels: labels ?? {} }))}</>
        </Field>
      )}
      {value?.kind === 'profile' && (
        <Field
          noMargin
          label="Profile"
          description="Of the data source's settings."
          {...faultAt(problems, `${path}.name`)}
        >
          <SteadyCombobox
            id={`${id}-profile`}
            width={30}
            createCustomValue
            placeholder="Choose a profile"
            options={[...asNames(profiles), ...variables]}
            value={value.name === '' ? null : value.name}
            onChange={(option) => onChange({ kind: 'profile', name: option.value })}
          />
        </Field>
      )}
    </>
  );
}
