import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Medians in milliseconds: certify, approve and LTA; validate. */
export interface Yardstick {
  name: 'EU DSS' | 'pyHanko';
  sign: number;
  verify: number;
}

/** What the strangers run with: made by `npm run judge`, which may fetch it first. */
interface Strangers {
  python: string;
  classPath: string;
  fontCache: string;
}

export function prepareStrangers(): Strangers {
  const output = execFileSync(process.execPath, [join(root(), 'scripts/judge.mjs'), '--prepare'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Strangers;
}

/** EU DSS and pyHanko on the same scan, with the same keys and the same servers, one after the other. */
export function runYardsticks(
  { python, classPath, fontCache }: Strangers,
  { folder, kind, url, rounds }: { folder: string; kind: string; url: string; rounds: number },
): Yardstick[] {
  const code = join(root(), 'bench/yardsticks');
  const rest = [folder, kind, `${url}/tsa`, String(rounds)];
  return [
    time('EU DSS', 'java', [fontCache, '-cp', classPath, join(code, 'DssCopy.java'), ...rest]),
    time('pyHanko', python, [join(code, 'pyhanko_copy.py'), ...rest]),
  ];
}

function time(name: Yardstick['name'], command: string, args: string[]): Yardstick {
  const output = execFileSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = output.split('\n').filter((line) => line.includes('\t'));
  const column = (index: number) =>
    median(lines.map((line) => Number(line.split('\t')[index])).sort((a, b) => a - b));
  return { name, sign: column(0), verify: column(1) };
}

function median(sorted: number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** The checkout, whether this runs from it or from what was built of it. */
function root(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
