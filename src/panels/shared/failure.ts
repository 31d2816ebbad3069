import type { PanelData } from '@grafana/data';
import { t } from './translate';

interface Failure {
  readonly title: string;
  readonly text: string;
}

const FORBIDDEN = 403;

/** Why the queries of a panel failed: what each said, once; or that whoever looks may not ask. */
export function failureOf({ errors = [] }: Pick<PanelData, 'errors'>): Failure {
  if (errors.length > 0 && errors.every(({ status }) => status === FORBIDDEN)) {
    return {
      title: t('panel.forbidden', 'You may not query this data source'),
      text: t('panel.forbidden-text', 'Ask an administrator of Grafana for the permission to query it.'),
    };
  }
  const messages = new Set(errors.flatMap(({ message }) => message ?? []));
  return {
    title: t('panel.failed', 'The query failed'),
    text:
      messages.size === 0
        ? t('panel.no-reason', 'Grafana gives no reason. See Inspect → Query in the panel’s menu.')
        : [...messages].join(' '),
  };
}
