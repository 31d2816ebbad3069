import { readFileSync } from 'node:fs';
import { recordingFile, replay } from '../testing/loki/recording';
import { LOKI_SCENARIOS } from '../testing/loki/scenarios';
import { askLoki } from '../testing/loki/upstream';

describe('what a real Loki has answered once', () => {
  it.each(LOKI_SCENARIOS)('$title', async ({ title, run }) => {
    const server = await replay(title);
    try {
      await run(askLoki({ url: server.url }).upstream);
    } finally {
      await server.close();
    }
  });

  it('held no personal data where the settings name it', () => {
    const [scenario] = LOKI_SCENARIOS.filter(({ title }) => title.startsWith('personal data'));
    const recording = readFileSync(recordingFile(scenario?.title ?? ''), 'utf8');
    expect(recording).toContain('tm_country');
    expect(recording).not.toContain('@example.org');
  });
});
