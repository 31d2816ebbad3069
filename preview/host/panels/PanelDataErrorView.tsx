import type { PanelDataErrorViewProps } from '@grafana/runtime';
import { NoData } from './NoData';

/** What a panel of the plugin shows where the data does not fit it. */
export function PanelDataErrorView({ message, data, fieldConfig }: PanelDataErrorViewProps) {
  return (
    <NoData>
      {message ??
        (data.series.length === 0 ? (fieldConfig?.defaults.noValue ?? 'No data') : 'This data does not fit this panel')}
    </NoData>
  );
}
