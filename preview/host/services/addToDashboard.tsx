import { ClipboardButton, Stack, Text, TextArea } from '@grafana/ui';
import type { Panel } from '@grafana/schema';

interface Props {
  readonly buildPanel: () => Panel;
}

/**
 * Stands where Grafana has the form that puts a panel on a dashboard. The preview keeps no dashboards of its own, so it
 * shows what Grafana would store.
 */
export function AddToDashboardForm({ buildPanel }: Props) {
  const text = JSON.stringify(buildPanel(), null, 2);
  return (
    <Stack direction="column" gap={2} alignItems="flex-start">
      <Text>
        In Grafana this form puts the panel on a dashboard of yours. The preview keeps none; this is the panel:
      </Text>
      <TextArea aria-label="The panel as JSON" readOnly rows={14} value={text} />
      <ClipboardButton variant="primary" icon="copy" getText={() => text}>
        Copy the panel
      </ClipboardButton>
    </Stack>
  );
}
