import { describe, expect, test } from '@jest/globals';
import { loadRules } from '../policies/load-rules';
import { compileCalendar } from './calendar';
import { computeDeadlines } from './due';
import { parseDate, parseInstant } from './parse-time';
import { planStep } from './plan-step';
import type { DeadlineQuestion, StepQuestion } from './questions';
import { explainStep } from './reasons';
import { explainDaysBetween, explainHours, sessionsText } from './reasons-of-days';
import type { DeadlineRules } from './rules';

/* Every sentence that an inspector reads, whole and with its source. The rules are cited by short names here. */
const rules = loadRules();
const house = rules.defaultPolicy;
const vn = rules.calendarOf('vn');
const cite = <Rule extends object>(rule: Rule, citation: string) => ({ ...rule, citation });
const policy: DeadlineRules = {
  ...house,
  name: 'bộ mẫu',
  clockStart: cite(house.clockStart, 'khởi đầu'),
  cutoff: cite(house.cutoff, 'mốc giờ'),
  endOfDay: cite(house.endOfDay, 'cuối ngày'),
  hoursKind: cite(house.hoursKind, 'loại giờ'),
  outsideHours: cite(house.outsideHours, 'ngoài giờ'),
  steps: house.steps.map((step) => cite(step, step.step)),
  stepsWithinLaw: cite(house.stepsWithinLaw, 'trong luật'),
  complex: cite(house.complex, 'phức tạp'),
  extension: {
    ...cite(house.extension, 'kéo dài'),
    dayOffCitation: 'ngày nghỉ',
    grounds: [{ id: 'many', vi: 'Nhiều trang', en: 'Many pages', citation: 'lý do' }],
  },
  slip: cite(house.slip, 'phiếu hẹn'),
  notice: { percent: 75, citation: 'nhắc' },
  pause: {
    grounds: [{ id: 'wait', vi: 'Chờ', en: 'Wait', stops: 'legal', citation: 'chờ' }],
    citation: 'dừng',
  },
  escalation: { afterMinutes: 30, citation: 'điều hành' },
};
const calendar = compileCalendar({
  ...vn.data,
  hours: vn.data.hours.map((hours) => cite(hours, 'giờ')),
  daysOff: vn.data.daysOff.map((day) => cite(day, day.predicted ? 'dự kiến' : 'nghỉ')),
  swappedWorkdays: vn.data.swappedWorkdays.map((day) => cite(day, 'làm bù')),
});
const at = (text: string) => parseInstant(`${text.replace(' ', 'T')}+07:00`);
const because = (accepted: string, question: Partial<DeadlineQuestion> = {}) =>
  computeDeadlines({ acceptedAt: at(accepted), policy, calendar, ...question }).because.map(
    ({ rule, citation }) => `${rule} [${citation}]`,
  );

const sameDay = [
  'Tính từ lúc cán bộ tiếp nhận bản chính: 08:00 ngày 16/11/2026. [khởi đầu]',
  'Giờ làm việc ngày 16/11/2026: 08:00–12:00, 13:30–17:30. [giờ]',
  'Nhận lúc 08:00, không sau 15:00: trả trong ngày 16/11/2026. [mốc giờ]',
];
const plainEnd =
  'Ngày làm việc kết thúc lúc hết giờ làm việc: hạn theo luật là 17:30 ngày 16/11/2026. [cuối ngày]';
const plainSteps = [
  'Thời gian của các bước là giờ làm việc, nối tiếp nhau từ lúc nhận, 08:00 ngày 16/11/2026. [loại giờ]',
  'Tạo bản sao (bước 2): không quá 4 giờ, đến 12:00 ngày 16/11/2026. [create]',
  'Ký bản sao (bước 3): không quá 2 giờ, đến 15:30 ngày 16/11/2026. [sign]',
  'Cấp số và đóng dấu (bước 4): không quá 2 giờ, đến 17:30 ngày 16/11/2026. [seal]',
];

