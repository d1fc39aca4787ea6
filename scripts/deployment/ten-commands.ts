import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../../settings/home';

const page = join(checkout(), 'docs', 'operations', 'containers.md');
/** What a reader has to put in: words in capitals, and “…” after an option or in quotes. */
const placeholder = /(?<![{$])\b[A-Z]{5,}\b|…/g;

/** The commands of the section “Ten commands” as they stand in docs/operations/containers.md, without their remarks. */
export function readTenCommands(text = readFileSync(page, 'utf8')): string[] {
  const section = /^## Ten commands$(.*?)^## /ms.exec(text)?.[1] ?? '';
  const block = /^```\n(.*?)^```$/ms.exec(section)?.[1] ?? '';
  return block
    .replaceAll('\\\n', '')
    .split('\n')
    .map((line) => line.replace(/\s+#\s.*$/, '').replace(/\s+/g, ' '))
    .filter((line) => line !== '');
}

/**
 * @param values by what stands before a “…” (the option), or by the word itself; one after the other where it comes often
 * @throws Error for a place that nothing is known for, and for a value that no command asks for
 */
export function fillIn(commands: string[], values: Record<string, string[]>): string[] {
  const left = Object.fromEntries(Object.entries(values).map(([name, all]) => [name, [...all]]));
  const filled = commands.map((command) =>
    command.replaceAll(placeholder, (word, at: number) => {
      const name = word === '…' ? /(\S+) '?$/.exec(command.slice(0, at))?.[1] : word;
      const value = left[name ?? '']?.shift();
      if (value === undefined) throw new Error(`nobody has said what “${name}” of “${command}” is`);
      return value;
    }),
  );
  const unasked = Object.entries(left).filter(([, all]) => all.length > 0);
  if (unasked.length > 0)
    throw new Error(`no command asks for ${unasked.map(([name]) => name).join(', ')}`);
  return filled;
}
