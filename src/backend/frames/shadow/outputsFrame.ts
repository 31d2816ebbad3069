import { describeRepair, proportions } from '../../../engine';
import { SHADOW_OUTPUT_FIELDS } from '../../../model';
import type { OutputDrift, ShadowComparison } from '../../query/shadow/comparison';
import { COUNT_CONFIG } from '../fieldConfig';
import type { Field, FieldConfig, Frame, Notice } from '../frame';
import { warnings } from '../notices';
import { OUTPUT_CONFIG } from './configs';
import { numbers, table, texts } from './parts';

interface OutputRow {
  readonly output: string;
  readonly bin: string;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly live: number | null;
  readonly shadow: number | null;
  readonly liveCount: number;
  readonly shadowCount: number;
  readonly contribution: number | null;
}

function outputRows({ output, pair, assessment }: OutputDrift): readonly OutputRow[] {
  if (!pair.ok) {
    return [];
  }
  const { bins, reference, current } = pair.value;
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const shares = (counts: readonly number[], all: number): ReadonlyArray<number | null> =>
    all > 0 ? proportions({ counts }) : counts.map(() => null);
  const live = shares(reference, assessment.referenceCount);
  const shadow = shares(current, assessment.currentCount);
  return bins.map((bin, i) => ({
    output,
    bin: bin.label,
    lower: 'lower' in bin ? finite(bin.lower) : null,
    upper: 'upper' in bin ? finite(bin.upper) : null,
    live: live[i] ?? null,
    shadow: shadow[i] ?? null,
    liveCount: reference[i] ?? 0,
    shadowCount: current[i] ?? 0,
    contribution: assessment.contributions[i]?.value ?? null,
  }));
}

/** How what both predict, and how sure they are, is distributed: a row an output and bin. */
export function outputsFrame({ outputs }: ShadowComparison): Frame {
  const F = SHADOW_OUTPUT_FIELDS;
  const rows = outputs.flatMap(outputRows);
  const share = (title: string): FieldConfig => ({
    displayNameFromDS: title,
    description: 'Share of its answers.',
    unit: 'percentunit',
    decimals: 1,
    min: 0,
  });
  const column = (name: string, pick: (row: OutputRow) => number | null, config: FieldConfig): Field =>
    numbers(name, rows.map(pick), config);
  return table('outputs', [
    texts(
      F.output,
      rows.map(({ output }) => output),
      OUTPUT_CONFIG
    ),
    texts(
      F.bin,
      rows.map(({ bin }) => bin),
      { displayNameFromDS: 'Bin' }
    ),
    column(F.lower, ({ lower }) => lower, {
      displayNameFromDS: 'Lower',
      description: 'The bin begins just above this.',
    }),
    column(F.upper, ({ upper }) => upper, {
      displayNameFromDS: 'Upper',
      description: 'The bin ends at this, inclusive.',
    }),
    column(F.live, ({ live }) => live, share('Live')),
    column(F.shadow, ({ shadow }) => shadow, share('Shadow')),
    column(F.liveCount, ({ liveCount }) => liveCount, COUNT_CONFIG('Live count', 'Answers of live in this bin.')),
    column(
      F.shadowCount,
      ({ shadowCount }) => shadowCount,
      COUNT_CONFIG('Shadow count', 'Answers of the shadow in this bin.')
    ),
    column(F.contribution, ({ contribution }) => contribution, {
      displayNameFromDS: 'Contribution',
      description: "This bin's part of PSI.",
      decimals: 4,
      min: 0,
    }),
  ]);
}

/** Repairs that the drift of an output needed, said once each. */
export function outputNotices(outputs: readonly OutputDrift[]): readonly Notice[] {
  return outputs.flatMap(({ output, pair, assessment }) =>
    pair.ok
      ? assessment.repairs.map((repair): Notice => ({ severity: 'info', text: `${output}: ${describeRepair(repair)}` }))
      : warnings([`${output}: ${pair.detail}`])
  );
}
