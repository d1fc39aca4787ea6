import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OfficerTokenRequest } from './make-officer-token';
import type { RunningStack } from './running-stack';

const softHsm = '/usr/lib/softhsm/libsofthsm2.so';
const checkout = join(__dirname, '..', '..');
const saysWithinMs = 40_000;

/** What a running program said, and what is typed into it. */
export interface RunningProgram {
  /** Its exit code, once it ended. */
  ended: Promise<number | null>;
  output(): string;
  /** Waits until a text stands so many times in what it said. */
  says(text: string, times?: number): Promise<void>;
  type(line: string): void;
  /** Keys as they are pressed on a terminal. */
  typeRaw(keys: string): void;
  end(): Promise<void>;
}

/**
 * An officer's own computer: a SoftHSM in a folder of its own as the token, and the packed program,
 * run as the officer would run it, each in a process of its own.
 */
export class OfficerComputer {
  readonly home = mkdtempSync(join(tmpdir(), 'saoy-officer-'));
  readonly pin = '20260112';
  private readonly running: RunningProgram[] = [];

  /** Plugs in a token whose certificate the stack's own development PKI made. */
  plugIn(
    stack: Pick<RunningStack, 'home'>,
    token: Pick<OfficerTokenRequest, 'label' | 'profile' | 'subject'>,
  ): void {
    const request: OfficerTokenRequest = {
      ...token,
      modulePath: softHsm,
      folder: join(this.home, 'softhsm'),
      pkiFolder: join(stack.home, 'pki'),
      pin: this.pin,
    };
    const maker = join(__dirname, 'make-officer-token.ts');
    const loader = join(checkout, 'test', 'register-typescript.cjs');
    execFileSync(process.execPath, ['-r', loader, maker, JSON.stringify(request)]);
  }

  /** Pulls the token out. @returns how to put it back */
  pullOut(): () => void {
    const [tokens, away] = ['tokens', 'pulled-out'].map((name) =>
      join(this.home, 'softhsm', name),
    ) as [string, string];
    renameSync(tokens, away);
    mkdirSync(tokens);
    return () => {
      rmSync(tokens, { recursive: true });
      renameSync(away, tokens);
    };
  }

  /** Runs the packed program. */
  run(...args: string[]): RunningProgram {
    const program = join(checkout, 'dist', 'agent', 'main.js');
    const child = spawn(process.execPath, [program, ...args, '--home', join(this.home, 'agent')], {
      stdio: 'pipe',
      env: { ...process.env, SOFTHSM2_CONF: join(this.home, 'softhsm', 'softhsm2.conf') },
    });
    const started = follow(child);
    this.running.push(started);
    return started;
  }

  /** Runs a command as it stands in the page, on a terminal, with nothing of this checkout around. */
  shell(command: string, { home, folder }: { home: string; folder: string }): RunningProgram {
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: folder,
      stdio: 'pipe',
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        TERM: 'xterm',
        SHELL: '/bin/sh',
        LANG: 'C.UTF-8',
        SOFTHSM2_CONF: join(this.home, 'softhsm', 'softhsm2.conf'),
      },
    });
    const started = follow(child);
    this.running.push(started);
    return started;
  }

  /** Pairs it by a code from the page. */
  async pair(url: string, code: string): Promise<RunningProgram> {
    const pairing = this.run('pair', url, '--module', softHsm);
    await pairing.says('Mã ghép trên trang web');
    pairing.type(code);
    return pairing;
  }

  async end(): Promise<void> {
    for (const program of this.running) await program.end();
    rmSync(this.home, { recursive: true, force: true });
  }
}

function follow(child: ChildProcess): RunningProgram {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    ended,
    output: () => text,
    says: async (expected, times = 1) => {
      const giveUpAt = Date.now() + saysWithinMs;
      while (text.split(expected).length <= times) {
        if (Date.now() > giveUpAt) throw new Error(`it did not say “${expected}” but: ${text}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    type: (line) => void child.stdin?.write(`${line}\n`),
    typeRaw: (keys) => void child.stdin?.write(keys),
    end: async () => {
      if (child.exitCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}
