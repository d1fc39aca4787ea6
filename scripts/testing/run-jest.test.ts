import { afterAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'saoy-run-jest-'));
afterAll(() => rmSync(folder, { recursive: true }));

const suites = {
  'fine.test.js': `test('a', () => {}); test('b', () => {});`,
  'fails.test.js': `test('a', () => {}); test('b', () => { throw new Error('no'); });`,
  // As spawnSync's errors do: jest cannot write this one as JSON.
  'holds-itself.test.js': `test('a', () => { const error = new Error('no'); error.error = error; throw error; });`,
  'does-not-load.test.js': `require('./not-there');`,
  'dies.test.js': `test('a', () => { process.kill(process.pid, 'SIGKILL'); });`,
};
for (const [name, text] of Object.entries(suites)) writeFileSync(join(folder, name), text);
writeFileSync(join(folder, 'jest.config.js'), `module.exports = { testMatch: ['**/*.test.js'] };`);

test('every test counts, and suites that die or do not load count as failed', () => {
  const counts = countsOf(['-w', '2']);
  expect(counts).toMatchObject({ passed: 3, failed: 4, skipped: 0 });
  expect(counts.unanswered.map((path) => path.split('/').at(-1)).sort()).toEqual([
    'dies.test.js',
    'does-not-load.test.js',
  ]);
}, 120_000);

test('what was counted before jest itself dies stays counted', () => {
  // In one process the suite that dies takes jest with it; it is the last one.
  writeFileSync(
    join(folder, 'order.js'),
    `const { default: Sequencer } = require('${join(root, 'node_modules', '@jest', 'test-sequencer')}');
     module.exports = class extends Sequencer {
       sort(tests) { return [...tests].sort((a, b) => a.path.endsWith('dies.test.js') - b.path.endsWith('dies.test.js')); }
     };`,
  );
  const counts = countsOf(['-i', '--testSequencer', join(folder, 'order.js')]);
  expect(counts).toMatchObject({ passed: 3, failed: 4 });
}, 120_000);

test('a run in which nothing was found is a failed one', () => {
  expect(countsOf(['-i', 'no-such-suite'])).toMatchObject({ passed: 0, failed: 1 });
}, 120_000);

function countsOf(args: string[]) {
  const answer = join(folder, 'answer.json');
  const all = ['--config', join(folder, 'jest.config.js'), ...args];
  const script = `import('./scripts/testing/run-jest.mjs')
    .then(({ runJest }) => runJest(${JSON.stringify(all)}, ${JSON.stringify(join(folder, 'counts.jsonl'))}))
    .then((counts) => require('node:fs').writeFileSync(${JSON.stringify(answer)}, JSON.stringify(counts)))`;
  execFileSync(process.execPath, ['-e', script], { cwd: root, stdio: 'ignore' });
  return JSON.parse(readFileSync(answer, 'utf8')) as {
    passed: number;
    failed: number;
    skipped: number;
    unanswered: string[];
  };
}
