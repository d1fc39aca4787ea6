import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaoyError } from '../domain/problem';

const beatMs = 10_000;
/** Older than this, a sign of life is of a program that died; its number may be another's by now. */
const deadAfterMs = 35_000;

/**
 * Keeps a second program off the same pairing: the two would use the same sequence numbers, and the
 * server could not tell them from a stolen copy.
 * @returns what gives the place back
 * @throws SaoyError `agent-running-already`
 */
export function lockHome(home: string): () => void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const file = join(home, 'running.pid');
  const holder = findHolder(file);
  if (holder !== undefined) throw new SaoyError('agent-running-already', { pid: holder });
  writeFileSync(file, String(process.pid), { mode: 0o600 });
  const beat = setInterval(() => giveSign(file), beatMs);
  beat.unref();
  return () => {
    clearInterval(beat);
    rmSync(file, { force: true });
  };
}

function giveSign(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Somebody took the file away: signing goes on, and the next start finds nobody.
  }
}

function findHolder(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    const isFresh = Date.now() - statSync(file).mtimeMs < deadAfterMs;
    return isFresh && pid !== process.pid && isAlive(pid) ? pid : undefined;
  } catch {
    return undefined; // no such file: nobody
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
