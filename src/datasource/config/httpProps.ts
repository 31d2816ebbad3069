import type { HttpUpstream, UpstreamKey } from '../../model';
import type { Options } from './upstream';

export interface HttpProps {
  readonly options: Options;
  readonly onChange: (options: Options) => void;
  /** Which of the two it is. */
  readonly name: UpstreamKey;
  readonly upstream: HttpUpstream;
  readonly locked: boolean;
}
