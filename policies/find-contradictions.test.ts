import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { messageNames } from '../domain/notices';
import { type CalendarFile, type ExtendingFile, extendCalendar } from './calendar-file';
import { findInCalendar, findInPolicies, findInPolicy } from './find-contradictions';
import { houseRules } from './load-rules';
import type { PolicyFile } from './policy';

/* What a schema cannot say, asked of the files as they are read and of what one change makes of them. */
const read = (file: string): unknown => parse(readFileSync(join(houseRules, file), 'utf8'));
const hanoi = read('hanoi-1287-2024.yaml') as PolicyFile;
const vn = read('calendars/vn.yaml') as CalendarFile;
const hue = read('calendars/hue-2026.yaml') as ExtendingFile;

function changed<File>(file: File, change: (copy: File) => unknown): File {
  const copy = structuredClone(file);
  change(copy);
  return copy;
}

describe('of one policy', () => {
  const found = (change: (copy: PolicyFile) => unknown) =>
    findInPolicy(changed(hanoi, change), new Set(['vn'])).map(
      ({ path, reason }) => `${path.join('/')}: ${reason}`,
    );

  test('nothing is wrong as it is, nor at the very edge of what is allowed', () => {
    expect(found(() => undefined)).toEqual([]);
    expect(found((file) => (file.complex.extension_days = file.extension.days_max))).toEqual([]);
    expect(found((file) => (file.valid_to = file.valid_from))).toEqual([]);
    expect(found((file) => (file.messages[0]!.language = 'vi'))).toEqual([]);
  });

  test.each<[string, (file: PolicyFile) => unknown, string]>([
    [
      'steps in another order',
      (file) => file.steps.reverse(),
      'steps: Các bước phải đúng thứ tự create, sign, seal.',
    ],
    [
      'a step less',
      (file) => file.steps.pop(),
      'steps: Các bước phải đúng thứ tự create, sign, seal.',
    ],
    [
      'more days than the law has',
      (file) => (file.complex.extension_days = 3),
      'complex/extension_days: Kéo dài 3 ngày vượt mức tối đa 2.',
    ],
    [
      'an end before its beginning',
      (file) => (file.valid_to = '2024-03-06'),
      'valid_to: Ngày hết hiệu lực trước ngày có hiệu lực.',
    ],
    ['no such calendar', (file) => (file.calendar = 'moon'), 'calendar: Không có lịch “moon”.'],
    [
      'a fee that leaves the first page out',
      (file) => (file.fee.per_page[0]!.from_page = 2),
      'fee/per_page/0/from_page: Biểu phí phải bắt đầu từ trang 1 và tăng dần.',
    ],
    [
      'a fee that names a page twice',
      (file) => (file.fee.per_page[1]!.from_page = 1),
      'fee/per_page/1/from_page: Biểu phí phải bắt đầu từ trang 1 và tăng dần.',
    ],
    [
      'a fee that goes back',
      (file) => file.fee.per_page.push({ from_page: 2, amount: 500 }),
      'fee/per_page/2/from_page: Biểu phí phải bắt đầu từ trang 1 và tăng dần.',
    ],
    [
      'a mark off its place',
      (file) => (file.layout.marks.seal.y = 10),
      'layout/marks: Chữ ký và con dấu phải nằm trong vùng 15–195 mm ngang, 165–226 mm dọc của trang lời chứng.',
    ],
    [
      'a mark that nobody sees',
      (file) => (file.layout.marks.seal.width = 9),
      'layout/marks: Chữ ký và con dấu phải rộng và cao ít nhất 10 mm.',
    ],
    [
      'a seal over the signature',
      (file) => (file.layout.marks.seal.x = 100),
      'layout/marks: Con dấu phải đứng cạnh cột chữ ký: hai ô chồng nhau bị phần mềm kiểm tra coi là giả mạo.',
    ],
    [
      'a ground of refusal twice',
      (file) => (file.refusal_grounds[2]!.id = file.refusal_grounds[0]!.id),
      'refusal_grounds/2/id: Mã “altered” lặp lại.',
    ],
    [
      'a form twice',
      (file) => (file.forms[1]!.id = 'receipt'),
      'forms/1/id: Mã “receipt” lặp lại.',
    ],
    [
      'a ground of extension twice',
      (file) => (file.extension.grounds[1]!.id = 'many-kinds'),
      'extension/grounds/1/id: Mã “many-kinds” lặp lại.',
    ],
    [
      'a ground of pause twice',
      (file) => {
        const wait = { id: 'wait', vi: 'Chờ', en: 'Wait', stops: 'step' as const, citation: 'QĐ' };
        file.pause.grounds = [wait, wait];
      },
      'pause/grounds/1/id: Mã “wait” lặp lại.',
    ],
  ])('%s', (_what, change, finding) => {
    expect(found(change)).toEqual([finding]);
  });

  const at = (name: string) => hanoi.messages.findIndex((message) => message.name === name);
  const message = (name: string, change: (one: PolicyFile['messages'][number]) => unknown) =>
    found((file) => change(file.messages[at(name)]!));

  test.each(messageNames)('no words for “%s” in Vietnamese', (name) => {
    const missing = [`messages: Thiếu lời “${name}” bằng tiếng Việt.`];
    expect(found((file) => file.messages.splice(at(name), 1))).toEqual(missing);
    expect(message(name, (one) => (one.language = 'en'))).toEqual(missing);
  });

  test('words twice in a language, not those of another', () => {
    const twice = (language: 'vi' | 'en') => (file: PolicyFile) =>
      file.messages.push({ ...file.messages[0]!, language });
    const last = hanoi.messages.length;
    expect(found(twice('vi'))).toEqual([`messages/${last}/name: Lời “copy” (vi) lặp lại.`]);
    expect(found(twice('en'))).toEqual([]);
  });

  test.each(['subject', 'text', 'short'] as const)('a field that there is not in the %s', (key) => {
    expect(message('revocation', (one) => (one[key] = `${one[key]} {name}`))).toEqual([
      `messages/${at('revocation')}/text: Không có ô “{name}” để điền.`,
    ]);
  });

  test('a field across two of the words is none', () => {
    expect(message('nudge', (one) => ((one.subject += '{'), (one.text = `}${one.text}`)))).toEqual([
      `messages/${at('nudge')}/text: Không có ô “{\n}” để điền.`,
    ]);
  });

  test('words without what they are for', () => {
    expect(message('copy', (one) => (one.text = one.text.replace('{link}', '')))).toEqual([
      `messages/${at('copy')}/text: Lời “copy” phải có {link}.`,
    ]);
    expect(message('first-password', (one) => (one.text = 'password {link}'))).toEqual([
      `messages/${at('first-password')}/text: Lời “first-password” phải có {password}.`,
    ]);
  });

  test('a channel that does not suit them, and text messages without short words', () => {
    const unfit = (name: string, channel: string) =>
      `messages/${at(name)}/channels: Lời “${name}” không đi bằng “${channel}”.`;
    expect(message('nudge', (one) => (one.channels = ['portal', 'mail']))).toEqual([
      unfit('nudge', 'mail'),
    ]);
    expect(message('copy', (one) => (one.channels = ['mail', 'portal']))).toEqual([
      unfit('copy', 'portal'),
    ]);
    expect(message('copy', (one) => (one.channels = ['mail', 'sms']))).toEqual([
      `messages/${at('copy')}/short: Tin nhắn cần lời ngắn (short).`,
    ]);
    expect(
      message('copy', (one) => Object.assign(one, { channels: ['sms'], short: 'Ngắn' })),
    ).toEqual([]);
  });
});

