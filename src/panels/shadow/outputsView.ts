import type { DataFrame } from '@grafana/data';
import { SHADOW_OUTPUT_FIELDS, SHADOW_OUTPUTS, type ShadowMeta, type ShadowOutput } from '../../model/shadowFrames';
import type { Verdict } from '../../engine';
import { numberAt, textAt, wordAt } from '../shared/frames';
import { share } from '../shared/quantity';
import { t } from '../shared/translate';

export interface OutputBin {
  readonly label: string;
  readonly live: number;
  readonly shadow: number;
  readonly liveText: string;
  readonly shadowText: string;
}

/** How the answers of both spread over what is predicted, or over how sure they are. */
export interface OutputView {
  readonly output: ShadowOutput;
  readonly name: string;
  readonly verdict: Verdict | null;
  readonly reason: string;
  readonly bins: readonly OutputBin[];
  /** Bins that are not shown: categories that both seldom answer. */
  readonly hidden: number;
  readonly largest: number;
  readonly summary: string;
}

/** More would be a wall; the least frequent are left out. */
const MOST_BINS = 24;
const F = SHADOW_OUTPUT_FIELDS;

/** Empty bins at both ends tell nothing: the confidence of two classes is never below a half. */
function withoutEmptyEnds(bins: readonly OutputBin[]): readonly OutputBin[] {
  const holds = bins.map(({ live, shadow }) => live > 0 || shadow > 0);
  const first = holds.indexOf(true);
  return first < 0 ? [] : bins.slice(first, holds.lastIndexOf(true) + 1);
}

export function outputsView(frame: DataFrame, meta: ShadowMeta | undefined): readonly OutputView[] {
  const rows = Array.from({ length: frame.length }, (_, row) => row);
  return SHADOW_OUTPUTS.flatMap((output): readonly OutputView[] => {
    const own = rows.filter((row) => textAt(frame, F.output, row) === output);
    const first = own[0];
    if (first === undefined) {
      return [];
    }
    const all = own.map((row): OutputBin => {
      const [live, shadow] = [numberAt(frame, F.live, row) ?? 0, numberAt(frame, F.shadow, row) ?? 0];
      return {
        label: textAt(frame, F.bin, row),
        live,
        shadow,
        liveText: share(live),
        shadowText: share(shadow),
      };
    });
    const isNumeric = own.some(
      (row) => numberAt(frame, F.lower, row) !== null || numberAt(frame, F.upper, row) !== null
    );
    const trimmed = isNumeric ? withoutEmptyEnds(all) : all.toSorted((a, b) => b.live + b.shadow - a.live - a.shadow);
    const bins = isNumeric ? trimmed : trimmed.slice(0, MOST_BINS);
    const name = wordAt(frame, F.output, first);
    const judged = meta?.outputs.find((each) => each.output === output);
    const most = (pick: (bin: OutputBin) => number) => bins.toSorted((a, b) => pick(b) - pick(a))[0]?.label ?? '';
    return [
      {
        output,
        name,
        verdict: VERDICTS.find((verdict) => verdict === judged?.verdict) ?? null,
        reason: judged?.reason ?? '',
        bins,
        hidden: trimmed.length - bins.length,
        largest: Math.max(...bins.flatMap(({ live, shadow }) => [live, shadow]), 1e-9),
        summary: t(
          'shadow.outputs-summary',
          '{{name}} of live and shadow in {{count}} bins. Most frequent of live: {{live}}; of the shadow: {{shadow}}.',
          { name, count: bins.length, live: most((bin) => bin.live), shadow: most((bin) => bin.shadow) }
        ),
      },
    ];
  });
}

const VERDICTS: readonly Verdict[] = ['drift', 'warning', 'insufficient', 'ok'];
