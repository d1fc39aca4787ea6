import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { home, root } from './setup/paths.mjs';
import { setUp } from './setup/set-up.mjs';

/**
 * `npm test`: set-up, the checks, the unit tests, the end-to-end tests one after the other, then, where they
 * can be had, the judges; each check and each judged copy counts as a test. `npm test -- PATTERN …` runs the
 * suites that match alone.
 */
const results = join(home, 'test-results');
const judge = join(root, 'scripts', 'judge.mjs');
const total = { passed: 0, failed: 0 };

const again = 'npm test';
if (!(await setUp('test', { again }))) {
  count(0, 1);
} else {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const patterns = process.argv.slice(2);
  if (patterns.length > 0) await runJest('chosen', ['-i', ...patterns]);
  else await runAll();
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

async function runAll() {
  const judges = run('node', [judge, '--prepare'], 'pipe');
  for (const check of ['types', 'lint', 'format', 'imports', 'unused']) await runCheck(check);
  // Two at a time: what tests alone take is the processor.
  await runJest('unit', [
    '-w',
    '2',
    '--testPathIgnorePatterns',
    '/node_modules/',
    '<rootDir>/test/',
  ]);
  // One after the other: each brings up processes of its own, and some watch the clock.
  await runJest('end to end', ['-i', join(root, 'test/')]);
  await runJudge(await judges);
}

/** Our copies before strangers: pyHanko, EU DSS, veraPDF. What these need was fetched meanwhile. */
async function runJudge(prepared) {
  console.log('\njudges');
  if (prepared.code !== 0) return console.log(`not asked: ${prepared.output.trim()}`);
  const { code, output } = await run('node', [judge], 'pipe');
  const [, fine, wrong] = /Judged: (\d+) as expected, (\d+) not\./.exec(output) ?? [];
  if (code === 0) console.log(`${fine} copies, genuine and attacked: every judge agrees with us`);
  else console.log(output);
  count(Number(fine ?? 0), Number(wrong ?? 1));
}

async function runCheck(name) {
  const from = performance.now();
  const { code, output } = await run(
    'npm',
    ['run', '-s', '--loglevel=error', `check:${name}`],
    'pipe',
  );
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  const isClean = code === 0;
  console.log(`${isClean ? '✓' : '✗'} check:${name.padEnd(14)} ${seconds.padStart(6)} s`);
  if (!isClean) console.log(output);
  count(isClean ? 1 : 0, isClean ? 0 : 1);
}

async function runJest(name, args) {
  console.log(`\n${name} tests`);
  const file = join(results, `${name.replaceAll(' ', '-')}.json`);
  const jest = join(root, 'node_modules', '.bin', 'jest');
  const { code } = await run(jest, ['--json', '--outputFile', file, ...args], 'inherit');
  const found = readResults(file);
  if (!found) return count(0, 1);
  // A suite that does not even load holds tests that did not run.
  const failed = found.numFailedTests + found.numRuntimeErrorTestSuites;
  count(found.numPassedTests, failed > 0 || code === 0 ? failed : 1);
}

function count(passed, failed) {
  total.passed += passed;
  total.failed += failed;
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @returns {Promise<{code: number | null, output: string}>} */
function run(command, args, output) {
  return new Promise((resolve) => {
    // With --json jest writes its results to stdout as well; people read its stderr.
    const stdio = output === 'pipe' ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'ignore', 'inherit'];
    const child = spawn(command, args, { cwd: root, stdio });
    let text = '';
    child.stdout?.on('data', (data) => (text += data));
    child.stderr?.on('data', (data) => (text += data));
    child.on('close', (code) => resolve({ code, output: text }));
  });
}
