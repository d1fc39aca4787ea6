import { describe, expect, test } from '@jest/globals';
import { loadRules } from '../policies/load-rules';
import { compileCalendar } from './calendar';
import { computeDeadlines } from './due';
import type { DeadlineQuestion } from './questions';
import { receives } from './service-hours';
import { parseDate, parseInstant } from './parse-time';
import { formatInstant } from '../time/time';

const rules = loadRules();
const policy = rules.getPolicy('hanoi-1287-2024');
const calendar = rules.calendarOf('vn');

/** `2026-11-16 10:00` → its deadlines, instants written as `2026-11-16 10:00` where they are whole minutes. */
function due(accepted: string, options: Partial<DeadlineQuestion> = {}) {
  const answer = computeDeadlines({ acceptedAt: at(accepted), policy, calendar, ...options });
  const of = (figure: 'dueByHours' | 'due' | 'pace') =>
    answer.steps.map((step) => written(step[figure]));
  return {
    received: written(answer.receivedAt),
    legal: written(answer.legalDue),
    slip: answer.slip,
    byHours: of('dueByHours'),
    due: of('due'),
    pace: of('pace'),
    because: answer.because,
  };
}

const at = (text: string) => parseInstant(`${text.replace(' ', 'T')}+07:00`);
const written = (instant: number) =>
  formatInstant(instant).replace('T', ' ').replace('+07:00', '').replace(/:00$/, '');

// 16 November 2026 is a plain Monday.
const monday = '2026-11-16';
const tuesday = '2026-11-17';
const wednesday = '2026-11-18';
const thursday = '2026-11-19';

describe('worked examples (domain B.5)', () => {
  test.each([
    ['08:00', monday, `${monday} 12:00`, `${monday} 15:30`, `${monday} 17:30`],
    ['10:00', monday, `${monday} 15:30`, `${monday} 17:30`, `${tuesday} 10:00`],
    ['14:50', monday, `${tuesday} 09:20`, `${tuesday} 11:20`, `${tuesday} 14:50`],
    ['15:00', monday, `${tuesday} 09:30`, `${tuesday} 11:30`, `${tuesday} 15:00`],
    ['15:01', tuesday, `${tuesday} 09:31`, `${tuesday} 11:31`, `${tuesday} 15:01`],
  ])('Monday %s', (time, legalDay, create, sign, seal) => {
    const answer = due(`${monday} ${time}`);
    expect(answer.legal).toBe(`${legalDay} 17:30`);
    expect(answer.byHours).toEqual([create, sign, seal]);
    expect(answer.due).toEqual(
      [create, sign, seal].map((end) => (end < answer.legal ? end : answer.legal)),
    );
  });

  test.each([
    ['10:00', `${wednesday} 10:00`, `${wednesday} 12:00`, `${wednesday} 15:30`],
    ['14:50', `${wednesday} 14:50`, `${wednesday} 16:50`, `${thursday} 09:20`],
  ])('Monday %s, complex', (time, ...byHours) => {
    const answer = due(`${monday} ${time}`, { complex: true });
    expect(answer.legal).toBe(`${wednesday} 17:30`);
    expect(answer.byHours).toEqual(byHours);
    expect(answer.slip).toBe(true);
  });

  test('a weekend and a holiday are skipped', () => {
    expect(due('2026-11-13 15:30').legal).toBe(`${monday} 17:30`);
    expect(due('2026-11-23 15:30').legal).toBe('2026-11-25 17:30');
  });

  test('exactly fits: pace and hours are the same', () => {
    const answer = due(`${monday} 08:00`);
    expect(answer.pace).toEqual(answer.byHours);
  });

  test('fits with time to spare: nobody is given more than the budget', () => {
    const { legal, byHours, due: dues, pace } = due(`${monday} 15:30`);
    expect(legal).toBe(`${tuesday} 17:30`);
    expect(byHours).toEqual([`${tuesday} 10:00`, `${tuesday} 12:00`, `${tuesday} 15:30`]);
    expect([dues, pace]).toEqual([byHours, byHours]);
  });

  test('a day that ends at midnight by its policy is due then, the last step with it', () => {
    const midnight = { ...policy, endOfDay: { ...policy.endOfDay, kind: 'midnight' as const } };
    const answer = due(`${monday} 14:50`, { policy: midnight });
    expect(answer).toMatchObject({ legal: `${tuesday} 00:00`, slip: false });
    expect(answer.due).toEqual(Array(3).fill(`${tuesday} 00:00`));
    // 160 minutes of work are left: 80, 40 and what remains.
    expect(answer.pace).toEqual([`${monday} 16:10`, `${monday} 16:50`, `${tuesday} 00:00`]);
  });

  test('where the budgets overrun the law, the time left is shared 4 : 2 : 2', () => {
    // 10:00 to 17:30 is six working hours.
    expect(due(`${monday} 10:00`).pace).toEqual([
      `${monday} 14:30`,
      `${monday} 16:00`,
      `${monday} 17:30`,
    ]);
    // 14:50 leaves 160 minutes: 80, 40, 40.
    expect(due(`${monday} 14:50`).pace).toEqual([
      `${monday} 16:10`,
      `${monday} 16:50`,
      `${monday} 17:30`,
    ]);
  });
});

