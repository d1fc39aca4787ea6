import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/** A step that could not be done: one sentence, and what was tried. */
export class StepFailed extends Error {
  /**
   * @param {string} sentence what failed, in one sentence
   * @param {string[]} tried what was tried, in order
   */
  constructor(sentence, tried = []) {
    super(sentence);
    this.tried = tried;
  }
}

/**
 * @typedef {object} Step
 * @property {(command: string, args: string[], options?: RunOptions) => Promise<void>} run
 *   runs a program with its output in the log; throws StepFailed where it does not end well
 * @property {(line: string) => void} log
 * @property {(text: string) => void} say what the step is doing now, where a person watches
 *
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env]
 */

/**
 * @typedef {object} PlannedStep
 * @property {string} name
 * @property {(step: Step) => Promise<string | void>} work answers with a word on what it found, and does nothing
 *   where nothing is to be done
 */

/**
 * Runs the steps in order, one line each with its sign and its time.
 * @param {(PlannedStep | PlannedStep[])[]} steps those of an inner list run side by side
 * @param {{logFile: string, quiet?: boolean, again: string}} options
 *   `quiet` prints only what fails; `again` is the command that takes the work up again
 * @returns {Promise<boolean>} whether all were done; the first failure ends the run
 */
export async function runSteps(steps, { logFile, quiet = false, again }) {
  mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 });
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  log.write(`\n# ${new Date().toISOString()} ${again}\n`);
  try {
    for (const planned of steps) {
      const sideBySide = [planned].flat();
      const done = await Promise.all(
        // One line moves at a time: the first one's.
        sideBySide.map((step, at) =>
          runStep(step, { log, logFile, quiet, again, moves: at === 0 }),
        ),
      );
      if (done.includes(false)) return false;
    }
    return true;
  } finally {
    await new Promise((done) => log.end(done));
  }
}

/** @returns {Promise<boolean>} whether it was done */
async function runStep({ name, work }, { log, logFile, quiet, again, moves }) {
  const line = progressLine(name, { quiet, moves });
  try {
    const found = await work({
      run: (command, args, options) => runLogged(log, command, args, options),
      log: (text) => log.write(`${text}\n`),
      say: line.say,
    });
    line.end('✓', found ?? '');
    return true;
  } catch (error) {
    line.end('✗', '');
    log.write(`${error.stack}\n`);
    const tried = error.tried?.length ? ` Tried: ${error.tried.join('; ')}.` : '';
    console.error(`  ${name}: ${error.message}${tried}`);
    console.error(`  Log: ${relative('', logFile)}. “${again}” goes on from here.`);
    return false;
  }
}

/** One line on the terminal: redrawn each second where a person watches, else printed at the end. */
function progressLine(name, { quiet, moves }) {
  const from = performance.now();
  const draw = (sign, detail) => {
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    return `${sign} ${name.padEnd(20)} ${`${seconds} s`.padStart(8)}  ${detail}`.trimEnd();
  };
  let doing = '';
  const clear = process.stdout.isTTY ? '\r\x1b[2K' : '';
  const timer =
    clear && moves && !quiet
      ? setInterval(() => process.stdout.write(clear + draw('…', doing)), 1000)
      : undefined;
  return {
    say: (text) => {
      doing = text;
    },
    end: (sign, detail) => {
      clearInterval(timer);
      if (quiet && sign === '✓') return;
      process.stdout.write(`${clear}${draw(sign, detail)}\n`);
    },
  };
}

/** @returns {Promise<void>} */
function runLogged(log, command, args, { cwd, env } = {}) {
  const shown = [command, ...args].join(' ');
  log.write(`$ ${shown}\n`);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.on('error', (error) =>
      reject(new StepFailed(`“${shown}” did not start (${error.code}).`)),
    );
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new StepFailed(`“${shown}” ended with ${signal ?? `code ${code}`}.`));
    });
  });
}
