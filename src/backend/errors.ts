import { NO_LOG_STATUS, NOTHING_STATUS } from '../model';

/** Everything that can go wrong, as a closed set; each code has one HTTP status and one source. */
export const ERROR_CODES = {
  bad_query: { status: 400, source: 'plugin' },
  bad_settings: { status: 400, source: 'plugin' },
  no_log: { status: NO_LOG_STATUS, source: 'plugin' },
  unknown_model: { status: 404, source: 'plugin' },
  unknown_profile: { status: 404, source: 'plugin' },
  unknown_feature: { status: 404, source: 'downstream' },
  no_current_data: { status: NOTHING_STATUS, source: 'downstream' },
  no_reference_data: { status: 404, source: 'downstream' },
  unusable_data: { status: 422, source: 'downstream' },
  upstream_unreachable: { status: 502, source: 'downstream' },
  upstream_refused: { status: 502, source: 'downstream' },
  upstream_rejected_query: { status: 400, source: 'downstream' },
  upstream_overloaded: { status: 429, source: 'downstream' },
  upstream_not_understood: { status: 502, source: 'downstream' },
  upstream_too_large: { status: 422, source: 'downstream' },
  deadline: { status: 504, source: 'downstream' },
  cancelled: { status: 499, source: 'plugin' },
  not_found: { status: 404, source: 'plugin' },
  internal: { status: 500, source: 'plugin' },
} as const satisfies Record<string, { status: number; source: 'plugin' | 'downstream' }>;
export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * The one error of the backend. Its message is for the person who asked: what to change, and where.
 * It never holds a secret, and a stack trace never leaves the process.
 */
export class TidemarkError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'TidemarkError';
    this.code = code;
  }

  get status(): number {
    return ERROR_CODES[this.code].status;
  }

  get source(): 'plugin' | 'downstream' {
    return ERROR_CODES[this.code].source;
  }

  /** Makes one of ours of whatever was thrown. What we did not foresee is ours to answer for, not the upstream's. */
  static from(thrown: unknown): TidemarkError {
    if (thrown instanceof TidemarkError) {
      return thrown;
    }
    return new TidemarkError(
      'internal',
      'Tidemark failed on this query; the log of the plugin says why. Please report it.',
      {
        cause: thrown,
      }
    );
  }
}
