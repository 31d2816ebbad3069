import { HTTP_SCENARIOS } from './testing/httpScenarios';

describe.each(HTTP_SCENARIOS)('the HTTP client, $title', ({ scenarios }) => {
  it.each(scenarios)('$title', async ({ run }) => {
    await run();
  });
});
