import { recordingLog } from '../testing/requests';
import { encode } from './queryData';

describe('encode', () => {
  const frames = (value: number) =>
    [
      { name: 'drift', fields: [{ name: 'psi', type: 'number', values: [value] }], meta: { typeVersion: [0, 1] } },
    ] as const;

  it('makes an error of its own query of a number that may not leave, and tells the log', () => {
    const log = recordingLog();
    const refused = encode({ log }, 'A', { ok: true, frames: frames(NaN) });
    expect(refused).toMatchObject({ frames: [], status: 500, errorSource: 'plugin' });
    expect(refused.error).not.toMatch(/TypeError|psi/);
    expect(log.lines).toMatchObject([{ level: 'error', fields: { refId: 'A', error: 'field "psi" holds NaN' } }]);
    expect(encode({ log }, 'B', { ok: true, frames: frames(0.3) })).toMatchObject({ status: 200, error: '' });
  });
});
