import { ERROR_CODES, TidemarkError } from './errors';

describe('TidemarkError', () => {
  it('has the status and the source of its code', () => {
    const error = new TidemarkError('upstream_overloaded', 'busy');
    expect([error.status, error.source]).toEqual([429, 'downstream']);
  });

  it('keeps one of ours as it is', () => {
    const error = new TidemarkError('bad_query', 'x');
    expect(TidemarkError.from(error)).toBe(error);
  });

  it('tells nothing of what nobody foresaw, and keeps it as the cause', () => {
    const thrown = new TypeError('secret detail');
    const error = TidemarkError.from(thrown);
    expect(error.message).not.toContain('secret detail');
    expect([error.code, error.cause]).toEqual(['internal', thrown]);
  });

  it.each(['no_log', 'no_current_data'] as const)(
    'has for %s a status that no other code has, by which a page can tell it',
    (code) => {
      const same = Object.entries(ERROR_CODES).filter(([, { status }]) => status === ERROR_CODES[code].status);
      expect(same.map(([other]) => other)).toEqual([code]);
    }
  );

  it('has an error status for every code', () => {
    expect(Object.values(ERROR_CODES).every(({ status }) => status >= 400 && status < 600)).toBe(true);
  });
});
