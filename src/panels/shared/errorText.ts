import type { PanelData } from '@grafana/data';
import { t } from './translate';

/** What the failed queries of a panel said, each message once. */
export function errorText({ errors = [] }: Pick<PanelData, 'errors'>): string {
  const messages = new Set(errors.flatMap(({ message }) => message ?? []));
  return messages.size === 0
    ? t('panel.no-reason', 'Grafana gives no reason. See Inspect → Query in the panel’s menu.')
    : [...messages].join(' ');
}
