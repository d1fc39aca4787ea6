import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { predictDaysOff } from '../deadlines/predict-days-off';
import { parseDate, parseInstant } from '../deadlines/parse-time';
import { weekdayOf } from '../time/time';
import { parse } from 'yaml';
import type { CalendarFile } from './calendar-file';
import { houseRules, loadRules } from './load-rules';
import { readRuleFiles } from './read-rule-files';

const at = (date: string) => parseInstant(`${date}T09:00:00+07:00`);

describe('the rules of the house', () => {
  const rules = loadRules();

  test('load without a word against them', () => {
    expect(readRuleFiles(houseRules).problems).toEqual([]);
    expect(rules.policies.map(({ id }) => id)).toEqual(['hanoi-1287-2024', 'national-2025']);
    expect(rules.defaultPolicy.id).toBe('hanoi-1287-2024');
  });

  test('the narrowest scope in force is selected', () => {
    const select = (date: string, area: string) => rules.selectPolicy(at(date), { area }).id;
    expect(rules.selectPolicy(at('2026-11-20')).id).toBe('hanoi-1287-2024');
    expect(select('2026-11-20', 'vn/hanoi/phuong-mau')).toBe('hanoi-1287-2024');
    expect(select('2026-11-20', 'vn/hue/phuong-mau')).toBe('national-2025');
    expect(select('2025-11-01', 'vn/hanoi-moi')).toBe('national-2025');
    expect(() => select('2025-10-31', 'vn/hue')).toThrow('policy-not-in-force');
    expect(() => select('2024-03-06', 'vn/hanoi')).toThrow('policy-not-in-force');
  });

  test('a pinned version is found again, or refused where its file says something else now', () => {
    const { id, version } = rules.defaultPolicy;
    expect(rules.getPolicy(id, version)).toBe(rules.defaultPolicy);
    expect(() => rules.getPolicy(id, 'ffff')).toThrow('policy-unknown');
    expect(() => rules.getPolicy('nowhere')).toThrow('policy-unknown');
    expect(() => rules.calendarOf('nowhere')).toThrow('calendar-unknown');
    expect(() => rules.getCalendar('ffff')).toThrow('calendar-unknown');
    expect(loadRules().calendarOf('vn').data.version).toBe(rules.calendarOf('vn').data.version);
  });

  test('a calendar is known as it was known on a day', () => {
    const offOn = (asOf: string) =>
      rules
        .calendarOf('vn', asOf)
        .data.daysOff.filter(({ date }) => date.startsWith('2026'))
        .map(({ date, predicted }) => `${date}${predicted ? '?' : ''}`);
    expect(offOn('2025-10-15')).toContain('2026-02-17?');
    expect(offOn('2025-10-16')).toContain('2026-02-17');
    expect(offOn('2025-12-24')).not.toContain('2026-01-02');
    expect(offOn('2025-12-25')).toContain('2026-01-02');
    expect(offOn('2026-04-23')).not.toContain('2026-11-24');
    expect(offOn('2026-04-24')).toContain('2026-11-24');
    const { data } = rules.calendarOf('vn', '2025-01-01');
    expect(rules.getCalendar(data.version).data).toEqual(data);
  });

  test('rules are plain data: they survive JSON', () => {
    const { data } = rules.calendarOf('vn');
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(JSON.parse(JSON.stringify(rules.defaultPolicy))).toEqual(rules.defaultPolicy);
  });

  test('the computation gives every decided day off but the swaps', () => {
    const file = parse(
      readFileSync(join(houseRules, 'calendars', 'vn.yaml'), 'utf8'),
    ) as CalendarFile;
    for (const { year } of file.decided_years) {
      const { predicted } = file;
      const culture = year < 2026 ? predicted.fixed.filter(({ month }) => month !== 11) : undefined;
      const computed = predictDaysOff(
        year,
        {
          fixed: culture ?? predicted.fixed,
          lunar: predicted.lunar,
          nationalDay: predicted.national_day,
          lunarNewYear: predicted.lunar_new_year,
          substituteCitation: predicted.substitute_citation,
        },
        new Set([0, 6]),
      );
      const workdays = (days: readonly { date: string }[]) =>
        days
          .map(({ date }) => date)
          .filter((date) => ![0, 6].includes(weekdayOf(parseDate(date))))
          .sort();
      const decided = file.days_off.filter(
        ({ date, kind }) => date.startsWith(String(year)) && kind !== 'swapped',
      );
      expect(workdays(computed)).toEqual(workdays(decided));
    }
  });
});

