import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { root } from '../setup/paths.mjs';

const stdio = {
  pipe: ['ignore', 'pipe', 'pipe'],
  // What jest prints for people goes to its stderr.
  stderr: ['ignore', 'ignore', 'inherit'],
};

/**
 * Runs a program in the checkout until it ends.
 * @param {string} program
 * @param {string[]} args
 * @param {{output: keyof typeof stdio, env?: Record<string, string>, priority?: number}} options `pipe`: its output
 *   is answered; `stderr`: its stderr goes to ours, its stdout nowhere; `priority`: of it and all that it starts, as
 *   `nice` counts
 * @returns {Promise<{code: number | null, output: string}>} code null: it was killed, or did not start
 */
export function runChild(program, args, { output, env = {}, priority = 0 }) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: stdio[output],
    });
    if (priority !== 0 && child.pid !== undefined) setPriority(child.pid, priority);
    let text = '';
    child.stdout?.on('data', (data) => (text += data));
    child.stderr?.on('data', (data) => (text += data));
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output: text }));
  });
}
