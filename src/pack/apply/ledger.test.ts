import { readLedger, withLedger, withoutLedger } from './ledger';

const MADE = { contactPoints: ['tidemark-to-a'], muteTimings: ['a */}} b', 'nights'], policies: false };
const TEXT = '{{ define "tidemark.title" }}x{{ end }}';

describe('the note of what was made', () => {
  it('is read as it was written, whatever the names hold, and leaves the templates as they are', () => {
    const written = withLedger(TEXT, { tidemark: MADE });
    expect(readLedger(written)).toEqual({ tidemark: MADE });
    expect(withoutLedger(written)).toBe(TEXT);
    // One comment, which ends where it is meant to.
    expect(written.match(/\*\//g)).toHaveLength(1);
    expect(withLedger(written, { tidemark: MADE })).toBe(written);
  });

  it('is none where somebody else has written the templates, and of those who have made nothing', () => {
    expect(readLedger(TEXT)).toBeUndefined();
    expect(readLedger('{{/* Made by Tidemark: what? */}}\n')).toBeUndefined();
    const nobody = { contactPoints: [], muteTimings: [], policies: false };
    expect(readLedger(withLedger(TEXT, { nobody }))).toEqual({});
  });
});
