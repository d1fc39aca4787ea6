import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { home, root } from './setup/paths.mjs';
import { setUp } from './setup/set-up.mjs';
import { runChild } from './testing/run-child.mjs';
import { runJest } from './testing/run-jest.mjs';

/**
 * `npm test`: set-up, the checks, the unit tests, the end-to-end tests, then, where they
 * can be had, the judges; each check and each judged copy counts as a test. `npm test -- PATTERN …` runs the
 * suites that match alone. The last line counts all of it.
 */
const results = join(home, 'test-results');
const judge = join(root, 'scripts', 'judge.mjs');
const fuzz = join(root, 'scripts', 'fuzz.mjs');
const total = { passed: 0, failed: 0 };

const again = 'npm test';
if (!(await setUp('test', { again }))) {
  count(0, 1);
} else {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const patterns = process.argv.slice(2);
  if (patterns.length > 0) await runSuites('chosen', ['-i', ...patterns]);
  else await runAll();
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

async function runAll() {
  const judges = runChild('node', [judge, '--prepare'], { output: 'pipe' });
  const fuzzer = runChild('node', [fuzz, '--prepare'], { output: 'pipe' });
  await Promise.all([runChecks('lint'), runChecks('types', 'imports', 'unused', 'format')]);
  const except = (folders) => ['--testPathIgnorePatterns', '/node_modules/', ...folders];
  await runSuites('unit and attacks', ['-w', '2', ...except(['<rootDir>/test/(?!attacks/)'])]);
  // A page waits for its browser a third of its time, so three stacks use two cores; but for what is held against the
  // clock, as after a kill.
  const timed = 'test/journeys/mail-away';
  const clocked = ['attacks/', 'journeys/', 'stack/'].map((folder) => `<rootDir>/test/${folder}`);
  await runSuites('end to end', ['-w', '3', join(root, 'test/'), ...except(clocked)]);
  const journeys = [join(root, 'test/journeys/'), join(root, 'test/stack/')];
  await runSuites('journeys', ['-w', '2', ...journeys, ...except([`<rootDir>/${timed}`])]);
  // Strangers and judges have what the clock leaves them of the machine.
  await Promise.all([
    runSuites('timed', ['-i', timed]),
    fuzzer.then(runFuzz).then(() => judges.then(runJudge)),
  ]);
}

/** Strangers' requests made from our description, as each kind of person. */
async function runFuzz(prepared) {
  const { code, output } = prepared.code === 0 ? await runBehind(fuzz) : prepared;
  console.log('\nfuzzed requests');
  if (prepared.code !== 0) return console.log(`not sent: ${output.trim()}`);
  const [, fine, wrong] = /Fuzzed: (\d+) as described, (\d+) not\./.exec(output) ?? [];
  if (code === 0) console.log(`as ${fine} kinds of person: every answer is as described`);
  else console.log(output);
  count(Number(fine ?? 0), code === 0 ? 0 : Number(wrong ?? 1));
}

/** Our copies before strangers: pyHanko, EU DSS, veraPDF. What these need was fetched meanwhile. */
async function runJudge(prepared) {
  const { code, output } = prepared.code === 0 ? await runBehind(judge) : prepared;
  console.log('\njudges');
  if (prepared.code !== 0) return console.log(`not asked: ${output.trim()}`);
  const [, fine, wrong] = /Judged: (\d+) as expected, (\d+) not\./.exec(output) ?? [];
  if (code === 0) console.log(`${fine} copies, genuine and attacked: every judge agrees with us`);
  else console.log(output);
  count(Number(fine ?? 0), Number(wrong ?? 1));
}

/** At low priority, on ports of its own. */
function runBehind(script) {
  const env = { SAOY_PORT: '8680' };
  return runChild('node', [script], { output: 'pipe', env, priority: 10 });
}

async function runChecks(...names) {
  for (const name of names) await runCheck(name);
}

async function runCheck(name) {
  const from = performance.now();
  const { code, output } = await runChild(
    'npm',
    ['run', '-s', '--loglevel=error', `check:${name}`],
    { output: 'pipe' },
  );
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  const isClean = code === 0;
  console.log(`${isClean ? '✓' : '✗'} check:${name.padEnd(14)} ${seconds.padStart(6)} s`);
  if (!isClean) console.log(output);
  count(isClean ? 1 : 0, isClean ? 0 : 1);
}

async function runSuites(name, args) {
  console.log(`\n${name} tests`);
  const counts = join(results, `${name.replaceAll(' ', '-')}.jsonl`);
  const { passed, failed, unanswered } = await runJest(args, counts);
  for (const suite of unanswered) console.log(`✗ ${suite} gave no answer`);
  count(passed, failed);
}

function count(passed, failed) {
  total.passed += passed;
  total.failed += failed;
}
