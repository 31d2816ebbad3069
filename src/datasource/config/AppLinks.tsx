import { locationUtil, urlUtil } from '@grafana/data';
import { LinkButton, Stack } from '@grafana/ui';
import { APP_ID } from '../../model/ids';

const pageOf = (page: string, uid: string): string =>
  locationUtil.assureBaseUrl(urlUtil.renderUrl(`/a/${APP_ID}/${page}`, { 'var-datasource': uid }));

/** The way from the settings of a data source to the pages that show what it knows. */
export function AppLinks({ uid }: { readonly uid: string }) {
  return (
    <Stack direction="row" gap={1} wrap="wrap">
      <LinkButton variant="secondary" size="sm" icon="apps" href={pageOf('fleet', uid)}>
        See its models
      </LinkButton>
      <LinkButton variant="secondary" size="sm" icon="list-ul" href={pageOf('setup', uid)}>
        Check the set-up
      </LinkButton>
    </Stack>
  );
}
