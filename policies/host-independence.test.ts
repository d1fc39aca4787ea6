import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/*
 * The same two thousand questions in child processes with other zones, languages and ICU data.
 * swc compiles the real sources as they are loaded, so nothing has to be built before.
 */
const root = join(__dirname, '..');
const script = `
  const { transformFileSync } = require('@swc/core');
  require.extensions['.ts'] = (module, file) =>
    module._compile(transformFileSync(file, { sourceMaps: false }).code, file);
  const { createHash } = require('node:crypto');
  const { loadRules } = require('./policies/load-rules.ts');
  const { computeDeadlines } = require('./deadlines/due.ts');
  const { formatInstant } = require('./time/time.ts');
  const rules = loadRules();
  const hash = createHash('sha256');
  const calendar = rules.calendarOf('vn');
  hash.update(calendar.data.version + rules.defaultPolicy.version);
  for (let i = 0; i < 2000; i++) {
    const acceptedAt = 1704042000000 + i * 187000123;
    const answer = computeDeadlines({
      acceptedAt, policy: rules.policies[i % 2], calendar, complex: i % 3 === 0, extendDays: i % 2,
    });
    hash.update(JSON.stringify(answer) + formatInstant(answer.legalDue));
  }
  process.stdout.write(hash.digest('hex') + ' ' + new Date(0).getTimezoneOffset());
`;

function answersUnder(environment: Record<string, string>, flags: string[] = []) {
  const output = execFileSync(process.execPath, [...flags, '-e', script], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...environment },
  });
  const [hash, offset] = output.split(' ');
  return { hash, offset };
}

test('the answers do not depend on TZ, LANG or ICU', () => {
  const home = answersUnder({ TZ: 'Asia/Ho_Chi_Minh', LANG: 'vi_VN.UTF-8' });
  const others = [
    answersUnder({ TZ: 'UTC', LANG: 'C' }),
    answersUnder({ TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }),
    answersUnder({ TZ: 'Pacific/Kiritimati' }, ['--icu-data-dir=/nonexistent']),
  ];
  expect(home.hash).toMatch(/^[0-9a-f]{64}$/);
  // The zones did take hold: otherwise this test could not fail.
  expect(new Set([home, ...others].map(({ offset }) => offset)).size).toBe(4);
  for (const { hash } of others) expect(hash).toBe(home.hash);
}, 60_000);
