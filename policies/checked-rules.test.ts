import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type * as CheckedRules from './checked-rules';

/* A built tree in little: the code that is asked, as the build makes it, beside rules and a reader that counts. */
let root: string;
let rules: string;
const kept = () => join(rules, '.checked-rules.json');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'saoy-built-'));
  rules = join(root, 'policies', 'rules');
  mkdirSync(join(rules, 'calendars'), { recursive: true });
  mkdirSync(join(root, 'policies', 'schema'));
  writeFileSync(join(rules, 'one.yaml'), 'id: one\n');
  writeFileSync(join(rules, 'calendars', 'vn.yaml'), 'id: vn\n');
  writeFileSync(join(root, 'policies', 'schema', 'policy.schema.json'), '{}');
  const { code } = transformSync(readFileSync(join(__dirname, 'checked-rules.ts'), 'utf8'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  writeFileSync(join(root, 'policies', 'checked-rules.js'), code);
  write({ problems: [] });
});
afterEach(() => rmSync(root, { recursive: true }));

/** A reader that gives what it is told and says in a file how often it was asked. */
function write({ problems }: { problems: unknown[] }) {
  const log = JSON.stringify(join(root, 'asked'));
  writeFileSync(
    join(root, 'policies', 'read-rule-files.js'),
    `const { appendFileSync } = require('node:fs');
     exports.readRuleFiles = (folder, draft) => {
       appendFileSync(${log}, draft ? 'd' : 'r');
       return {
         policies: [{ id: 'one' }], calendars: new Map([['vn', { id: 'vn' }]]),
         defaults: { policy: 'one', area: 'vn' }, problems: ${JSON.stringify(problems)},
       };
     };`,
  );
}

function read(folder = rules, draft?: { file: string; text: string }) {
  const load = createRequire(join(root, 'policies', 'checked-rules.js'));
  const { readCheckedRules } = load('./checked-rules.js') as typeof CheckedRules;
  return readCheckedRules(folder, draft);
}

function asked(): string {
  try {
    return readFileSync(join(root, 'asked'), 'utf8');
  } catch {
    return '';
  }
}

test('what was checked is read once, and is the same when it is read from what was kept', () => {
  const first = read();
  expect(read()).toEqual(first);
  expect(first.calendars.get('vn')).toEqual({ id: 'vn' });
  expect(read().calendars.get('vn')).toEqual({ id: 'vn' });
  expect(asked()).toBe('r');
  expect(readdirSync(rules).sort()).toEqual(['.checked-rules.json', 'calendars', 'one.yaml']);
});

test.each([
  ['a policy', () => join(rules, 'one.yaml')],
  ['a new policy', () => join(rules, 'two.yaml')],
  ['a calendar', () => join(rules, 'calendars', 'vn.yaml')],
  ['the schema', () => join(root, 'policies', 'schema', 'policy.schema.json')],
  ['the code that reads them', () => join(root, 'policies', 'policy.js')],
])('where %s changed, all are read and checked anew', (_what, fileOf) => {
  read();
  writeFileSync(fileOf(), 'id: other\n');
  read();
  read();
  expect(asked()).toBe('rr');
});

test('a file that was renamed is another folder of rules', () => {
  read();
  rmSync(join(rules, 'one.yaml'));
  writeFileSync(join(rules, 'eno.yaml'), 'id: one\n');
  read();
  expect(asked()).toBe('rr');
});

test('what holds no rules changes nothing', () => {
  read();
  writeFileSync(join(rules, 'notes.txt'), 'nothing');
  writeFileSync(join(rules, '.hidden.yaml'), 'nothing');
  writeFileSync(join(rules, 'one.yaml~'), 'nothing');
  mkdirSync(join(rules, 'folder.yaml'));
  read();
  expect(asked()).toBe('r');
});

test('rules that are wrong are not kept', () => {
  write({ problems: [{ file: 'one.yaml', line: 1, reason: 'sai' }] });
  expect(read().problems).toHaveLength(1);
  expect(read().problems).toHaveLength(1);
  expect(asked()).toBe('rr');
});

test('a draft, another folder and a spoiled copy are read whole', () => {
  read();
  expect(read(rules, { file: 'bản nháp', text: '' }).policies).toHaveLength(1);
  const other = join(root, 'elsewhere');
  cpSync(rules, other, { recursive: true });
  read(other);
  expect(asked()).toBe('rdr');
  writeFileSync(kept(), '{"hash":');
  read();
  read();
  expect(asked()).toBe('rdrr');
});

test('where nothing can be kept the rules are read each time', () => {
  mkdirSync(kept());
  expect(read().policies).toHaveLength(1);
  expect(read().policies).toHaveLength(1);
  expect(asked()).toBe('rr');
});
