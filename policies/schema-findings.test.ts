import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { houseRules } from './load-rules';
import { schemaFindings } from './schema-findings';

/* The schema's word against one change of a file, with the place that the reader is led to. */
type Open = Record<string, never> & Record<string, unknown>;
const read = (file: string) => parse(readFileSync(join(houseRules, file), 'utf8')) as Open;
const files = { policy: read('hanoi-1287-2024.yaml'), calendar: read('calendars/vn.yaml') };

/** Sets what stands at a place, `fee.per_page.0.amount`; undefined takes it out. */
function found(schema: keyof typeof files, place: string, value: unknown): string[] {
  const copy = structuredClone(files[schema]);
  const path = place.split('.');
  const key = path.pop()!;
  const holder = path.reduce<Record<string, unknown>>(
    (inner, name) => inner[name] as Record<string, unknown>,
    copy,
  );
  if (value === undefined) delete holder[key];
  else holder[key] = value;
  return schemaFindings(schema, copy).map((each) => `${each.path.join('.')}: ${each.reason}`);
}

test('the files of the house pass, again and again', () => {
  for (const schema of ['policy', 'calendar', 'policy'] as const) {
    expect(schemaFindings(schema, files[schema])).toEqual([]);
  }
});

test.each<['policy' | 'calendar', string, unknown, string]>([
  [
    'policy',
    'slip.citation',
    undefined,
    'slip: “slip” thiếu “citation”: giá trị nào cũng phải có căn cứ.',
  ],
  [
    'policy',
    'fee.per_page.1.amount',
    undefined,
    'fee.per_page.1: “fee/per_page/1” thiếu “amount”.',
  ],
  ['policy', 'fee', undefined, ': gốc của tệp thiếu “fee”.'],
  ['policy', 'slip.colour', 'red', 'slip.colour: “slip” không có khóa “colour” trong lược đồ.'],
  [
    'policy',
    'clock.end_of_day.value',
    'noon',
    'clock.end_of_day.value: “clock/end_of_day/value” phải là ["close","midnight"].',
  ],
  ['policy', 'layout.page', 'none', 'layout.page: “layout/page” phải là ["added"].'],
  [
    'policy',
    'valid_from',
    '2026-02-30',
    'valid_from: “valid_from” không phải một ngày có thật (YYYY-MM-DD).',
  ],
  ['policy', 'steps.0.name', '', 'steps.0.name: “steps/0/name” không được để trống.'],
  [
    'policy',
    'steps.0.budget_minutes',
    '240',
    'steps.0.budget_minutes: “steps/0/budget_minutes” phải có kiểu integer.',
  ],
  [
    'policy',
    'steps.0.budget_minutes',
    -1,
    'steps.0.budget_minutes: “steps/0/budget_minutes”: must be >= 1.',
  ],
  [
    'calendar',
    'days_off.3.date',
    '2026-04-31',
    'days_off.3.date: “days_off/3/date” không phải một ngày có thật (YYYY-MM-DD).',
  ],
  ['calendar', 'hours', [], 'hours: “hours” không được để trống.'],
  [
    'policy',
    'clock.start.value',
    'noon',
    'clock.start.value: “clock/start/value” phải là "acceptance".',
  ],
  [
    'calendar',
    'days_off.12.date',
    '2026-04-31',
    'days_off.12.date: “days_off/12/date” không phải một ngày có thật (YYYY-MM-DD).',
  ],
])('%s: %s = %p', (schema, place, value, finding) => {
  expect(found(schema, place, value)).toEqual([finding]);
});

test('a value of no known form is told with the form', () => {
  const [finding] = found('policy', 'clock.cutoff.time', '3 giờ');
  expect(finding).toMatch(/^clock\.cutoff\.time: “clock\/cutoff\/time” không đúng dạng \^.*\$\.$/);
});

test('a list that may not be empty, a calendar without a week', () => {
  expect(found('policy', 'fee.per_page', [])).toEqual([
    'fee.per_page: “fee/per_page” không được để trống.',
  ]);
  expect(found('calendar', 'hours.0.week', {})).toEqual([
    'hours.0.week: “hours/0/week” không được để trống.',
  ]);
});

test('everything that is wrong is told, not the first alone', () => {
  const copy = structuredClone(files.policy);
  delete copy['slip'];
  delete copy['notice'];
  expect(schemaFindings('policy', copy).map(({ reason }) => reason)).toEqual([
    'gốc của tệp thiếu “slip”.',
    'gốc của tệp thiếu “notice”.',
  ]);
});

test('a content that is no file of rules at all', () => {
  expect(schemaFindings('policy', 'text')).toEqual([
    { path: [], reason: 'gốc của tệp phải có kiểu object.' },
  ]);
});
