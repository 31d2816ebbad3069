import { LIMITS, LOG } from '../../src/backend/upstream/testing/loki/log';
import { LOKI_SCENARIOS } from '../../src/backend/upstream/testing/loki/scenarios';
import { askLoki } from '../../src/backend/upstream/testing/loki/upstream';
import { startLoki, type RunningLoki } from '../../scripts/lib/loki';
import { LOKI } from '../lib/requirements';
import { describeWith } from '../lib/skip';

describeWith(LOKI, 'a real Loki answers as the recorded one', () => {
  let loki: RunningLoki;

  beforeAll(async () => {
    loki = await startLoki({ limits: LIMITS });
    await loki.push(LOG);
  });
  afterAll(async () => {
    await loki?.stop();
  });

  it.each(LOKI_SCENARIOS)('$title', async ({ run }) => {
    await run(askLoki({ url: loki.url }).upstream);
  });
});
