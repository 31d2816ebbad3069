import { HTTP_SCENARIOS } from './httpScenarios';

/** Runs every scenario in this very runtime, and prints one line of JSON for each. */
async function main(): Promise<void> {
  for (const { title: part, scenarios } of HTTP_SCENARIOS) {
    for (const { title, run } of scenarios) {
      let failure: string | null = null;
      try {
        await run();
      } catch (thrown) {
        failure = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      }
      process.stdout.write(`${JSON.stringify({ part, title, failure })}\n`);
    }
  }
}

void main().then(() => process.exit(0));