describe('readings that settle the rest (domain B.5)', () => {
  test('1: outside working time is received at the next opening', () => {
    expect(due(`${monday} 06:00`).received).toBe(`${monday} 08:00`);
    expect(due(`${monday} 20:33:28`).received).toBe(`${tuesday} 08:00`);
    expect(due('2026-11-14 09:00').received).toBe(`${monday} 08:00`);
    expect(due(`${monday} 12:30`).received).toBe(`${monday} 13:30`);
    expect(due(`${monday} 12:00`).received).toBe(`${monday} 12:00`);
    expect(due(`${monday} 12:00:00.001`).received).toBe(`${monday} 13:30`);
    expect(due(`${monday} 17:30`).received).toBe(`${monday} 17:30`);
    expect(due(`${monday} 17:30:00.001`).received).toBe(`${tuesday} 08:00`);
  });

  test('2: the cut-off is applied once, to the receipt, and is exact', () => {
    expect(due(`${monday} 15:00:00.000`).legal).toBe(`${monday} 17:30`);
    expect(due(`${monday} 15:00:00.001`).legal).toBe(`${tuesday} 17:30`);
    expect(due('2026-11-14 16:00').legal).toBe(`${monday} 17:30`);
    expect(due(`${monday} 17:30`).legal).toBe(`${tuesday} 17:30`);
    expect(due(`${monday} 17:31`).legal).toBe(`${tuesday} 17:30`);
  });

  test('2: whether the very instant counts is policy', () => {
    const exclusive = { ...policy, cutoff: { ...policy.cutoff, inclusive: false } };
    expect(due(`${monday} 15:00`, { policy: exclusive }).legal).toBe(`${tuesday} 17:30`);
    expect(due(`${monday} 14:59:59.999`, { policy: exclusive }).legal).toBe(`${monday} 17:30`);
  });

  test('3: a day ends by the hours in force on the due day', () => {
    const hue = rules.calendarOf('hue-2026');
    // Winter hours close at 17:00, those from April to September at 17:30.
    expect(due('2026-03-31 10:00', { calendar: hue }).legal).toBe('2026-03-31 17:00');
    expect(due('2026-03-31 15:30', { calendar: hue }).legal).toBe('2026-04-01 17:30');
    expect(due('2026-09-30 15:30', { calendar: hue }).legal).toBe('2026-10-01 17:00');
  });

  test('4: an extension counts from the day of the base due to that day’s close', () => {
    expect(due(`${monday} 10:00`, { extendDays: 1 }).legal).toBe(`${tuesday} 17:30`);
    expect(due(`${monday} 15:30`, { extendDays: 2 }).legal).toBe(`${thursday} 17:30`);
    expect(due(`${monday} 10:00`, { complex: true, extendDays: 1 }).legal).toBe(`${tuesday} 17:30`);
    expect(due('2026-11-23 10:00', { extendDays: 1 }).legal).toBe('2026-11-25 17:30');
    expect(() => due(`${monday} 10:00`, { extendDays: 3 })).toThrow(
      expect.objectContaining({ code: 'extension-too-long', params: { daysMax: 2 } }),
    );
    expect(() => due(`${monday} 10:00`, { extendDays: -1 })).toThrow('extension-too-long');
    expect(() => due(`${monday} 10:00`, { extendDays: 0.5 })).toThrow('extension-too-long');
    expect(due(`${monday} 10:00`, { extendUntil: parseDate('2026-11-27') }).legal).toBe(
      '2026-11-27 17:30',
    );
  });

  test('4: an extension by days with an earlier agreed date keeps the later due', () => {
    const agreed = { extendDays: 2, extendUntil: parseDate('2026-11-17') };
    expect(due(`${monday} 10:00`, agreed).legal).toBe('2026-11-18 17:30');
  });

  test('4: an agreed date on a day off ends with the next working day (BLDS 2015 Đ148.5)', () => {
    const answer = due(`${monday} 10:00`, { extendUntil: parseDate('2026-11-24') });
    expect(answer.legal).toBe('2026-11-25 17:30');
    expect(answer.because.map(({ citation }) => citation)).toContain('BLDS 2015 Đ148.5');
  });

  test('5: each budget from the previous one’s uncompressed due; a session’s end is an end', () => {
    const answer = due(`${monday} 14:50`);
    expect(answer.byHours).toEqual([`${tuesday} 09:20`, `${tuesday} 11:20`, `${tuesday} 14:50`]);
    expect(answer.due).toEqual([`${monday} 17:30`, `${monday} 17:30`, `${monday} 17:30`]);
    expect(due(`${monday} 08:00`).byHours[0]).toBe(`${monday} 12:00`);
    expect(due(`${monday} 17:30`).byHours[0]).toBe(`${tuesday} 12:00`);
  });

  test('6: a swapped Saturday is a full working day', () => {
    expect(due('2026-08-21 15:30').legal).toBe('2026-08-22 17:30');
    expect(due('2026-08-22 10:00').legal).toBe('2026-08-22 17:30');
    expect(due('2026-08-22 15:30').legal).toBe('2026-08-24 17:30');
    expect(due('2026-08-28 15:30').legal).toBe('2026-09-03 17:30');
  });

  test('6, 7: a service Saturday receives, but counts as the next working opening', () => {
    const data = {
      ...calendar.data,
      service: [
        {
          from: '2026-01-01',
          weekday: 6,
          sessions: [['08:00', '11:30'] as const],
          citation: 'Lịch mẫu',
        },
      ],
    };
    const serving = compileCalendar(data);
    const answer = due('2026-11-14 09:00', { calendar: serving });
    expect(answer.received).toBe(`${monday} 08:00`);
    expect(answer.legal).toBe(`${monday} 17:30`);
    expect(answer.because[2]).toMatchObject({
      rule: `Tiếp nhận trong buổi phục vụ ngày nghỉ: coi như nhận lúc mở cửa kế tiếp, 08:00 ngày 16/11/2026.`,
      citation: expect.stringContaining('Lịch mẫu') as unknown as string,
    });
    expect(receives(serving, at('2026-11-14 09:00'))).toBe(true);
    expect(receives(serving, at('2026-11-14 11:31'))).toBe(false);
    expect(receives(serving, at(`${monday} 09:00`))).toBe(true);
    expect(receives(calendar, at('2026-11-14 09:00'))).toBe(false);
  });

  test('8: a slip whenever the legal due lies on a later day', () => {
    expect(due(`${monday} 10:00`).slip).toBe(false);
    expect(due(`${monday} 15:00:00.001`).slip).toBe(true);
    expect(due('2026-11-14 09:00').slip).toBe(true);
    expect(due(`${monday} 10:00`, { extendDays: 1 }).slip).toBe(true);
  });

  test('9: an instant without an offset is refused; any offset is understood', () => {
    expect(() => parseInstant('2026-11-16T10:00:00')).toThrow('instant-without-zone');
    for (const same of ['2026-11-16T03:00:00Z', '2026-11-15T22:00:00.000-05:00']) {
      expect(parseInstant(same)).toBe(at(`${monday} 10:00`));
    }
  });
});

