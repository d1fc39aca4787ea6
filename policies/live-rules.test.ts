import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { parseInstant } from '../deadlines/parse-time';
import { LiveRules } from './live-rules';
import { houseRules } from './load-rules';

let folder: string;
let rules: LiveRules;
const hanoi = 'hanoi-1287-2024';

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'saoy-rules-')), 'policies');
  cpSync(houseRules, folder, { recursive: true });
  rules = new LiveRules(folder);
});

function change(file: string, from: string | RegExp, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  expect(text.replace(from, to)).not.toBe(text);
  writeFileSync(path, text.replace(from, to));
}

test('rules are read again where a file changed, came or went, and only then', () => {
  expect(rules.refresh()).toBe(false);
  writeFileSync(join(folder, 'notes.txt'), 'nothing of ours');
  expect(rules.refresh()).toBe(false);
  change(`${hanoi}.yaml`, "time: '15:00'", "time: '14:00'");
  expect(rules.refresh()).toBe(true);
  expect(rules.refresh()).toBe(false);
  expect(rules.defaultPolicy.cutoff.timeMs).toBe(14 * 3_600_000);
  rmSync(join(folder, 'calendars', 'hue-2026.yaml'));
  expect(rules.refresh()).toBe(true);
  expect(rules.calendarIds()).toEqual(['vn']);
});

test('a version that no file holds any more is found by its pin, also by a process that began later', () => {
  const [policy, calendar] = [rules.defaultPolicy, rules.calendarOf('vn')];
  const { version } = calendar.data;
  const kept = rules.versions();
  expect(rules.getCalendar(version)).toBe(calendar);
  change(`${hanoi}.yaml`, "time: '15:00'", "time: '14:00'");
  change('calendars/vn.yaml', '17:30', '17:00');
  const later = new LiveRules(folder);
  for (const each of [rules, later]) {
    each.refresh();
    expect(each.getPolicy(hanoi).version).not.toBe(policy.version);
    expect(() => each.getPolicy(hanoi, policy.version)).toThrow('policy-unknown');
    expect(() => each.getCalendar(version)).toThrow('calendar-unknown');
    each.remember(kept);
    expect(each.getPolicy(hanoi, policy.version)).toEqual(policy);
    expect(each.getPolicy(hanoi).cutoff.timeMs).toBe(14 * 3_600_000);
    expect(each.getPolicy(hanoi, each.defaultPolicy.version)).toBe(each.defaultPolicy);
    const found = each.getCalendar(version);
    expect(found.data).toEqual(calendar.data);
    expect(found.sessionEnd).toEqual(calendar.sessionEnd);
    // What is known already is not laid out again.
    each.remember(kept);
    expect(each.getCalendar(version)).toBe(found);
    expect(() => each.getPolicy(hanoi, 'ffff')).toThrow('policy-unknown');
    expect(() => each.getPolicy('nowhere')).toThrow('policy-unknown');
  }
});

test('what the file says now is read from the file, not from what an older program kept of it', () => {
  const { policies, defaultPolicy } = rules;
  const older = { ...defaultPolicy, name: 'as an older program read it' };
  const { id, version } = defaultPolicy;
  rules.remember([{ kind: 'policy', id, version, content: older }]);
  expect(rules.getPolicy(id, version)).toBe(policies[0]);
  expect(rules.getPolicy(id)).toBe(policies[0]);
  expect(() => rules.getPolicy('nowhere', 'ffff')).toThrow('policy-unknown');
});

test('every version in force is there to be kept, each under its kind, name and hash', () => {
  const versions = rules.versions();
  expect(versions.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    `policy ${hanoi}`,
    'policy national-2025',
    'calendar vn',
    'calendar hue-2026',
  ]);
  for (const { kind, id, version, content } of versions) {
    const now = kind === 'policy' ? rules.getPolicy(id) : rules.calendarOf(id).data;
    expect({ version, content }).toEqual({ version: now.version, content: now });
  }
});

test('they answer as the rules of the folder do', () => {
  const at = parseInstant('2026-11-26T09:00:00+07:00');
  expect(rules.findPolicy(hanoi)?.id).toBe(hanoi);
  expect(rules.findPolicy('nowhere')).toBeUndefined();
  expect(rules.selectPolicy(at).id).toBe(hanoi);
  expect(rules.selectPolicy(at, { area: 'vn/hue' }).id).toBe('national-2025');
  expect(rules.findPolicyInForce(at, { area: 'vn/hue' })?.id).toBe('national-2025');
  expect(rules.findPolicyInForce(at, { area: 'la' })).toBeUndefined();
  expect(rules.calendarOf('vn', '2025-10-15').data.decidedThrough).toBe('2025-12-31');
});
