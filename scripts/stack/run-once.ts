import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { lastError } from './supervisor';

/** Where the compiled rooms lie. */
export const dist = join(__dirname, '..', '..');

/**
 * Runs a program of ours to its end in a process of its own.
 * @param input goes to its stdin as JSON, where passwords are seen by nobody
 * @throws Error with one sentence: what failed, its last word, where its log is
 */
export async function runOnce(
  name: string,
  script: string,
  options: { env: NodeJS.ProcessEnv; input: unknown; logs: string },
): Promise<void> {
  const logFile = join(options.logs, `${name}.log`);
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(process.execPath, [join(dist, script)], {
    env: options.env,
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  // A child that ends before it has read is reported by its exit code.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(JSON.stringify(options.input));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exit, signal) => resolve(signal ?? exit));
  });
  if (code !== 0)
    throw new Error(`${name} ended with ${String(code)}. ${lastError(logFile)}Its log: ${logFile}`);
}
