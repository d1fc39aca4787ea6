import { readFileSync } from 'node:fs';

/** A process that no later one is mistaken for: its number and the tick it began at. */
export interface ProcessIdentity {
  pid: number;
  startTick: number;
}

/** @returns undefined where there is no such process, or only what is left of it (a zombie) */
export function identify(pid: number): ProcessIdentity | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // proc(5): the name in parentheses may hold anything; the state follows, startTime is field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : { pid, startTick: Number(fields[19]) };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startTick === identity.startTick;
}

/** Asks a process to end and, after the grace, ends it. Resolves when it is gone. */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<void> {
  const until = Date.now() + graceMs;
  let signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM';
  send(identity, signal);
  while (isAlive(identity)) {
    if (signal === 'SIGTERM' && Date.now() > until) {
      signal = 'SIGKILL';
      send(identity, signal);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function send(identity: ProcessIdentity, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}
