import { spawn, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { writePrivately } from './home';
import { endProcess, identify, isAlive, type ProcessIdentity } from './process-identity';

/** One program of the stack. */
export interface Part {
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** A program of ours, which says itself when it is ready and that it lives (settings/report-ready.ts). */
  says?: boolean;
  /** Asked until it answers yes; of a program that is not ours, asked as long as it runs. */
  answers?: () => Promise<boolean>;
  readyWithinMs: number;
  /** Programs of a lower order are ended later. */
  order: number;
  /** How long it may take to end by itself. */
  graceMs: number;
}

interface Kept {
  part: Part;
  child?: ChildProcess;
  said: boolean;
  endedBecause?: string;
  pauseMs: number;
  restart?: NodeJS.Timeout;
  /** Whether the last question was answered, any ever was, and how many in a row were not since. */
  heard: boolean;
  hasAnswered: boolean;
  unanswered: number;
}

/** How often a running program is asked whether it answers, and how many questions in a row it may leave open. */
export interface Asking {
  everyMs: number;
  unansweredMax: number;
}

const pauseMs = { first: 500, last: 30_000, forgottenAfter: 60_000 };
const logBytesMax = 10_000_000;
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));

/**
 * Keeps the programs of the stack running: one that ends is started again, after a growing pause; one that runs and
 * does not answer is ended first.
 */
export class Supervisor {
  private readonly kept = new Map<string, Kept>();
  private readonly asking: NodeJS.Timeout;
  private stopping = false;

  /**
   * @param folders where the logs go, and where each program's identity is noted while it runs
   * @param report is told, in a sentence, what happened to a program
   * @param changed is called when a program has a new process
   */
  constructor(
    private readonly folders: { logs: string; run: string },
    private readonly report: (sentence: string) => void,
    private readonly changed: () => void = () => undefined,
    private readonly limits: Asking = { everyMs: 5_000, unansweredMax: 6 },
  ) {
    this.asking = setInterval(() => {
      for (const kept of this.kept.values()) this.ask(kept);
    }, limits.everyMs);
    this.asking.unref();
  }

  /** Ends what an earlier supervisor left behind when it was killed. */
  async endLeftovers(): Promise<string[]> {
    const ended: string[] = [];
    for (const file of readdirSync(this.folders.run).filter((name) => name.endsWith('.pid'))) {
      const path = join(this.folders.run, file);
      const identity = readIdentity(path);
      if (identity && isAlive(identity)) {
        await endProcess(identity, 10_000);
        ended.push(file.replace(/\.pid$/, ''));
      }
      rmSync(path, { force: true });
    }
    return ended;
  }

  /**
   * Starts a part and waits until it answers.
   * @throws Error with one sentence on which part did not come up, why, and where its log is
   */
  async start(part: Part): Promise<void> {
    const kept: Kept = {
      part,
      said: false,
      pauseMs: pauseMs.first,
      heard: false,
      hasAnswered: false,
      unanswered: 0,
    };
    this.kept.set(part.name, kept);
    this.launch(kept);
    await this.untilReady(kept);
  }

  pids(): Record<string, number> {
    return Object.fromEntries(
      [...this.kept.values()].flatMap(({ part, child }) =>
        child?.pid === undefined ? [] : [[part.name, child.pid]],
      ),
    );
  }

  /** Ends every program, the ones that lean on others first. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.asking);
    for (const kept of this.kept.values()) clearTimeout(kept.restart);
    const orders = new Set([...this.kept.values()].map(({ part }) => part.order));
    for (const order of [...orders].sort((a, b) => b - a)) {
      const group = [...this.kept.values()].filter(({ part }) => part.order === order);
      await Promise.all(group.map((kept) => this.end(kept)));
    }
  }

  /** Ends every program at once, without grace. */
  kill(): void {
    this.stopping = true;
    clearInterval(this.asking);
    for (const { child } of this.kept.values()) child?.kill('SIGKILL');
  }

  private async end({ part, child }: Kept): Promise<void> {
    if (child?.pid === undefined) return;
    const identity = identify(child.pid);
    if (identity) await endProcess(identity, part.graceMs);
    rmSync(this.pidFile(part), { force: true });
  }

