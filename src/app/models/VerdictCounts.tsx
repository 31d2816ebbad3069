import { Badge, Stack, type BadgeColor, type IconName } from '@grafana/ui';
import type { Verdict } from '../../engine';
import type { DriftSummary } from './summarizeDrift';

/** Word, colour and icon of each verdict: never the colour alone. In the order in which they matter. */
const LOOK: ReadonlyArray<{ verdict: Verdict; word: string; color: BadgeColor; icon: IconName; tooltip: string }> = [
  {
    verdict: 'drift',
    word: 'drifted',
    color: 'red',
    icon: 'exclamation-circle',
    tooltip: 'Moved by more than the threshold, and by more than chance explains.',
  },
  {
    verdict: 'warning',
    word: 'moving',
    color: 'orange',
    icon: 'exclamation-triangle',
    tooltip: 'Moved by more than the lower threshold.',
  },
  {
    verdict: 'insufficient',
    word: 'too few data',
    color: 'darkgrey',
    icon: 'question-circle',
    tooltip: 'Too few observations to show a drift of the size of the threshold.',
  },
  { verdict: 'ok', word: 'steady', color: 'green', icon: 'check-circle', tooltip: 'As in the reference.' },
];

/** How many features stand how, as badges; verdicts that no feature has are left out. */
export function VerdictCounts({ counts }: { counts: DriftSummary['counts'] }) {
  return (
    <Stack direction="row" gap={1} wrap="wrap">
      {LOOK.filter(({ verdict }) => counts[verdict] > 0).map(({ verdict, word, color, icon, tooltip }) => (
        <Badge key={verdict} text={`${counts[verdict]} ${word}`} color={color} icon={icon} tooltip={tooltip} />
      ))}
    </Stack>
  );
}