describe('around the holidays of the table', () => {
  test.each([
    ['2024-02-07 15:30', '2024-02-15 17:30'],
    ['2024-04-26 15:30', '2024-05-02 17:30'],
    ['2024-05-03 15:30', '2024-05-04 17:30'],
    ['2025-01-24 15:30', '2025-02-03 17:30'],
    ['2025-04-25 15:30', '2025-04-26 17:30'],
    ['2025-04-29 15:30', '2025-05-05 17:30'],
    ['2025-08-29 15:30', '2025-09-03 17:30'],
    ['2025-12-31 15:30', '2026-01-05 17:30'],
    ['2026-01-09 15:30', '2026-01-10 17:30'],
    ['2026-02-13 15:30', '2026-02-23 17:30'],
    ['2026-04-24 15:30', '2026-04-28 17:30'],
  ])('%s is due %s', (accepted, legal) => {
    expect(due(accepted).legal).toBe(legal);
  });

  test('as known before a swap was decided, the same acceptance was due otherwise', () => {
    const before = rules.calendarOf('vn', '2025-12-24');
    expect(due('2025-12-31 15:30', { calendar: before }).legal).toBe('2026-01-02 17:30');
    expect(rules.getCalendar(before.data.version)).toBe(before);
  });
});

describe('reasons', () => {
  test('an extension names its ground', () => {
    const { because } = due(`${monday} 10:00`, { complex: true, extensionGround: 'many-pages' });
    expect(because.map(({ rule }) => rule)).toContain('Lý do kéo dài: Bản chính có nhiều trang.');
  });

  test('each has a citation, in the order of application', () => {
    const { because } = due('2026-11-23 15:30');
    expect(because.every(({ rule, citation }) => rule !== '' && citation !== '')).toBe(true);
    const text = because.map(({ rule }) => rule).join('\n');
    expect(text.indexOf('sau 15:00')).toBeLessThan(text.indexOf('Ngày Văn hóa Việt Nam'));
    expect(text.indexOf('Ngày Văn hóa Việt Nam')).toBeLessThan(text.indexOf('hạn theo luật'));
  });

  /** The rules alone, without the four lines of the steps, which every answer has. */
  const legalRules = (...question: Parameters<typeof due>) =>
    due(...question)
      .because.map(({ rule }) => rule)
      .filter((rule) => !/^(Thời gian của các bước|Tạo bản sao|Ký bản sao|Cấp số)/.test(rule));

  test('a Friday afternoon tells of the hours, the cut-off, the days of rest and the slip', () => {
    expect(legalRules('2026-11-20 15:30')).toEqual([
      'Tính từ lúc cán bộ tiếp nhận bản chính: 15:30 ngày 20/11/2026.',
      'Giờ làm việc ngày 20/11/2026: 08:00–12:00, 13:30–17:30.',
      'Nhận lúc 15:30, sau 15:00: trả trong ngày làm việc tiếp theo, 23/11/2026.',
      'Nghỉ hằng tuần, không tính: thứ Bảy 21/11/2026, Chủ nhật 22/11/2026.',
      'Ngày làm việc kết thúc lúc hết giờ làm việc: hạn theo luật là 17:30 ngày 23/11/2026.',
      'Trả sau ngày tiếp nhận nên phải cấp phiếu hẹn ghi rõ giờ, ngày trả kết quả: 17:30 ngày 23/11/2026.',
    ]);
  });

  test('an acceptance on a holiday, a day of rest or at night says which, and whose word it is', () => {
    const { because } = due('2026-11-24 09:00');
    expect(because[2]).toEqual({
      rule: 'Tiếp nhận vào ngày nghỉ (Ngày Văn hóa Việt Nam): coi như nhận lúc mở cửa kế tiếp, 08:00 ngày 25/11/2026.',
      citation:
        'NĐ 23/2015/NĐ-CP Đ10.3 (tiếp nhận vào các ngày làm việc); NQ 28/2026/QH16 (hiệu lực 01/7/2026)',
    });
    expect(legalRules('2026-11-21 09:00')).toContain(
      'Tiếp nhận vào ngày nghỉ hằng tuần (thứ Bảy): coi như nhận lúc mở cửa kế tiếp, 08:00 ngày 23/11/2026.',
    );
    expect(legalRules('2026-11-19 20:33')).toContain(
      'Tiếp nhận ngoài giờ làm việc: coi như nhận lúc mở cửa kế tiếp, 08:00 ngày 20/11/2026.',
    );
  });

  test('an extension says to which day, the complex track that it is one', () => {
    expect(legalRules('2026-11-23 15:30', { extendDays: 1 })).toContain(
      'Kéo dài thêm 1 ngày làm việc, tính từ ngày phải trả ban đầu, đến 26/11/2026.',
    );
    const complex = due('2026-11-23 10:00', { complex: true, extendDays: 1 }).because;
    expect(complex.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining([
        'Phức tạp hoặc số lượng lớn: kéo dài thêm 1 ngày làm việc, tính từ ngày phải trả ban đầu, đến 25/11/2026.',
        'Tạo bản sao (bước 2): không quá 16 giờ (phức tạp, số lượng lớn), đến 10:00 ngày 26/11/2026.',
      ]),
    );
    const agreed = { extendDays: 2, extendUntil: parseDate('2026-11-25') };
    expect(legalRules('2026-11-23 15:30', agreed)).toContain(
      'Thỏa thuận bằng văn bản ghi ngày 25/11/2026, sớm hơn: không rút ngắn hạn đã có.',
    );
  });

  test('days off that only the chain of budgets reaches are named too', () => {
    expect(legalRules('2026-11-23 14:50')).toContain(
      'Ngày 24/11/2026 không tính: Ngày Văn hóa Việt Nam.',
    );
    expect(legalRules(`${monday} 14:50`).some((rule) => rule.includes('không tính'))).toBe(false);
  });

  test('where the hours change between receipt and due day, both are told', () => {
    const hours = legalRules('2026-09-30 15:30', { calendar: rules.calendarOf('hue-2026') });
    expect(hours.filter((rule) => rule.startsWith('Giờ làm việc'))).toEqual([
      'Giờ làm việc ngày 30/09/2026: 07:30–11:30, 13:30–17:30.',
      'Giờ làm việc ngày 01/10/2026: 07:30–11:30, 13:00–17:00.',
    ]);
  });

  test('many days of rest are counted, not listed', () => {
    const until = { extendUntil: parseDate('2026-12-31') };
    expect(legalRules(`${monday} 10:00`, until)).toContain(
      'Nghỉ hằng tuần, không tính: 12 ngày từ 21/11/2026 đến 27/12/2026.',
    );
  });

  test('a year nobody has decided yet is called predicted', () => {
    const answer = due('2027-02-03 15:30');
    expect(answer.legal).toBe('2027-02-11 17:30');
    expect(answer.because.at(-1)?.rule).toMatch(/^Dự kiến/);
    expect(due(`${monday} 15:30`).because.some(({ rule }) => rule.startsWith('Dự kiến'))).toBe(
      false,
    );
  });

  test('beyond the computed years nothing is answered', () => {
    expect(() => due('2023-12-29 10:00')).toThrow('calendar-out-of-range');
    expect(() => due('2036-01-02 10:00')).toThrow('calendar-out-of-range');
    expect(() => due('2035-12-31 16:00')).toThrow('calendar-out-of-range');
  });
});