  private launch(kept: Kept): void {
    const { part } = kept;
    const log = openLog(this.logOf(part));
    // Where the supervisor is killed, the kernel tells its children to end.
    const [command = part.command, ...args] = setpriv
      ? [setpriv, '--pdeathsig', 'TERM', '--', part.command, ...part.args]
      : [part.command, ...part.args];
    const child = spawn(command, args, {
      ...(part.cwd === undefined ? {} : { cwd: part.cwd }),
      env: part.env ?? process.env,
      // A group of its own: Ctrl-C reaches the supervisor alone, which ends the rest in order.
      detached: true,
      stdio: ['ignore', log, log, ...(part.says ? (['ipc'] as const) : [])],
    });
    closeSync(log);
    const launched = Date.now();
    kept.child = child;
    Object.assign(kept, { said: false, heard: false, hasAnswered: false, unanswered: 0 });
    delete kept.endedBecause;
    child.on('message', (message) => {
      kept.heard = true;
      if (message === 'ready') kept.said = true;
    });
    child.once('error', (error) => this.ended(kept, error.message, launched));
    child.once('exit', (code, signal) => this.ended(kept, signal ?? `code ${code}`, launched));
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (identity) writePrivately(this.pidFile(part), identity);
    this.changed();
  }

  /**
   * Looks whether the last question was answered, and asks again. Questions are counted, not the time: where the
   * whole machine was asleep, nobody is to blame. A program that has not answered yet is still coming up.
   */
  private ask(kept: Kept): void {
    const { child, part } = kept;
    if (!child) return;
    if (kept.heard) Object.assign(kept, { hasAnswered: true, unanswered: 0 });
    else if (kept.hasAnswered) kept.unanswered += 1;
    if (kept.unanswered >= this.limits.unansweredMax) {
      const seconds = (this.limits.everyMs * kept.unanswered) / 1000;
      this.report(`${part.name} runs but has not answered for ${seconds} s; it is ended.`);
      child.kill('SIGKILL');
      return;
    }
    kept.heard = false;
    const hear = (answers: boolean) => {
      if (kept.child === child && answers) kept.heard = true;
    };
    // Our own programs answer for themselves alone; what `answers` asks may wait for a neighbour.
    if (part.says) child.send('answers?', () => undefined);
    else if (part.answers) part.answers().then(hear, () => undefined);
    else hear(true);
  }

  private ended(kept: Kept, because: string, launched: number): void {
    if (kept.endedBecause !== undefined) return;
    kept.endedBecause = because;
    delete kept.child;
    rmSync(this.pidFile(kept.part), { force: true });
    if (this.stopping) return;
    if (Date.now() - launched > pauseMs.forgottenAfter) kept.pauseMs = pauseMs.first;
    const { pauseMs: pause, part } = kept;
    kept.pauseMs = Math.min(pause * 2, pauseMs.last);
    this.report(
      `${part.name} ended (${because}); it starts again in ${pause / 1000} s. Log: ${this.logOf(part)}`,
    );
    kept.restart = setTimeout(() => this.launch(kept), pause);
  }

  private async untilReady(kept: Kept): Promise<void> {
    const { part } = kept;
    const until = Date.now() + part.readyWithinMs;
    for (;;) {
      if (this.stopping) throw new Error(`${part.name} was ended while it was coming up.`);
      if (await isReady(kept)) return;
      // One restart may help where a neighbour was slow; three will not.
      const gaveUp = kept.pauseMs > pauseMs.first * 4;
      if (gaveUp || Date.now() > until) throw this.notReady(kept, gaveUp);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  private notReady(kept: Kept, gaveUp: boolean): Error {
    const { part } = kept;
    clearTimeout(kept.restart);
    const why = gaveUp
      ? `ended at each of its starts (${kept.endedBecause})`
      : `did not answer within ${part.readyWithinMs / 1000} s`;
    const log = this.logOf(part);
    return new Error(`${part.name} ${why}. ${lastError(log)}Its log: ${log}`);
  }

  private logOf(part: Part): string {
    return join(this.folders.logs, `${part.name}.log`);
  }

  private pidFile(part: Part): string {
    return join(this.folders.run, `${part.name}.pid`);
  }
}

/** Both in turn: what answers at its port might be somebody else, while ours could not have it. */
async function isReady({ part, said, child }: Kept): Promise<boolean> {
  if (!child || (part.says && !said)) return false;
  return part.answers ? part.answers().catch(() => false) : true;
}

export function readIdentity(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

/** Opens a log for appending; one that has grown large is put aside first. */
function openLog(path: string): number {
  if (existsSync(path) && statSync(path).size > logBytesMax) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

/** The last thing a log says of an error, as a sentence to put before others; empty where it says nothing. */
export function lastError(log: string): string {
  if (!existsSync(log)) return '';
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-60);
  const line = lines.findLast((text) => /error|fail/i.test(text)) ?? lines.at(-1);
  return line ? `Its last word: ${line.trim().slice(0, 300)} ` : '';
}
