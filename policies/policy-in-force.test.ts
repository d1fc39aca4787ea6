import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseInstant } from '../deadlines/parse-time';
import { houseRules, loadRules } from './load-rules';
import { policyInForce } from './policy-in-force';

const folder = join(mkdtempSync(join(tmpdir(), 'saoy-rules-')), 'policies');
cpSync(houseRules, folder, { recursive: true });
const hanoi = join(folder, 'hanoi-1287-2024.yaml');
const text = readFileSync(hanoi, 'utf8');
writeFileSync(hanoi, text.replace('valid_to: null', 'valid_to: 2026-12-31'));

const select = (date: string, id = 'hanoi-1287-2024') =>
  policyInForce(loadRules(folder), id, parseInstant(`${date}T10:00:00+07:00`)).id;

test('an office whose policy has a successor works by it from the first day on, and not before', () => {
  writeFileSync(
    join(folder, 'hanoi-2027.yaml'),
    text
      .replace('id: hanoi-1287-2024', 'id: hanoi-2027')
      .replace('valid_from: 2024-03-07', 'valid_from: 2027-01-01'),
  );
  expect(select('2026-12-31')).toBe('hanoi-1287-2024');
  expect(select('2027-01-01')).toBe('hanoi-2027');
  // Set to the new one too early, the office still works by the old.
  expect(select('2026-12-31', 'hanoi-2027')).toBe('hanoi-1287-2024');
  expect(select('2024-03-06')).toBe('hanoi-1287-2024');
});

test('where nothing follows for an office’s area, the rules of the area around it do, not those beside it', () => {
  const ofArea = (id: string, area: string) =>
    writeFileSync(
      join(folder, `${id}.yaml`),
      text
        .replace('id: hanoi-1287-2024', `id: ${id}`)
        .replace('area: vn/hanoi', `area: ${area}`)
        .replace('valid_to: null', 'valid_to: 2026-12-31'),
    );
  ofArea('beside', 'vn/hanoi-moi');
  ofArea('inside', 'vn/hanoi/phuong-mau');
  expect(select('2026-06-01', 'beside')).toBe('beside');
  expect(select('2027-06-01', 'beside')).toBe('national-2025');
  expect(select('2027-06-01', 'inside')).toBe('hanoi-2027');
});

test('an office works by what it is set to from its first day to its last, whatever else its area has', () => {
  // Of another procedure, and newer: what the area alone would give.
  const beside = text
    .replace('id: hanoi-1287-2024', 'id: hanoi-khac')
    .replace("procedure: '2.000815'", "procedure: '2.000884'")
    .replace('valid_from: 2024-03-07', 'valid_from: 2026-01-01');
  const own = text
    .replace('id: hanoi-1287-2024', 'id: hanoi-2026')
    .replace("procedure: '2.000815'", "procedure: '2.000913'")
    .replace('valid_from: 2024-03-07', 'valid_from: 2025-12-01')
    .replace('valid_to: null', 'valid_to: 2026-12-31');
  writeFileSync(join(folder, 'hanoi-khac.yaml'), beside);
  writeFileSync(join(folder, 'hanoi-2026.yaml'), own);
  expect(select('2026-06-01', 'hanoi-2026')).toBe('hanoi-2026');
  expect(select('2026-12-31', 'hanoi-2026')).toBe('hanoi-2026');
  expect(select('2027-06-01', 'hanoi-2026')).not.toBe('hanoi-2026');
  expect(select('2026-01-01', 'hanoi-khac')).toBe('hanoi-khac');
  writeFileSync(join(folder, 'hanoi-khac.yaml'), beside.replace('2026-01-01', '2025-11-01'));
  expect(select('2025-11-01', 'hanoi-khac')).toBe('hanoi-khac');
});