describe('of two policies', () => {
  const other = (more: Partial<PolicyFile>): PolicyFile => ({ ...hanoi, id: 'other', ...more });
  const found = (file: PolicyFile, earlier: PolicyFile[], later: PolicyFile[] = []) =>
    findInPolicies(file, earlier, [...earlier, file, ...later]).map(
      ({ path, reason }) => `${path.join('/')}: ${reason}`,
    );
  const twice = 'valid_from: Cùng phạm vi và trùng thời gian hiệu lực với bộ “hanoi-1287-2024”.';
  const until = (valid_to: string) => ({ ...hanoi, valid_to });

  test('one id, one scope at a time', () => {
    expect(found(hanoi, [])).toEqual([]);
    expect(found({ ...hanoi, scope: { ...hanoi.scope, area: 'vn/hue' } }, [hanoi])).toEqual([
      'id: Hai bộ quy định cùng mang mã “hanoi-1287-2024”.',
    ]);
    expect(found(other({ valid_from: '2026-01-01' }), [hanoi])).toEqual([twice]);
    expect(found(other({ scope: { ...hanoi.scope, area: 'vn' } }), [hanoi])).toEqual([]);
    expect(found(other({ scope: { ...hanoi.scope, procedure: '2.000884' } }), [hanoi])).toEqual([]);
  });

  test.each([
    ['2026-01-01', '2025-12-31', []],
    ['2026-01-01', '2026-01-01', [twice]],
    ['2026-01-01', '2026-06-30', [twice]],
  ])('one from %s beside one until %s', (valid_from, valid_to, findings) => {
    expect(found(other({ valid_from }), [until(valid_to)])).toEqual(findings);
    const before = other({ valid_from: '2020-01-01', valid_to: hanoi.valid_from });
    expect(found(before, [hanoi])).toEqual([twice]);
    expect(found({ ...before, valid_to: '2024-03-06' }, [hanoi])).toEqual([]);
  });

  test('a hole before the next of the same scope is told, the nearest alone', () => {
    const hole = (date: string) => [
      `valid_to: Khoảng trống hiệu lực: sau ngày này đến trước ${date} không có quy định nào.`,
    ];
    const next = other({ valid_from: '2026-01-01' });
    const last = other({ id: 'last', valid_from: '2028-01-01' });
    expect(found(until('2025-12-30'), [], [last, next])).toEqual(hole('2026-01-01'));
    expect(found(until('2025-12-30'), [], [next, last])).toEqual(hole('2026-01-01'));
    expect(found(until('2025-12-31'), [], [next])).toEqual([]);
    expect(found(hanoi, [], [next])).toEqual([]);
    expect(found(until('2025-12-30'), [], [])).toEqual([]);
    const elsewhere = other({ valid_from: '2026-01-01', scope: { ...hanoi.scope, area: 'vn' } });
    expect(found(until('2025-12-30'), [], [elsewhere])).toEqual([]);
    // What came before leaves no hole after.
    expect(
      found(until('2025-12-30'), [other({ valid_from: '2023-01-01', valid_to: '2023-06-30' })]),
    ).toEqual([]);
  });
});