describe('a file that is wrong is refused with its line', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'saoy-rules-'));
    cpSync(houseRules, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Replaces text in a file and says what is then wrong, as `file:line reason`. */
  function after(file: string, from: string | RegExp, to: string): string[] {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    writeFileSync(path, changed);
    return readRuleFiles(folder).problems.map(
      (problem) => `${problem.file}:${problem.line} ${problem.reason}`,
    );
  }
  const hanoi = 'hanoi-1287-2024.yaml';
  const lineOf = (file: string, text: string) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1;

  test.each([
    ['a seal over the signature', 'x: 76', 'x: 100', /con dấu phải đứng cạnh cột chữ ký/i],
    ['a signature off its place', 'x: 120, y: 172', 'x: 120, y: 40', /phải nằm trong vùng/],
    ['a letter too large', 'text: 12.5', 'text: 40', /must be <= 13/],
    ['a line that is not known', 'original-pages, compared', 'seal-date', /phải là/],
  ])('%s on the attestation page', (_what, from, to, reason) => {
    const [problem, ...more] = after(hanoi, from, to);
    expect(problem).toMatch(reason);
    expect(problem).toMatch(new RegExp(`^${hanoi}:\\d+ `));
    expect(more).toEqual([]);
  });

  test('a value without its citation', () => {
    const line = lineOf(hanoi, 'cutoff:');
    expect(
      after(hanoi, / {4}citation: NĐ 23\/2015\/NĐ-CP Đ7; QĐ 1287.*sau 15 giờ.*\n/, ''),
    ).toEqual([
      `${hanoi}:${line} “clock/cutoff” thiếu “citation”: giá trị nào cũng phải có căn cứ.`,
    ]);
    expect(() => loadRules(folder)).toThrow(`${hanoi}:${line}`);
  });

  test('a key the schema does not know, a time that is none, a budget below zero', () => {
    expect(after(hanoi, 'slip:\n', 'slip:\n  colour: red\n')[0]).toContain(
      `${hanoi}:${lineOf(hanoi, 'colour: red')} `,
    );
    expect(after(hanoi, "time: '15:00'", "time: '25:00'").join()).toContain(
      `${hanoi}:${lineOf(hanoi, '25:00')} `,
    );
    expect(after(hanoi, 'budget_minutes: 240', 'budget_minutes: -240').join()).toContain(
      `${hanoi}:${lineOf(hanoi, '-240')} `,
    );
  });

  test('broken YAML', () => {
    const line = lineOf(hanoi, 'valid_to');
    expect(after(hanoi, 'valid_to: null', 'valid_to: [null')[0]).toMatch(
      new RegExp(`^${hanoi}:(${line}|${line + 1}) `),
    );
  });

  test('a calendar that others stand on: its own line alone', () => {
    const vn = 'calendars/vn.yaml';
    expect(after(vn, /2026-04-27/, '2026-04-31')).toHaveLength(1);
    expect(after(vn, 'id: vn', 'id: [vn').every((line) => line.startsWith(vn))).toBe(true);
  });

  test('a day that does not exist', () => {
    expect(after('calendars/vn.yaml', /2026-04-27/, '2026-04-31').join()).toContain(
      'không phải một ngày có thật',
    );
  });

  test('two policies for one scope at a time, and a hole between two', () => {
    const line = lineOf('national-2025.yaml', 'valid_from');
    expect(after('national-2025.yaml', 'area: vn\n', 'area: vn/hanoi\n')).toEqual([
      `national-2025.yaml:${line} Cùng phạm vi và trùng thời gian hiệu lực với bộ “hanoi-1287-2024”.`,
    ]);
    expect(after(hanoi, 'valid_to: null', 'valid_to: 2025-10-30')).toEqual([
      `${hanoi}:${lineOf(hanoi, 'valid_to')} Khoảng trống hiệu lực: sau ngày này đến trước 2025-11-01 không có quy định nào.`,
    ]);
    expect(after(hanoi, 'valid_to: 2025-10-30', 'valid_to: 2025-10-31')).toEqual([]);
  });

  test('two policies that share only the day on which one ends', () => {
    after(hanoi, 'valid_to: null', 'valid_to: 2025-11-01');
    expect(after('national-2025.yaml', 'area: vn\n', 'area: vn/hanoi\n').join()).toContain(
      'trùng thời gian hiệu lực với bộ “hanoi-1287-2024”',
    );
  });

  test('a policy in force for one day is taken, one that ends before it begins is not', () => {
    const from = /valid_from: (\S+)/.exec(readFileSync(join(folder, hanoi), 'utf8'))?.[1] ?? '';
    expect(after(hanoi, 'valid_to: null', `valid_to: ${from}`)).toEqual([]);
    expect(after(hanoi, `valid_to: ${from}`, 'valid_to: 2024-01-01').join()).toContain(
      'Ngày hết hiệu lực trước ngày có hiệu lực.',
    );
  });

  test.each([
    ['touches the next', "[['08:00', '12:00'], ['12:00', "],
    ['ends when it begins', "[['08:00', '08:00'], ['13:30', "],
  ])('a session that %s', (_, sessions) => {
    const found = after('calendars/vn.yaml', "[['08:00', '12:00'], ['13:30', ", sessions);
    expect(found.join()).toContain('không chồng lên nhau');
  });

  test('a day off after the last day of the calendar', () => {
    expect(after('calendars/vn.yaml', /date: 2026-04-27/, 'date: 2099-01-01').join()).toContain(
      'Ngày 2099-01-01 nằm ngoài lịch.',
    );
  });

  test('a pause rule without what it stops, without its citation, or twice', () => {
    const ground = (more: string) =>
      `pause:\n  grounds:\n    - { id: wait, vi: Chờ, en: Wait${more} }\n`;
    const start = /pause:\n {2}grounds: \[\]\n/;
    expect(after(hanoi, start, ground(', citation: QĐ mẫu'))).toEqual([
      `${hanoi}:${lineOf(hanoi, 'id: wait')} “pause/grounds/0” thiếu “stops”.`,
    ]);
    expect(after(hanoi, ', citation: QĐ mẫu }', ', stops: legal }').join()).toContain(
      '“pause/grounds/0” thiếu “citation”: giá trị nào cũng phải có căn cứ.',
    );
    const whole = '    - { id: wait, vi: Chờ, en: Wait, stops: step, citation: QĐ mẫu }\n';
    expect(after(hanoi, /.*id: wait.*\n/, whole)).toEqual([]);
    expect(after(hanoi, whole, whole + whole)).toEqual([
      `${hanoi}:${lineOf(hanoi, 'id: wait') + 1} Mã “wait” lặp lại.`,
    ]);
  });

  test('a calendar that contradicts itself', () => {
    const vn = 'calendars/vn.yaml';
    expect(after(vn, /date: 2026-09-01/, 'date: 2026-09-02').join()).toContain(
      'Ngày 2026-09-02 đã có trong danh sách.',
    );
    expect(after(vn, /instead_of: 2026-08-31/, 'instead_of: 2026-08-28').join()).toContain(
      'Không có ngày nghỉ hoán đổi 2026-08-28.',
    );
    expect(after(vn, "[['08:00', '12:00'], [", "[['08:00', '14:00'], [").join()).toContain(
      'không chồng lên nhau',
    );
    expect(after('calendars/hue-2026.yaml', 'extends: vn', 'extends: la').join()).toContain(
      'Không có lịch “la”.',
    );
  });

  test('hours with a hole in time', () => {
    expect(after('calendars/vn.yaml', /- from: 2024-01-01/, '- from: 2024-01-03').join()).toContain(
      'Không có giờ làm việc cho ngày 2024-01-01.',
    );
  });

  test('a policy that asks for more than its own cap, or for a calendar that is not there', () => {
    const line = lineOf(hanoi, 'extension_days');
    expect(after(hanoi, 'extension_days: 2', 'extension_days: 3')).toEqual([
      `${hanoi}:${line} Kéo dài 3 ngày vượt mức tối đa 2.`,
    ]);
    expect(after(hanoi, 'calendar: vn', 'calendar: moon').join()).toContain(
      `Không có lịch “moon”.`,
    );
  });

  test.each([
    ['a field that there is not', '{requester},', '{name},', /Không có ô “\{name\}”/],
    ['a mail without its number', 'chứng thực: {number}', 'chứng thực', /phải có \{number\}/],
    ['alarms to requesters', 'channels: [portal]', 'channels: [mail]', /không đi bằng “mail”/],
    ['outcomes to the staff', 'channels: [mail]', 'channels: [portal]', /không đi bằng “portal”/],
    ['text messages without words', 'channels: [mail]', 'channels: [sms]', /cần lời ngắn/],
    ['one message twice', 'name: alarm-breach', 'name: alarm-notice', /lặp lại|Thiếu lời/],
    ['words in English alone', /language: vi/, 'language: en', /Thiếu lời “copy”/],
  ])('messages with %s', (_what, from, to, reason) => {
    const problems = after(hanoi, from, to);
    expect(problems[0]).toMatch(reason);
  });
});