describe('the reasons of an acceptance', () => {
  test('that fits its day: nothing of the law, of a slip or of a forecast', () => {
    expect(because('2026-11-16 08:00')).toEqual([...sameDay, plainEnd, ...plainSteps]);
  });

  test('on the complex track, with its ground, over a holiday', () => {
    expect(because('2026-11-23 15:30', { complex: true, extensionGround: 'many' })).toEqual([
      'Tính từ lúc cán bộ tiếp nhận bản chính: 15:30 ngày 23/11/2026. [khởi đầu]',
      'Giờ làm việc ngày 23/11/2026: 08:00–12:00, 13:30–17:30. [giờ]',
      'Nhận lúc 15:30, sau 15:00: trả trong ngày làm việc tiếp theo, 25/11/2026. [mốc giờ]',
      'Lý do kéo dài: Nhiều trang. [lý do]',
      'Phức tạp hoặc số lượng lớn: kéo dài thêm 2 ngày làm việc, tính từ ngày phải trả ban đầu, đến 27/11/2026. [phức tạp]',
      'Ngày 24/11/2026 không tính: Ngày Văn hóa Việt Nam. [nghỉ]',
      'Ngày làm việc kết thúc lúc hết giờ làm việc: hạn theo luật là 17:30 ngày 27/11/2026. [cuối ngày]',
      'Thời gian của các bước là giờ làm việc, nối tiếp nhau từ lúc nhận, 15:30 ngày 23/11/2026. [loại giờ]',
      'Tạo bản sao (bước 2): không quá 16 giờ (phức tạp, số lượng lớn), đến 15:30 ngày 26/11/2026. [create]',
      'Ký bản sao (bước 3): không quá 2 giờ, đến 17:30 ngày 26/11/2026. [sign]',
      'Cấp số và đóng dấu (bước 4): không quá 2 giờ, đến 10:00 ngày 27/11/2026. [seal]',
      'Trả sau ngày tiếp nhận nên phải cấp phiếu hẹn ghi rõ giờ, ngày trả kết quả: 17:30 ngày 27/11/2026. [phiếu hẹn]',
    ]);
  });

  const slip =
    'Trả sau ngày tiếp nhận nên phải cấp phiếu hẹn ghi rõ giờ, ngày trả kết quả: 17:30 ngày 25/11/2026. [phiếu hẹn]';

  test('that was agreed to end on a day off', () => {
    expect(because('2026-11-16 08:00', { extendUntil: parseDate('2026-11-24') })).toEqual([
      ...sameDay,
      'Kéo dài đến ngày 24/11/2026 theo thỏa thuận bằng văn bản với người yêu cầu. [kéo dài]',
      'Ngày thỏa thuận là ngày nghỉ: hết hạn vào cuối ngày làm việc kế tiếp. [ngày nghỉ]',
      'Nghỉ hằng tuần, không tính: thứ Bảy 21/11/2026, Chủ nhật 22/11/2026. [giờ]',
      'Ngày 24/11/2026 không tính: Ngày Văn hóa Việt Nam. [nghỉ]',
      'Ngày làm việc kết thúc lúc hết giờ làm việc: hạn theo luật là 17:30 ngày 25/11/2026. [cuối ngày]',
      ...plainSteps,
      slip,
    ]);
  });

  test('that was agreed for a working day, the day itself or one that is earlier than the due', () => {
    expect(because('2026-11-16 08:00', { extendUntil: parseDate('2026-11-16') })).toEqual([
      ...sameDay,
      'Kéo dài đến ngày 16/11/2026 theo thỏa thuận bằng văn bản với người yêu cầu. [kéo dài]',
      plainEnd,
      ...plainSteps,
    ]);
    const both = { extendDays: 1, extendUntil: parseDate('2026-11-16') };
    expect(because('2026-11-16 08:00', both).slice(3, 5)).toEqual([
      'Kéo dài thêm 1 ngày làm việc, tính từ ngày phải trả ban đầu, đến 17/11/2026. [kéo dài]',
      'Thỏa thuận bằng văn bản ghi ngày 16/11/2026, sớm hơn: không rút ngắn hạn đã có. [kéo dài]',
    ]);
    // A Sunday ends with the Monday on which the copy is due anyway.
    const sunday = { extendUntil: parseDate('2026-11-15') };
    expect(because('2026-11-16 08:00', sunday).slice(3, 5)).toEqual([
      'Kéo dài đến ngày 15/11/2026 theo thỏa thuận bằng văn bản với người yêu cầu. [kéo dài]',
      'Ngày thỏa thuận là ngày nghỉ: hết hạn vào cuối ngày làm việc kế tiếp. [ngày nghỉ]',
    ]);
  });

  test('under rules that are not in force yet, or no more', () => {
    expect(because('2024-03-06 09:00')[0]).toBe(
      'Lưu ý: ngày tiếp nhận nằm ngoài thời gian hiệu lực của bộ quy định (từ 07/03/2024); vẫn tính theo bộ này vì được chỉ định. [bộ mẫu]',
    );
    expect(because('2024-03-07 09:00')[0]).toMatch(/^Tính từ lúc/);
    const until = (validTo: string) =>
      because('2026-11-16 08:00', { policy: { ...policy, validTo } })[0];
    expect(until('2026-11-15')).toBe(
      'Lưu ý: ngày tiếp nhận nằm ngoài thời gian hiệu lực của bộ quy định (từ 07/03/2024 đến 15/11/2026); vẫn tính theo bộ này vì được chỉ định. [bộ mẫu]',
    );
    expect(until('2026-11-16')).toMatch(/^Tính từ lúc/);
  });

  test('that stood still: each pause with what it stopped, one by a rule that is gone by its name', () => {
    const pauses = [
      {
        ...{ from: at('2026-11-16 09:00'), to: at('2026-11-16 10:00') },
        ...{ ground: 'wait', stopsLegal: true },
      },
      {
        ...{ from: at('2026-11-16 10:30'), to: at('2026-11-16 11:00') },
        ...{ ground: 'old', stopsLegal: false },
      },
    ];
    const reasons = because('2026-11-16 08:00', { pauses });
    expect(reasons.slice(3, 6)).toEqual([
      'Tạm dừng từ 09:00 ngày 16/11/2026 đến 10:00 ngày 16/11/2026 (Chờ): thời hạn theo luật và thời gian của bước không tính trong lúc đó. [chờ]',
      'Tạm dừng từ 10:30 ngày 16/11/2026 đến 11:00 ngày 16/11/2026 (old): thời gian của bước không tính trong lúc đó, thời hạn theo luật vẫn tính. [dừng]',
      'Ngày làm việc kết thúc lúc hết giờ làm việc, cộng thời gian tạm dừng: hạn theo luật là 09:00 ngày 17/11/2026. [cuối ngày]',
    ]);
    expect(because('2026-11-16 08:00', { pauses: pauses.slice(1) })[4]).toBe(plainEnd);
  });

  test('by a day that ends at midnight and hours that run on', () => {
    const elapsed: DeadlineRules = {
      ...policy,
      endOfDay: { kind: 'midnight', citation: 'cuối ngày' },
      hoursKind: { kind: 'elapsed', citation: 'loại giờ' },
    };
    expect(because('2026-11-16 08:00', { policy: elapsed })).toEqual([
      ...sameDay,
      'Ngày kết thúc lúc nửa đêm: hạn theo luật là 00:00 ngày 17/11/2026. [cuối ngày]',
      'Thời gian của các bước là giờ liên tục, nối tiếp nhau từ lúc nhận, 08:00 ngày 16/11/2026. [loại giờ]',
      'Tạo bản sao (bước 2): không quá 4 giờ, đến 12:00 ngày 16/11/2026. [create]',
      'Ký bản sao (bước 3): không quá 2 giờ, đến 14:00 ngày 16/11/2026. [sign]',
      'Cấp số và đóng dấu (bước 4): không quá 2 giờ, đến 16:00 ngày 16/11/2026. [seal]',
    ]);
  });

  test('at the very cut-off, where that is the next day’s by the rules', () => {
    const exclusive = { ...policy, cutoff: { ...policy.cutoff, inclusive: false } };
    expect(because('2026-11-16 15:00', { policy: exclusive })[2]).toBe(
      'Nhận lúc 15:00, sau 15:00: trả trong ngày làm việc tiếp theo, 17/11/2026. [mốc giờ]',
    );
    expect(because('2026-11-16 14:59', { policy: exclusive })[2]).toBe(
      'Nhận lúc 14:59, không sau 15:00: trả trong ngày 16/11/2026. [mốc giờ]',
    );
    expect(because('2026-11-16 15:00')[2]).toBe(
      'Nhận lúc 15:00, không sau 15:00: trả trong ngày 16/11/2026. [mốc giờ]',
    );
  });

  test('whose budgets overrun the law', () => {
    expect(because('2026-11-16 08:01').slice(5)).toEqual([
      'Tạo bản sao (bước 2): không quá 4 giờ, đến 13:31 ngày 16/11/2026. [create]',
      'Ký bản sao (bước 3): không quá 2 giờ, đến 15:31 ngày 16/11/2026. [sign]',
      'Cấp số và đóng dấu (bước 4): không quá 2 giờ, đến 08:01 ngày 17/11/2026. [seal]',
      'Cộng thời gian các bước thì quá hạn theo luật: bước nào cũng không được quá 17:30 ngày 16/11/2026, nhịp làm việc chia theo tỷ lệ thời gian của từng bước. [trong luật]',
    ]);
  });

  test('with budgets that are no whole hours', () => {
    const steps = policy.steps.map((step, index) => ({
      ...step,
      budgetMinutes: [45, 90, 0][index]!,
    }));
    expect(because('2026-11-16 08:00', { policy: { ...policy, steps } }).slice(5)).toEqual([
      'Tạo bản sao (bước 2): không quá 45 phút, đến 08:45 ngày 16/11/2026. [create]',
      'Ký bản sao (bước 3): không quá 1 giờ 30 phút, đến 10:15 ngày 16/11/2026. [sign]',
      'Cấp số và đóng dấu (bước 4): không quá 0 phút, đến 10:15 ngày 16/11/2026. [seal]',
    ]);
  });

  test('that is due on a Saturday worked for another day', () => {
    expect(because('2026-08-21 15:30').slice(2, 5)).toEqual([
      'Nhận lúc 15:30, sau 15:00: trả trong ngày làm việc tiếp theo, 22/08/2026. [mốc giờ]',
      'Ngày 22/08/2026 là ngày làm bù cho 31/08/2026: tính như ngày làm việc. [làm bù]',
      'Ngày làm việc kết thúc lúc hết giờ làm việc: hạn theo luật là 17:30 ngày 22/08/2026. [cuối ngày]',
    ]);
  });

  test('outside the hours: at night, on a day of rest, on a holiday, each by its own name', () => {
    expect(because('2026-11-19 20:33')[2]).toBe(
      'Tiếp nhận ngoài giờ làm việc: coi như nhận lúc mở cửa kế tiếp, 08:00 ngày 20/11/2026. [ngoài giờ]',
    );
    expect(because('2026-11-22 09:00')[2]).toBe(
      'Tiếp nhận vào ngày nghỉ hằng tuần (Chủ nhật): coi như nhận lúc mở cửa kế tiếp, 08:00 ngày 23/11/2026. [ngoài giờ]',
    );
    expect(because('2026-11-24 09:00')[2]).toBe(
      'Tiếp nhận vào ngày nghỉ (Ngày Văn hóa Việt Nam): coi như nhận lúc mở cửa kế tiếp, 08:00 ngày 25/11/2026. [ngoài giờ; nghỉ]',
    );
  });

  test('in a year that nobody has decided: the forecast is told from the first day after, and by whose rule', () => {
    const forecast =
      'Dự kiến: lịch nghỉ sau ngày 31/12/2026 chưa được quyết định, hạn này tính theo luật và có thể đổi.';
    expect(because('2027-01-04 08:00').at(-1)).toBe(`${forecast} [dự kiến]`);
    expect(because('2026-12-30 15:30').at(-1)).toMatch(/^Trả sau ngày tiếp nhận/);
    // The budgets alone reach the year.
    expect(because('2026-12-31 14:50').at(-1)).toBe(`${forecast} [dự kiến]`);
    const undecided = compileCalendar({ ...calendar.data, daysOff: [] });
    expect(because('2027-01-05 08:00', { calendar: undecided }).at(-1)).toBe(
      `${forecast} [${vn.data.name}]`,
    );
  });
});

