import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { usePersonalKeys } from '../db/personal/personal-keys';
import { findPersonalKeys } from '../settings/personal-keys';

/** A file of cli/commands/: what `saoy NAME` does. */
interface Command {
  /** Takes what follows the name. Exit code: 0 yes, 1 no (a negative answer), 2 could not. */
  run: (args: string[]) => Promise<number>;
}

const commands = join(__dirname, 'commands');

/**
 * Runs one command; only its own file is loaded, so that a pure one answers at once.
 * Whatever it throws is one sentence on stderr and exit code 2.
 */
export async function main([name, ...args]: string[]): Promise<number> {
  const file = join(commands, `${name}.js`);
  if (name === undefined || !/^[a-z-]+$/.test(name) || !existsSync(file)) {
    const asked = name === undefined || name === '--help' ? '' : `There is no command “${name}”. `;
    console.error(
      `${asked}Usage: saoy COMMAND [--json], COMMAND one of ${listNames().join(', ')}.`,
    );
    return 2;
  }
  try {
    usePersonalKeys(findPersonalKeys());
    const { run } = (await import(file)) as Command;
    return await run(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

function listNames(): string[] {
  return readdirSync(commands)
    .filter((file) => file.endsWith('.js'))
    .map((file) => file.slice(0, -3));
}
