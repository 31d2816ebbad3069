import { errorUnder, startDeadline } from './deadline';
import { TidemarkError } from './errors';

const until = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason), { once: true }));

describe('startDeadline', () => {
  it('ends when its own time is up, and says what to do', async () => {
    const { signal } = startDeadline({ signal: new AbortController().signal, deadline: Infinity }, 20);
    expect(await until(signal)).toMatchObject({ code: 'deadline', message: expect.stringContaining('timeoutSeconds') });
  });

  it('ends before the caller hangs up, so that the caller still hears why', async () => {
    const deadline = Date.now() + 300;
    const { signal } = startDeadline({ signal: new AbortController().signal, deadline }, 25_000);
    expect(await until(signal)).toMatchObject({ code: 'deadline' });
    expect(Date.now()).toBeLessThan(deadline);
  });

  it('ends with its call', async () => {
    const call = new AbortController();
    const { signal } = startDeadline({ signal: call.signal, deadline: Infinity }, 25_000);
    const reason = new TidemarkError('cancelled', 'gone');
    call.abort(reason);
    expect(signal.reason).toBe(reason);
  });

  it('has ended already where its call has', () => {
    const { signal } = startDeadline(
      { signal: AbortSignal.abort(new TidemarkError('cancelled', 'gone')), deadline: Infinity },
      9e3
    );
    expect(signal.reason).toMatchObject({ code: 'cancelled' });
  });

  it('lets go of what is still under way once the request is answered', async () => {
    const call = new AbortController();
    const deadline = startDeadline({ signal: call.signal, deadline: Infinity }, 10);
    deadline.end();
    expect(deadline.signal.reason).toMatchObject({ code: 'cancelled' });
    call.abort(new Error('later'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(deadline.signal.reason).toMatchObject({ code: 'cancelled' });
  });
});

describe('errorUnder', () => {
  it('takes the reason of the signal for the cause, whatever a library made of it', () => {
    const signal = AbortSignal.abort(new TidemarkError('deadline', 'too late'));
    expect(errorUnder(signal, new Error('fetch failed')).code).toBe('deadline');
  });

  it('keeps what was thrown where nothing was aborted', () => {
    const { signal } = new AbortController();
    expect(errorUnder(signal, new TidemarkError('bad_query', 'x')).code).toBe('bad_query');
    expect(errorUnder(signal, new Error('x')).code).toBe('internal');
  });
});
