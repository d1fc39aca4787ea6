import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { checkout } from '../../settings/home';
import { NoEngine } from './engine';

const script = join(checkout(), 'scripts', 'deployment', 'bare-machine.sh');
/** Of ours, as the machine sees it (slirp4netns). */
export const hostAddress = '10.0.2.2';

/** A Debian with git and Docker and nothing else, with a network of its own (bare-machine.sh). */
export class BareMachine {
  private constructor(
    readonly folder: string,
    private readonly pid: string,
    private readonly keeper: ChildProcess,
  ) {}

  /** @throws NoEngine with one sentence */
  static async start(cache: string, logFile: string): Promise<BareMachine> {
    const folder = mkdtempSync(join(tmpdir(), 'saoy-bare-'));
    const keeper = spawn('bash', [script, cache, folder], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    keeper.stderr.pipe(process.stderr);
    const pid = await new Promise<string>((resolve, reject) => {
      keeper.stdout.once('data', (words: Buffer) => resolve(String(words).replace(/\D/g, '')));
      keeper.once('close', () => {
        rmSync(folder, { recursive: true, force: true });
        reject(new NoEngine(`see ${logFile}`));
      });
    });
    return new BareMachine(folder, pid, keeper);
  }

  /** A file or folder of the machine, as it is named here. */
  at(path: string): string {
    return join(this.folder, 'root', path);
  }

  /**
   * Runs a line in a shell of the machine, as root types it.
   * @throws Error with its last words
   */
  async type(line: string, input?: string | Buffer | NodeJS.ReadableStream): Promise<string> {
    const environment = [
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      ...['HOME=/root', 'LANG=C.UTF-8'],
    ];
    const enter = ['--target', this.pid, '--all', '--root', '--wd'];
    const child = spawn('nsenter', [...enter, 'env', '-i', ...environment, 'sh', '-c', line]);
    child.stdin.on('error', () => undefined);
    if (typeof input === 'object' && 'pipe' in input) input.pipe(child.stdin);
    else child.stdin.end(input);
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const code = await ended;
    if (code !== 0) throw new Error(`“${line}” ended with ${code}: ${(out + err).slice(-1500)}`);
    return out;
  }

  /** Leads a port of this host's to one of the machine's. */
  async leadPort(host: number, guest: number): Promise<void> {
    const socket = connect(join(this.folder, 'network.sock'));
    const forward = { proto: 'tcp', host_addr: '127.0.0.1', host_port: host, guest_port: guest };
    socket.end(JSON.stringify({ execute: 'add_hostfwd', arguments: forward }));
    const answer = await text(socket);
    if (!answer.includes('return')) throw new Error(`port ${host} could not be led: ${answer}`);
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.keeper.once('close', resolve));
    this.keeper.stdin?.end();
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
