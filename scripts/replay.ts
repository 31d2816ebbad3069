/** `npm run replay`: when the alert rules of a data source would have fired, and who would have been told. */
import { UsageError } from './pack/options';
import { readReplayCommand, REPLAY_USAGE, type ReplayCommand } from './replay/options';
import { textOf } from './replay/report';
import { runReplay } from './replay/run';

function commandOf(args: readonly string[]): ReplayCommand {
  try {
    return readReplayCommand(args, Date.now());
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) {
      throw thrown;
    }
    const asked = thrown.message === '';
    console.error(asked ? REPLAY_USAGE : `${thrown.message}\nnpm run replay -- --help lists the options.`);
    process.exit(asked ? 0 : 2);
  }
}

const command = commandOf(process.argv.slice(2));
const controller = new AbortController();
process.once('SIGINT', () => {
  controller.abort();
  process.exit(130);
});
const terminal = process.stderr.isTTY;
const outcome = await runReplay(command, process.env, {
  signal: controller.signal,
  progress: (part) => terminal && process.stderr.write(`\r${Math.round(part * 100)} % of the time range`),
});
if (terminal) {
  process.stderr.write('\r\x1b[K');
}
if (!outcome.ok) {
  outcome.problems.forEach((line) => console.error(line));
  process.exit(1);
}
const { report, notes } = outcome;
notes.forEach((note) => console.error(note));
console.log(command.json ? JSON.stringify(report, null, 2) : textOf(report).join('\n'));
const { failAbove } = command;
const { pagesAMonth } = report.sums;
if (failAbove !== undefined && pagesAMonth === null) {
  console.error(
    '--fail-above: pages a month cannot be told, because too little of what the rules ask was answered. Replay a time of which there are data.'
  );
  process.exit(1);
}
process.exit(failAbove !== undefined && (pagesAMonth ?? 0) > failAbove ? 3 : 0);
