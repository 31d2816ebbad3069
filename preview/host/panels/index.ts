import type { PanelPlugin } from '@grafana/data';
import { stat } from './stat';
import { table } from './table';
import { text } from './text';
import { timeseries } from './timeseries';

/** Grafana's core panels that the bundled dashboards use. */
export const CORE_PANELS: Readonly<Record<string, PanelPlugin>> = { stat, table, text, timeseries };
