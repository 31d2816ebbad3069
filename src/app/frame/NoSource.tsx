import { locationUtil } from '@grafana/data';
import { EmptyState, LinkButton } from '@grafana/ui';
import { t } from '../t';
import { may } from './permissions';

/** In place of what a page would show where there is no data source to ask: what to do, for whoever may do it. */
export function NoSource() {
  const mayAdd = may('datasources:create');
  return (
    <EmptyState
      variant="call-to-action"
      message={t('no-source.title', 'There is no Tidemark data source yet')}
      button={
        // Grafana has no page of its own for the type of a data source that is nested in an app.
        mayAdd ? (
          <LinkButton icon="plus" href={locationUtil.assureBaseUrl('/connections/datasources/new')}>
            {t('no-source.add', 'Add the data source')}
          </LinkButton>
        ) : undefined
      }
    >
      {mayAdd
        ? t(
            'no-source.text',
            'Choose Tidemark there. It works at once on a built-in sample; give it the URL of a Prometheus to see your own models.'
          )
        : t(
            'no-source.no-permission',
            'You may not add one: ask an administrator, or see whether you lack access to it.'
          )}
    </EmptyState>
  );
}
