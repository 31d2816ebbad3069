/** `npm run pack`: from the models and teams of a data source to everything that alerting needs. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readCommand, USAGE, UsageError, type PackCommand } from './pack/options';
import { runPack } from './pack/run';

function commandOf(args: readonly string[]): PackCommand {
  try {
    return readCommand(args);
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) {
      throw thrown;
    }
    const asked = thrown.message === '';
    console.error(asked ? USAGE : `${thrown.message}\nnpm run pack -- --help lists the options.`);
    process.exit(asked ? 0 : 2);
  }
}

const command = commandOf(process.argv.slice(2));
const outcome = runPack(command, process.env);
if (!outcome.ok) {
  outcome.problems.forEach((line) => console.error(line));
  process.exit(1);
}
outcome.notes.forEach((note) => console.error(note));
const stale = outcome.files.filter(({ file, text }) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
if (command.check) {
  stale.forEach(({ file }) => console.error(`${file} is stale: run npm run pack as its first line says.`));
  outcome.gone.forEach((file) =>
    console.error(`${file} is no longer written: run npm run pack as its first line says.`)
  );
  process.exit(stale.length + outcome.gone.length === 0 ? 0 : 1);
}
for (const { file, text } of stale) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
outcome.gone.forEach((file) => rmSync(file));
const { rules, teams } = outcome.pack;
console.error(
  `${rules.length} rules for ${teams.length} teams: ${stale.length === 0 ? 'nothing has changed' : `wrote ${stale.map(({ file }) => file).join(', ')}`}.`
);
