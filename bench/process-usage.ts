import { readFileSync } from 'node:fs';

/** `USER_HZ`: clock ticks of /proc/PID/stat, the same on every Linux we know. */
const ticksPerSecond = 100;
const pageBytes = 4096;

export interface Usage {
  cpuSeconds: number;
  residentMb: number;
}

/** From /proc: CPU time and resident memory of each process that is there. */
export function usageOf(processes: Record<string, number>): Map<string, Usage> {
  const usage = new Map<string, Usage>();
  for (const [name, pid] of Object.entries(processes)) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
      usage.set(name, {
        cpuSeconds: (Number(stat[11]) + Number(stat[12])) / ticksPerSecond,
        residentMb: (pages * pageBytes) / 1024 / 1024,
      });
    } catch {
      // It was killed on purpose.
    }
  }
  return usage;
}
