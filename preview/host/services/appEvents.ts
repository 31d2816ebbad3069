import { EventBusSrv } from '@grafana/data';

/** The bus of the whole page: short messages to the person at it, and what panels tell one another. */
export const appEvents = new EventBusSrv();
