import { Badge, Stack } from '@grafana/ui';
import { VERDICT_LOOK, VERDICTS_BY_GRAVITY } from '../../model';
import type { DriftSummary } from './summarizeDrift';

/** How many features stand how, as badges; verdicts that no feature has are left out. */
export function VerdictCounts({ counts }: { counts: DriftSummary['counts'] }) {
  return (
    <Stack direction="row" gap={1} wrap="wrap">
      {VERDICTS_BY_GRAVITY.filter((verdict) => counts[verdict] > 0).map((verdict) => {
        const { word, sentence, color, icon } = VERDICT_LOOK[verdict];
        return <Badge key={verdict} text={`${counts[verdict]} ${word}`} color={color} icon={icon} tooltip={sentence} />;
      })}
    </Stack>
  );
}
