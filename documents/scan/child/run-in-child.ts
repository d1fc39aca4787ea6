import { isProblemCode, SaoyError } from '../../../domain/problem';
import type { ScanLimits } from './run-bounded';
import { ScanProcess } from './scan-process';
import type { ChildAnswer, ChildAnswers, ChildTask } from './tasks';

/** A process that had an easy task waits this long for the next: to start one costs 0.1 CPU-seconds. */
const waitMs = 30_000;

interface Waiting {
  process: ScanProcess;
  /** What it was started with. */
  bounds: string;
  timer: NodeJS.Timeout;
}

let waiting: Waiting | undefined;

/**
 * Has a stranger's file read by our own code in a process of its own, under hard bounds of memory,
 * CPU and wall time: whatever the file does to it, this process only misses an answer. A process
 * takes the next file only where the last one was easy for it.
 * @throws SaoyError what the task throws; `scan-too-complex` where it did not come to an end
 */
export async function runInChild<Task extends ChildTask>(
  task: Task,
  limits: ScanLimits,
): Promise<ChildAnswers[Task['kind']]> {
  const process = takeWaiting(limits) ?? new ScanProcess(limits);
  const line = await process.ask(JSON.stringify(task), limits.timeoutMs);
  const answer = JSON.parse(line) as ChildAnswer<Task['kind']>;
  if (answer.isLast || waiting) process.end();
  else letWait(process, limits);
  if ('done' in answer) return answer.done;
  if (!isProblemCode(answer.code)) throw new SaoyError('scan-too-complex');
  throw new SaoyError(answer.code, answer.params);
}

function takeWaiting(limits: ScanLimits): ScanProcess | undefined {
  const taken = waiting;
  waiting = undefined;
  if (!taken) return undefined;
  clearTimeout(taken.timer);
  if (taken.bounds === JSON.stringify(limits) && taken.process.isAlive) return taken.process;
  taken.process.end();
  return undefined;
}

function letWait(process: ScanProcess, limits: ScanLimits): void {
  const timer = setTimeout(() => takeWaiting(limits)?.end(), waitMs).unref();
  waiting = { process, bounds: JSON.stringify(limits), timer };
}
