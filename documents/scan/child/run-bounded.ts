import { spawn } from 'node:child_process';
import { SaoyError } from '../../../domain/problem';

/** What a scan may cost. */
export interface ScanLimits {
  maxBytes: number;
  maxPages: number;
  /** How long each program that looks at the scan may compute, and how long it may take: a busy machine makes it wait. */
  computeMs: number;
  timeoutMs: number;
  /** Address space of each such program. */
  memoryBytes: number;
}

/** The limits of policy: 30 MB (A10), and what a scanner's largest file costs many times over. */
export const usualScanLimits: ScanLimits = {
  maxBytes: 30 * 1024 * 1024,
  maxPages: 500,
  computeMs: 20_000,
  timeoutMs: 60_000,
  memoryBytes: 512 * 1024 * 1024,
};

export interface BoundedRun {
  exitCode: number | null;
  /** Killed for time, memory or output. */
  exceeded: boolean;
  stderr: string;
}

const stderrBytesMax = 64 * 1024;

/** What a program may cost and do. */
export interface Bounds extends Pick<ScanLimits, 'computeMs' | 'timeoutMs' | 'memoryBytes'> {
  fileBytesMax: number;
  /** Whether `memoryBytes` bounds its address space (the default) or what it fills of it. */
  bounds?: 'as' | 'data';
}

/**
 * Starts a program that is to read a stranger's file, with hard bounds of address space, CPU time and
 * file size; nothing of our surroundings is given to it.
 */
export function spawnBounded(program: string, args: string[], limits: Bounds) {
  const seconds = Math.ceil(limits.computeMs / 1000);
  return spawn(
    'prlimit',
    [
      `--${limits.bounds ?? 'as'}=${limits.memoryBytes}`,
      `--cpu=${seconds}`,
      `--fsize=${limits.fileBytesMax}`,
      '--core=0',
      '--nofile=64',
      program,
      ...args,
    ],
    { env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' } },
  );
}

/**
 * Runs one program over a file of a stranger, in a process of its own with hard bounds of address
 * space, CPU time, file size, wall time and output; nothing it does can reach this process.
 * @param take gets the output as it comes; returning false ends the program
 * @throws SaoyError `scan-inspection-failed` where the program is not installed
 */
export async function runBounded(
  program: string,
  args: string[],
  limits: Bounds,
  take: (chunk: Buffer) => boolean = () => true,
): Promise<BoundedRun> {
  const child = spawnBounded(program, args, limits);
  child.stdin.end();
  let exceeded = false;
  const end = () => {
    exceeded = true;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(end, limits.timeoutMs);
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < stderrBytesMax) stderr += chunk.toString('latin1');
  });
  child.stdout.on('data', (chunk: Buffer) => {
    if (!exceeded && !take(chunk)) end();
  });
  try {
    const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>(
      (resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code, killed) => resolve([code, killed]));
      },
    );
    if (exitCode === 127 || /failed to execute/.test(stderr)) {
      throw new SaoyError('scan-inspection-failed', { part: program });
    }
    return { exitCode, exceeded: exceeded || signal !== null, stderr };
  } catch (cause) {
    if (cause instanceof SaoyError) throw cause;
    throw new SaoyError('scan-inspection-failed', { part: 'prlimit' }, { cause });
  } finally {
    clearTimeout(timer);
  }
}
