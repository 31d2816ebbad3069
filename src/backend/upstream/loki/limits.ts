import { parseDuration } from '../../../model';
import { TidemarkError } from '../../errors';

/** A limit of Loki's own that a question has met, and what is known of it. */
export type LokiLimit =
  | { readonly kind: 'query_length'; readonly ms: number | undefined }
  | { readonly kind: 'entries'; readonly most: number | undefined }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'time' }
  | { readonly kind: 'series'; readonly most: number | undefined }
  | { readonly kind: 'range_vector' }
  | { readonly kind: 'outstanding' }
  | { readonly kind: 'blocked' };

function whole(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** Which limit a text of Loki's tells of; the words are those of its source, 3.x. */
function limitIn(text: string): LokiLimit | undefined {
  const length = /query time range exceeds the limit \(query length: \S+?, limit: (\w+)\)/.exec(text);
  if (length !== null) {
    return { kind: 'query_length', ms: parseDuration(length[1] ?? '') };
  }
  const entries = /max_entries_limit_per_query \(\d+ > (\d+)\)/.exec(text);
  if (entries !== null) {
    return { kind: 'entries', most: whole(entries[1]) };
  }
  const series = /maximum (?:number )?of series (?:\((\d+)\) reached|limit exceeded)/.exec(text);
  if (series !== null) {
    return { kind: 'series', most: whole(series[1]) };
  }
  if (/would read too many bytes/.test(text)) {
    return { kind: 'bytes' };
  }
  if (/request timed out, decrease the duration/.test(text)) {
    return { kind: 'time' };
  }
  if (/\[interval\] value exceeds limit/.test(text)) {
    return { kind: 'range_vector' };
  }
  if (/too many outstanding requests/.test(text)) {
    return { kind: 'outstanding' };
  }
  return /blocked by policy/.test(text) ? { kind: 'blocked' } : undefined;
}

/** The limit that an error tells of; undefined where it is of another kind. */
export function limitOf(thrown: unknown): LokiLimit | undefined {
  return thrown instanceof TidemarkError ? limitIn(thrown.message) : undefined;
}

const ADVICE: Readonly<Record<LokiLimit['kind'], string>> = {
  query_length: 'choose a shorter time range, or raise max_query_length in its limits_config',
  entries: 'raise max_entries_limit_per_query in its limits_config',
  bytes:
    'choose a shorter time range, or labels that pick fewer streams, or raise max_query_bytes_read in its limits_config',
  time: 'raise query_timeout in its limits_config',
  series:
    'group by names with fewer values, read a field with that many values as a number or not at all, or raise max_query_series in its limits_config',
  range_vector: 'choose a shorter time range or window, or raise max_query_range in its limits_config',
  outstanding: 'refresh less often, or raise max_outstanding_per_tenant in its frontend or query_scheduler',
  blocked: 'ask whoever runs it why; a rule in its blocked_queries stands against this one',
};

/** The same error, which says as well what to change where a limit of Loki's is met, or a tenant is missing. */
export function withAdvice(thrown: unknown): unknown {
  if (!(thrown instanceof TidemarkError)) {
    return thrown;
  }
  const limit = limitIn(thrown.message);
  if (limit === undefined) {
    return thrown;
  }
  const said = thrown.message.replace(/[.\s]+$/, '');
  return new TidemarkError(thrown.code, `${said}. To change that, ${ADVICE[limit.kind]}.`, { cause: thrown });
}

/** Loki gives so many lines at once, where its limits say nothing else. */
const PAGE = 5_000;

/** Loki, as it comes, refuses a range longer than 30 days and an hour. */
const LONGEST_MS = 30 * 86_400_000;

/** What has been learned of the limits of one Loki: all that ask it share it. */
export class ServerLimits {
  private lines = PAGE;
  private longest = LONGEST_MS;

  /** Lines of an answer, at most. */
  get page(): number {
    return this.lines;
  }

  /** Milliseconds from the start to the end of what one question is about, at most. */
  get longestMs(): number {
    return this.longest;
  }

  /** Takes in what a refusal tells. Whether a smaller question than the one that was asked can now be put. */
  learn(thrown: unknown, asked: { readonly lines?: number; readonly ms?: number }): boolean {
    const met = limitOf(thrown);
    if (met?.kind === 'entries' && asked.lines !== undefined) {
      const most = met.most ?? Math.floor(asked.lines / 2);
      this.lines = Math.max(1, Math.min(this.lines, most));
      return this.lines < asked.lines;
    }
    if (met?.kind === 'query_length' && asked.ms !== undefined) {
      const most = met.ms ?? asked.ms / 2;
      this.longest = Math.max(1, Math.min(this.longest, most));
      return this.longest < asked.ms;
    }
    return false;
  }
}
