import { useLocation } from 'react-router-dom-v5-compat';
import { EmptyState, LinkButton, Stack } from '@grafana/ui';
import { Page } from '../chrome/Page';

/** An address that Grafana has and the preview does not, or that neither has. */
export function NotHere() {
  const { pathname } = useLocation();
  return (
    <Page title="Not in the preview">
      <EmptyState variant="not-found" message={`The preview has no page at ${pathname}`}>
        <Stack direction="column" alignItems="center" gap={2}>
          A Grafana may have one: run &quot;npm run grafana&quot; where Grafana is installed.
          <LinkButton href="/explore" icon="compass">
            Explore
          </LinkButton>
        </Stack>
      </EmptyState>
    </Page>
  );
}
