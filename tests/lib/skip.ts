import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SKIPPED } from '../../scripts/lib/skipped';

/** Something that a suite needs and that a machine may lack. */
export interface Requirement {
  /** What is needed, as a person calls it: `Prometheus`. */
  readonly name: string;
  readonly present: boolean;
  /** What to do to have it. */
  readonly howToGet: string;
}

/** Finds a program as a shell would, without starting it. */
export function findOnPath(program: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** The requirement that a program is installed. */
export function program(name: string, binary: string, howToGet: string): Requirement {
  return { name, present: findOnPath(binary) !== undefined, howToGet };
}

/** The requirement that a command ends well; for what is more than a file on the PATH. */
export function command(name: string, file: string, args: readonly string[], howToGet: string): Requirement {
  try {
    execFileSync(file, args, { stdio: 'ignore', timeout: 20_000 });
    return { name, present: true, howToGet };
  } catch {
    return { name, present: false, howToGet };
  }
}

/**
 * A suite that runs where the machine has what it needs, and is otherwise skipped: loudly, with one line that says
 * what is absent and how to get it, and as skipped tests in the numbers, never as passed ones.
 */
export function describeWith(
  requirements: Requirement | readonly Requirement[],
  title: string,
  suite: () => void
): void {
  const all: readonly Requirement[] = 'name' in requirements ? [requirements] : requirements;
  const absent = all.filter(({ present }) => !present);
  if (absent.length === 0) {
    describe(title, suite);
    return;
  }
  for (const { name, howToGet } of absent) {
    process.stderr.write(`${SKIPPED} ${title}: ${name} is absent. ${howToGet}\n`);
  }
  describe.skip(title, suite);
}