describe('days of rest', () => {
  test('are named one by one up to six, then counted', () => {
    const until = (day: string) =>
      because('2026-11-16 08:00', { extendUntil: parseDate(day) }).find((rule) =>
        rule.startsWith('Nghỉ hằng tuần'),
      );
    expect(until('2026-12-07')).toBe(
      'Nghỉ hằng tuần, không tính: thứ Bảy 21/11/2026, Chủ nhật 22/11/2026, thứ Bảy 28/11/2026, Chủ nhật 29/11/2026, thứ Bảy 05/12/2026, Chủ nhật 06/12/2026. [giờ]',
    );
    expect(until('2026-12-14')).toBe(
      'Nghỉ hằng tuần, không tính: 8 ngày từ 21/11/2026 đến 13/12/2026. [giờ]',
    );
  });

  test('bear the names of their weekdays, and those of no rule the name of the calendar', () => {
    const hours = calendar.data.hours[0]!;
    const week = hours.week.map((sessions, day) => (day === 1 ? sessions : []));
    const mondays = compileCalendar({
      ...calendar.data,
      ...{ daysOff: [], swappedWorkdays: [], hours: [{ ...hours, week }] },
    });
    expect(explainDaysBetween(mondays, parseDate('2026-11-17'), parseDate('2026-11-22'))).toEqual([
      {
        rule: 'Nghỉ hằng tuần, không tính: thứ Ba 17/11/2026, thứ Tư 18/11/2026, thứ Năm 19/11/2026, thứ Sáu 20/11/2026, thứ Bảy 21/11/2026, Chủ nhật 22/11/2026.',
        citation: 'giờ',
      },
    ]);
    expect(explainDaysBetween(mondays, parseDate('2026-11-16'), parseDate('2026-11-16'))).toEqual(
      [],
    );
    const later = compileCalendar({ ...mondays.data, hours: [{ ...hours, from: '2026-11-23' }] });
    expect(explainDaysBetween(later, parseDate('2026-11-16'), parseDate('2026-11-16'))).toEqual([
      {
        rule: 'Nghỉ hằng tuần, không tính: thứ Hai 16/11/2026.',
        citation: vn.data.name,
      },
    ]);
    expect(explainHours(later, parseDate('2026-11-16'), undefined)).toEqual([]);
  });

  test('are told of no day that has no hours, and of none that was told already', () => {
    const saturday = parseDate('2026-11-21');
    expect(explainHours(calendar, saturday, undefined)).toEqual([]);
    expect(sessionsText(calendar, saturday)).toBe('');
    expect(sessionsText(calendar, saturday - 1)).toBe('08:00–12:00, 13:30–17:30');
    expect(explainHours(calendar, saturday - 1, saturday - 1)).toEqual([]);
    expect(explainHours(calendar, saturday - 1, saturday - 2)).toEqual([]);
    expect(explainHours(calendar, saturday - 1, saturday)).toHaveLength(1);
  });
});

