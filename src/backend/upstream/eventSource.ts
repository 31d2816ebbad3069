import type { LogField, LogParser } from '../../model';
import type { Matcher } from './upstream';

/** Where the events of a model are read, with every name resolved. */
export interface EventSource {
  /** Stream labels that pick the lines, the one of the event's kind among them. */
  readonly matchers: readonly Matcher[];
  readonly parser: LogParser;
  /** The path of each field in a line, with dots between its keys. */
  readonly fields: Readonly<Record<LogField, string>>;
  /** Paths of personal data: no upstream reads them, neither for rows nor for filters and groups. */
  readonly privateFields: readonly string[];
}