describe('of a calendar', () => {
  const lines = (file: CalendarFile | ExtendingFile, whole: CalendarFile) =>
    findInCalendar(file, whole).map(({ path, reason }) => `${path.join('/')}: ${reason}`);
  const found = (change: (copy: CalendarFile) => unknown) => {
    const file = changed(vn, change);
    return lines(file, file);
  };
  const foundOver = (change: (copy: ExtendingFile) => unknown) => {
    const file = changed(hue, change);
    return lines(file, extendCalendar(vn, file));
  };
  const day = (date: string, more = {}) => ({
    ...{ date, kind: 'holiday' as const, name: 'nghỉ', recorded: '2026-01-01', citation: 'QĐ' },
    ...more,
  });
  const disorder = 'Các buổi làm việc phải nối tiếp nhau, không chồng lên nhau.';

  test('nothing is wrong as they are', () => {
    expect(found(() => undefined)).toEqual([]);
    expect(foundOver(() => undefined)).toEqual([]);
  });

  test('sessions in order, of each weekday and of the hours of service', () => {
    expect(
      found(
        (file) =>
          (file.hours[0]!.week.tue = [
            ['08:00', '12:00'],
            ['11:00', '17:00'],
          ]),
      ),
    ).toEqual([`hours/0/week/tue: ${disorder}`]);
    expect(
      found(
        (file) =>
          (file.hours[0]!.week.fri = [
            ['08:00', '12:00'],
            ['12:00', '17:00'],
          ]),
      ),
    ).toEqual([`hours/0/week/fri: ${disorder}`]);
    const service =
      (...sessions: [string, string][]) =>
      (file: CalendarFile) =>
        (file.service = [
          { from: '2026-01-01', recorded: '2026-01-01', weekday: 'sat', sessions, citation: 'QĐ' },
        ]);
    expect(found(service(['08:00', '11:30'], ['13:00', '15:00']))).toEqual([]);
    expect(found(service(['11:30', '08:00']))).toEqual([`service/0/sessions: ${disorder}`]);
    expect(found((file) => (file.hours[0]!.week.tue = [['00:00', '12:00']]))).toEqual([]);
    // One in disorder says nothing of the range it stands on.
    expect(foundOver((file) => (file.hours[1]!.week.mon = [['17:00', '13:00']]))).toEqual([
      `hours/1/week/mon: ${disorder}`,
    ]);
  });

  test('days off within the calendar, each once, also over the one it stands on', () => {
    const last = vn.days_off.length;
    const add =
      (...days: ReturnType<typeof day>[]) =>
      (file: CalendarFile) =>
        file.days_off.push(...days);
    expect(found(add(day('2024-01-02'), day('2035-12-31')))).toEqual([]);
    expect(found(add(day('2023-12-31')))).toEqual([
      `days_off/${last}/date: Ngày 2023-12-31 nằm ngoài lịch.`,
    ]);
    expect(found(add(day('2036-01-01')))).toEqual([
      `days_off/${last}/date: Ngày 2036-01-01 nằm ngoài lịch.`,
    ]);
    expect(found(add(day('2026-11-24')))).toEqual([
      `days_off/${last}/date: Ngày 2026-11-24 đã có trong danh sách.`,
    ]);
    expect(found(add(day('2026-06-01', { withdrawn: '2026-02-01' }), day('2026-06-01')))).toEqual(
      [],
    );
    expect(found(add(day('2026-06-01'), day('2026-06-01', { withdrawn: '2026-02-01' })))).toEqual(
      [],
    );
    const own =
      (...days: ReturnType<typeof day>[]) =>
      (file: ExtendingFile) =>
        (file.days_off = days);
    expect(foundOver(own(day('2026-11-25')))).toEqual([]);
    expect(foundOver(own(day('2026-11-24')))).toEqual([
      'days_off/0/date: Ngày 2026-11-24 đã có trong danh sách.',
    ]);
    expect(foundOver(own(day('2026-11-25'), day('2026-11-25')))).toEqual([
      'days_off/1/date: Ngày 2026-11-25 đã có trong danh sách.',
    ]);
  });

  test('both ends of a swap', () => {
    const swapped = (more = {}) => day('2026-06-01', { kind: 'swapped', ...more });
    const worked = (instead_of: string) => ({
      ...{ date: '2026-06-06', instead_of, recorded: '2026-01-01', citation: 'QĐ' },
    });
    const last = [vn.days_off.length, vn.swapped_workdays.length];
    expect(found((file) => file.days_off.push(swapped()))).toEqual([
      `days_off/${last[0]}/kind: Ngày 2026-06-01 nghỉ hoán đổi nhưng không có ngày làm bù.`,
    ]);
    expect(found((file) => file.days_off.push(swapped({ withdrawn: '2026-02-01' })))).toEqual([]);
    const noSwap = (date: string) => [
      `swapped_workdays/${last[1]}/instead_of: Không có ngày nghỉ hoán đổi ${date}.`,
    ];
    expect(found((file) => file.swapped_workdays.push(worked('2026-06-01')))).toEqual(
      noSwap('2026-06-01'),
    );
    // A holiday is no day off in exchange.
    expect(found((file) => file.swapped_workdays.push(worked('2026-11-24')))).toEqual(
      noSwap('2026-11-24'),
    );
    const both = (file: CalendarFile | ExtendingFile) => {
      file.days_off = [...(file.days_off ?? []), swapped()];
      file.swapped_workdays = [...(file.swapped_workdays ?? []), worked('2026-06-01')];
    };
    expect(found(both)).toEqual([]);
    expect(foundOver(both)).toEqual([]);
    // One end that was taken back leaves the other without its own.
    const taken = { withdrawn: '2026-02-01' };
    const half = (off: object, on: object) =>
      found((file) => {
        file.days_off.push(swapped(off));
        file.swapped_workdays.push({ ...worked('2026-06-01'), ...on });
      });
    expect(half(taken, taken)).toEqual([]);
    expect(half(taken, {})).toEqual(noSwap('2026-06-01'));
    expect(half({}, taken)).toEqual([
      `days_off/${last[0]}/kind: Ngày 2026-06-01 nghỉ hoán đổi nhưng không có ngày làm bù.`,
    ]);
  });

  test('hours on every day of the range, the first and the last too', () => {
    const none = (date: string) => [`hours: Không có giờ làm việc cho ngày ${date}.`];
    expect(found((file) => (file.hours[0]!.from = '2024-01-03'))).toEqual(none('2024-01-01'));
    expect(found((file) => (file.hours[0]!.to = '2030-06-30'))).toEqual(none('2030-07-01'));
    expect(found((file) => (file.hours[0]!.to = '2035-12-30'))).toEqual(none('2035-12-31'));
    expect(found((file) => (file.hours[0]!.to = '2035-12-31'))).toEqual([]);
  });
});
