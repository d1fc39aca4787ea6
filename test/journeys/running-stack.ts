import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PersonClient } from '../../scripts/sample/http-client';
import type { Account } from '../../scripts/stack/home';
import { ownerUrl } from '../../scripts/stack/mariadb';

/** The stable part of `ready.json` that journeys read. */
export interface Ready {
  url: string;
  temporal: { address: string; namespace: string };
  database: string;
  mail: { smtp: string; inbox: string };
  trustAnchors: string;
  metrics: Record<'api' | 'worker' | 'token', string>;
  accounts: Account[];
  sample: { dossier: string; registerNumber: string; copy: string } | null;
  processes: Record<string, number>;
}

const here = join(__dirname, '..', '..');
const readyWithinMs = 90_000;
const endWithinMs = 25_000;

/** A stack started as a user would start it: `node scripts/start.mjs`, in a home of its own. */
export class RunningStack {
  private constructor(
    readonly home: string,
    private child: ChildProcess,
    private readonly env: NodeJS.ProcessEnv,
    private readonly checkout: string,
  ) {}

  /**
   * @param env settings over the plain ones, such as `SAOY_SAMPLE`
   * @param checkout whose stack; this one's, unless a bench compares
   */
  static async start(env: NodeJS.ProcessEnv = {}, checkout = here): Promise<RunningStack> {
    const home = await mkdtemp(join(tmpdir(), 'saoy-journey-'));
    const all = { ...process.env, SAOY_HOME: home, SAOY_SAMPLE: 'province', ...env };
    const stack = new RunningStack(home, launch(checkout, all, home), all, checkout);
    await stack.waitReady();
    return stack;
  }

  get ready(): Ready {
    return JSON.parse(readFileSync(join(this.home, 'ready.json'), 'utf8')) as Ready;
  }

  /** Its database by the account that may alter tables and take rows away, which no process has. */
  get ownerDatabase(): string {
    const { port, password } = new URL(this.ready.database);
    return ownerUrl({ port: Number(port), password });
  }

  /** Starts again from the same home, after `end`. @returns milliseconds to ready */
  async startAgain(): Promise<number> {
    const startedAt = Date.now();
    this.child = launch(this.checkout, this.env, this.home);
    await this.waitReady();
    return Date.now() - startedAt;
  }

  /** Ends it as Ctrl-C does. @returns milliseconds until it was gone */
  async end(): Promise<number> {
    const startedAt = Date.now();
    if (this.child.exitCode === null) {
      const gone = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGINT');
      await Promise.race([gone, sleep(endWithinMs, undefined, { ref: false })]);
    }
    return Date.now() - startedAt;
  }

  /** Kills one process at once; the supervisor is to bring it back. */
  kill(name: string): void {
    const pid = this.ready.processes[name];
    if (pid === undefined) throw new Error(`no process “${name}”`);
    process.kill(pid, 'SIGKILL');
  }

  /** Waits until a process has written a line that holds the words, or so many of them. */
  async waitForLog(part: string, words: string, times = 1, withinMs = 60_000): Promise<void> {
    const giveUpAt = Date.now() + withinMs;
    while (this.countInLog(part, words) < times) {
      if (Date.now() > giveUpAt) throw new Error(`${part} never wrote “${words}”`);
      await sleep(100);
    }
  }

  /** How often a process has written the words so far. */
  countInLog(part: string, words: string): number {
    const file = join(this.home, 'logs', `${part}.log`);
    return readFileSync(file, 'utf8').split(words).length - 1;
  }

  account(role: Account['role']): Account {
    const account = this.ready.accounts.find((one) => one.role === role);
    if (!account) throw new Error(`no account for ${role}`);
    return account;
  }

  signIn(role: Account['role']): Promise<PersonClient> {
    const { username, password } = this.account(role);
    return PersonClient.signIn(this.ready.url, username, password);
  }

  private async waitReady(): Promise<void> {
    const giveUpAt = Date.now() + readyWithinMs;
    const file = join(this.home, 'ready.json');
    while (!existsSync(file)) {
      if (this.child.exitCode !== null || Date.now() > giveUpAt) {
        throw new Error(`the stack is not ready; see ${join(this.home, 'start.log')}`);
      }
      await sleep(100);
    }
  }
}

function launch(checkout: string, env: NodeJS.ProcessEnv, home: string): ChildProcess {
  const log = createWriteStream(join(home, 'start.log'), { flags: 'a' });
  const script = join(checkout, 'scripts', 'start.mjs');
  const child = spawn(process.execPath, [script], {
    cwd: checkout,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  return child;
}
