import { Field, Input } from '@grafana/ui';
import { useId } from 'react';
import type { Problem } from '../../model';
import { change } from '../change';
import { SteadyCombobox } from '../SteadyCombobox';
import type { TidemarkQuery } from '../types';
import { faultAt } from './problems';
import { CALIBRATION_WORDS, DETECTOR_WORDS, HYSTERESIS_WORDS, options } from './words';

interface Props {
  readonly query: TidemarkQuery;
  readonly onChange: (query: TidemarkQuery) => void;
  readonly problems: readonly Problem[];
}

/** How many windows in a row change a verdict, where nothing else is said. */
const USUAL = { raiseAfter: 2, clearAfter: 3 } as const;
type Count = keyof typeof USUAL;
const COUNT_WORDS: Readonly<Record<Count, { readonly label: string; readonly description: string }>> = {
  raiseAfter: { label: 'Worse after', description: 'So many worse windows in a row.' },
  clearAfter: { label: 'Better after', description: 'So many better windows in a row.' },
};

/** What is made of windows that follow one another: when it began, and when a verdict changes. */
export function OverTimeFields({ query, onChange, problems }: Props) {
  const id = useId();
  const { detector, calibrate, hysteresis } = query;
  const held = hysteresis === undefined ? 'each' : 'steady';
  return (
    <>
      <Field
        noMargin
        label="Look for changes"
        description={
          detector === undefined ? 'When the scores of a feature have changed.' : DETECTOR_WORDS[detector].description
        }
      >
        <SteadyCombobox
          id={`${id}-detector`}
          width={30}
          isClearable
          placeholder="Do not look"
          options={options(DETECTOR_WORDS)}
          value={detector ?? null}
          onChange={(option) => onChange(change(query, { detector: option?.value }))}
        />
      </Field>
      <Field noMargin label="Judge by" description={CALIBRATION_WORDS[calibrate ?? 'thresholds'].description}>
        <SteadyCombobox
          id={`${id}-calibrate`}
          width={30}
          options={options(CALIBRATION_WORDS)}
          value={calibrate ?? 'thresholds'}
          onChange={({ value }) => onChange(change(query, { calibrate: value === 'history' ? value : undefined }))}
        />
      </Field>
      <Field noMargin label="Change a verdict" description={HYSTERESIS_WORDS[held].description}>
        <SteadyCombobox
          id={`${id}-hysteresis`}
          width={30}
          options={options(HYSTERESIS_WORDS)}
          value={held}
          onChange={({ value }) => onChange(change(query, { hysteresis: value === 'steady' ? USUAL : undefined }))}
        />
      </Field>
      {hysteresis !== undefined &&
        (Object.keys(COUNT_WORDS) as Count[]).map((name) => (
          <Field
            key={name}
            noMargin
            label={COUNT_WORDS[name].label}
            description={COUNT_WORDS[name].description}
            {...faultAt(problems, `hysteresis.${name}`)}
          >
            <Input
              id={`${id}-${name}`}
              type="number"
              width={12}
              min={1}
              max={1000}
              value={hysteresis[name] ?? USUAL[name]}
              onChange={(event) => {
                const count = event.currentTarget.valueAsNumber;
                onChange(change(query, { hysteresis: { ...hysteresis, [name]: Number.isFinite(count) ? count : 0 } }));
              }}
            />
          </Field>
        ))}
    </>
  );
}