describe('the reasons of a step', () => {
  const hour = 3_600_000;
  const question = (more: Partial<StepQuestion>): StepQuestion => ({
    ...{ step: 'create', startedAt: at('2026-11-16 08:00'), budgetLeftMs: 4 * hour },
    ...{ laterBudgetsMs: [2 * hour, 2 * hour], legalDue: at('2026-11-16 17:30') },
    ...{ policy, calendar, ...more },
  });
  const of = (more: Partial<StepQuestion>) =>
    planStep(question(more)).because.map(({ rule, citation }) => `${rule} [${citation}]`);

  test('in time: its own end, the notice and the supervisor', () => {
    expect(of({})).toEqual([
      'Tạo bản sao (bước 2): hết thời gian của bước lúc 12:00 ngày 16/11/2026. [create]',
      'Nhắc khi đã qua 75 % thời gian làm việc của bước: 11:00 ngày 16/11/2026. [nhắc]',
      'Quá hạn của bước mà chưa xong: báo người điều hành lúc 14:00 ngày 16/11/2026, sau 30 phút làm việc. [điều hành]',
    ]);
  });

  test('are those of its own step', () => {
    expect(of({ step: 'sign', budgetLeftMs: 2 * hour, laterBudgetsMs: [2 * hour] })[0]).toBe(
      'Ký bản sao (bước 3): hết thời gian của bước lúc 10:00 ngày 16/11/2026. [sign]',
    );
    expect(of({ step: 'seal', budgetLeftMs: 2 * hour, laterBudgetsMs: [] })[0]).toBe(
      'Cấp số và đóng dấu (bước 4): hết thời gian của bước lúc 10:00 ngày 16/11/2026. [seal]',
    );
  });

  test('that must leave time to the steps after it', () => {
    expect(of({ startedAt: at('2026-11-16 10:00') })[1]).toBe(
      'Nên xong trước 14:30 ngày 16/11/2026 để các bước sau còn đủ phần thời gian của mình. [trong luật]',
    );
  });

  test('that the law ends first', () => {
    const late = of({ startedAt: at('2026-11-16 16:30'), laterBudgetsMs: [] });
    expect(late.slice(0, 3)).toEqual([
      'Tạo bản sao (bước 2): hết thời gian của bước lúc 11:00 ngày 17/11/2026. [create]',
      'Hạn theo luật 17:30 ngày 16/11/2026 đến trước nên là hạn của bước. [trong luật]',
      'Nhắc khi đã qua 75 % thời gian làm việc của bước: 17:15 ngày 16/11/2026. [nhắc]',
    ]);
  });

  test('of rules that call no supervisor, or do not know the step', () => {
    expect(of({ policy: { ...policy, escalation: undefined } })).toHaveLength(2);
    const plan = planStep(question({}));
    expect(explainStep(question({}), { ...plan, escalateAt: null })).toHaveLength(2);
    const without = { ...policy, steps: [] };
    expect(explainStep(question({ policy: without }), plan)[0]).toEqual({
      rule: 'create: hết thời gian của bước lúc 12:00 ngày 16/11/2026.',
      citation: 'loại giờ',
    });
  });
});
