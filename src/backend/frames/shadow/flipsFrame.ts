import { SHADOW_FLIP_FIELDS } from '../../../model';
import type { ShadowComparison } from '../../query/shadow/comparison';
import { COUNT_CONFIG } from '../fieldConfig';
import type { Frame } from '../frame';
import { numbers, table, texts } from './parts';

/** What live said against what the shadow said: the flips first, the most frequent first. */
export function flipsFrame({ flips, task }: ShadowComparison): Frame {
  const F = SHADOW_FLIP_FIELDS;
  // Numbers that were taken as classes until it was known that they are those of a regression.
  const cells = task === 'regression' ? [] : flips;
  const all = cells.reduce((sum, { count }) => sum + count, 0);
  const rows = [...cells].sort(
    (a, b) =>
      Number(a.live === a.shadow) - Number(b.live === b.shadow) ||
      b.count - a.count ||
      (`${a.live} ${a.shadow}` < `${b.live} ${b.shadow}` ? -1 : 1)
  );
  return table('flips', [
    texts(
      F.live,
      rows.map(({ live }) => live),
      { displayNameFromDS: 'Live says' }
    ),
    texts(
      F.shadow,
      rows.map(({ shadow }) => shadow),
      { displayNameFromDS: 'Shadow says' }
    ),
    numbers(
      F.count,
      rows.map(({ count }) => count),
      COUNT_CONFIG('Requests', 'On which they said this.')
    ),
    numbers(
      F.share,
      rows.map(({ count }) => count / all),
      { displayNameFromDS: 'Share', description: 'Of all pairs.', unit: 'percentunit', decimals: 2, min: 0, max: 1 }
    ),
    numbers(
      F.labelled,
      rows.map(({ labelled }) => labelled),
      COUNT_CONFIG('Labelled', 'Of which the truth is known.')
    ),
    numbers(
      F.liveRight,
      rows.map(({ liveRight }) => liveRight),
      COUNT_CONFIG('Live right', 'Labelled requests on which live was right.')
    ),
    numbers(
      F.shadowRight,
      rows.map(({ shadowRight }) => shadowRight),
      COUNT_CONFIG('Shadow right', 'Labelled requests on which the shadow was right.')
    ),
  ]);
}
