import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseInstant } from '../deadlines/parse-time';
import { identityRulesAt, isRegistrationDay } from './identity-rules';
import { houseRules, loadRules, type Rules } from './load-rules';

const at = (instant: string) => parseInstant(`${instant}+07:00`);

/** The house's default policy until the end of 2026, and one after it whose sessions last longer. */
function withSuccessor(): Rules {
  const folder = join(mkdtempSync(join(tmpdir(), 'saoy-rules-')), 'policies');
  cpSync(houseRules, folder, { recursive: true });
  const file = join(folder, 'hanoi-1287-2024.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('valid_to: null', 'valid_to: 2026-12-31'));
  const next = text
    .replace('id: hanoi-1287-2024', 'id: hanoi-2027')
    .replace('valid_from: 2024-03-07', 'valid_from: 2027-01-01')
    .replace(/history_days: \d+/, 'history_days: 7');
  writeFileSync(join(folder, 'hanoi-2027.yaml'), next);
  return loadRules(folder);
}

test('people come in by the policy in force at the instant, not by the one that was', () => {
  const rules = withSuccessor();
  expect(identityRulesAt(rules, at('2027-01-01T00:00:00')).historyDays).toBe(7);
  expect(identityRulesAt(rules, at('2026-12-31T23:59:59')).historyDays).toBe(
    rules.defaultPolicy.identity.historyDays,
  );
});

test.each<[string, (string | null)[], boolean]>([
  ['no way', [], false],
  ['an open way', [null], true],
  ['a way whose last day it is', ['2026-11-26'], true],
  ['a way that ended the day before', ['2026-11-25'], false],
  ['one of two ways', ['2026-11-25', '2026-11-27'], true],
])('citizens with %s may make their own accounts: %#', (_way, ends, may) => {
  const house = loadRules();
  const identity = {
    ...house.defaultPolicy.identity,
    selfRegistration: ends.map((until) => ({ way: 'phone' as const, until, citation: 'QĐ mẫu' })),
  };
  const policy = { ...house.defaultPolicy, identity };
  const rules: Rules = { ...house, defaultPolicy: policy, getPolicy: () => policy };
  // The last minute of the Vietnamese day, which is another day in London.
  expect(isRegistrationDay(rules, at('2026-11-26T23:59:00'))).toBe(may);
  expect(isRegistrationDay(rules, at('2026-11-26T00:00:00'))).toBe(may);
});
