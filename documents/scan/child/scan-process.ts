import type { Socket } from 'node:net';
import { join } from 'node:path';
import { SaoyError } from '../../../domain/problem';
import { type ScanLimits, spawnBounded } from './run-bounded';

const answerBytesMax = 64 * 1024;

const isBuilt = __filename.endsWith('.js');
/** Run from the source, as tests do, the process translates its own sources. */
const program = isBuilt
  ? [join(__dirname, '..', 'child-main.js')]
  : [
      '-r',
      join(__dirname, '../../../test/register-typescript.cjs'),
      join(__dirname, '..', 'child-main.ts'),
    ];

/** One process that reads strangers' files, a line a question. While nothing is asked it keeps nobody up. */
export class ScanProcess {
  isAlive = true;
  private readonly child;
  private stderr = '';

  constructor(limits: ScanLimits) {
    this.child = spawnBounded(
      process.execPath,
      ['--max-old-space-size=192', '--stack-size=800', ...program],
      // V8 reserves far more addresses than it uses; what it may fill is bounded instead.
      { ...limits, bounds: 'data', fileBytesMax: limits.maxBytes * 3 },
    );
    this.child.stderr.on('data', (chunk: Buffer) => {
      if (this.stderr.length < answerBytesMax) this.stderr += chunk.toString('utf8');
    });
    this.child.once('close', () => (this.isAlive = false));
    // A process that ended does not read its question any more; its end says so.
    this.child.stdin.on('error', () => undefined);
  }

  /** @throws SaoyError `scan-too-complex` where it ended, or did not answer in time. */
  async ask(question: string, timeoutMs: number): Promise<string> {
    this.keepUp(true);
    let output = '';
    const { stdout, stdin } = this.child;
    return new Promise<string>((resolve, reject) => {
      const settle = (outcome: () => void) => {
        clearTimeout(timer);
        stdout.off('data', take);
        this.child.off('close', ended).off('error', failed);
        this.keepUp(false);
        outcome();
      };
      const ended = () =>
        settle(() => reject(new SaoyError('scan-too-complex', {}, { cause: this.stderr })));
      const failed = (cause: Error) =>
        settle(() =>
          reject(new SaoyError('scan-inspection-failed', { part: 'prlimit' }, { cause })),
        );
      const take = (chunk: Buffer) => {
        output += chunk.toString('utf8');
        if (output.endsWith('\n')) settle(() => resolve(output));
        else if (output.length > answerBytesMax) this.end();
      };
      const timer = setTimeout(() => this.end(), timeoutMs);
      stdout.on('data', take);
      this.child.once('close', ended).once('error', failed);
      stdin.write(`${question}\n`);
    });
  }

  end(): void {
    this.isAlive = false;
    this.child.kill('SIGKILL');
  }

  private keepUp(isNeeded: boolean): void {
    const { child } = this;
    const handles = [child, child.stdin, child.stdout, child.stderr] as unknown as Socket[];
    for (const handle of handles) {
      if (isNeeded) handle.ref();
      else handle.unref();
    }
  }
}
