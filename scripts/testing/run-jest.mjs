import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../setup/paths.mjs';
import { runChild } from './run-child.mjs';

const jest = join(root, 'node_modules', '.bin', 'jest');
const reporter = join(root, 'scripts', 'testing', 'report-counts.cjs');

/**
 * Runs suites of jest and counts every test of every suite. A suite that does not load, or whose process dies, or that
 * was never reached, is named in `unanswered` and counts as one failed test; so does a run that ends badly although
 * no test failed.
 * @param {string[]} args for jest
 * @param {string} counts file that each suite's counts are written to
 * @returns {Promise<{passed: number, failed: number, skipped: number, unanswered: string[]}>}
 */
export async function runJest(args, counts) {
  const listed = await runChild(jest, [...args, '--listTests', '--json'], { output: 'pipe' });
  const suites = listed.code === 0 ? JSON.parse(listed.output) : [];
  rmSync(counts, { force: true });
  const reporters = ['--reporters', 'default', '--reporters', reporter];
  const env = { SAOY_TEST_COUNTS: counts };
  const { code } = await runChild(jest, [...args, ...reporters], { output: 'stderr', env });

  const answers = readLines(counts);
  const answered = new Set(answers.filter(({ didRun }) => didRun).map(({ suite }) => suite));
  const unanswered = suites.filter((suite) => !answered.has(suite)).map((s) => relative(root, s));
  const sum = (what) => answers.reduce((total, answer) => total + answer[what], 0);
  const failed = sum('failed') + unanswered.length;
  const endedBadly = failed === 0 && (code !== 0 || suites.length === 0);
  return {
    passed: sum('passed'),
    failed: endedBadly ? 1 : failed,
    skipped: sum('skipped'),
    unanswered,
  };
}

function readLines(file) {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}
