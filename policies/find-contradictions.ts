import { findMarkFault, markArea } from '../domain/attestation-layout';
import { compileCalendar } from '../deadlines/calendar';
import { parseDate } from '../deadlines/parse-time';
import { findTime, formatDate } from '../time/time';
import {
  bookingMessages,
  messageFields,
  messageNames,
  neededFields,
  staffMessages,
} from '../domain/notices';
import { steps } from '../domain/process';
import { type CalendarFile, type ExtendingFile, readCalendar } from './calendar-file';
import type { PolicyFile } from './policy';

/** Something wrong at a place in a file. */
export interface Finding {
  path: (string | number)[];
  reason: string;
}

/** What a schema cannot say about one policy: order, sums, and things that must exist elsewhere. */
export function findInPolicy(file: PolicyFile, calendarIds: ReadonlySet<unknown>): Finding[] {
  const findings: Finding[] = [];
  const named = file.steps.map(({ step }) => step);
  if (named.join() !== steps.join()) {
    findings.push({ path: ['steps'], reason: `Các bước phải đúng thứ tự ${steps.join(', ')}.` });
  }
  if (file.complex.extension_days > file.extension.days_max) {
    findings.push({
      path: ['complex', 'extension_days'],
      reason: `Kéo dài ${file.complex.extension_days} ngày vượt mức tối đa ${file.extension.days_max}.`,
    });
  }
  if (file.valid_to !== null && file.valid_to < file.valid_from) {
    findings.push({ path: ['valid_to'], reason: 'Ngày hết hiệu lực trước ngày có hiệu lực.' });
  }
  if (!calendarIds.has(file.calendar)) {
    findings.push({ path: ['calendar'], reason: `Không có lịch “${file.calendar}”.` });
  }
  const markFault = findMarkFault(file.layout.marks);
  if (markFault) {
    findings.push({ path: ['layout', 'marks'], reason: markFaultWords[markFault] });
  }
  return [...findings, ...findInFee(file), ...findTwins(file), ...findInMessages(file)];
}

const markFaultWords = {
  outside: `Chữ ký và con dấu phải nằm trong vùng ${markArea.left}–${markArea.right} mm ngang, ${markArea.top.signature}–${markArea.bottom} mm dọc của trang lời chứng.`,
  'too-small': 'Chữ ký và con dấu phải rộng và cao ít nhất 10 mm.',
  overlap:
    'Con dấu phải đứng cạnh cột chữ ký: hai ô chồng nhau bị phần mềm kiểm tra coi là giả mạo.',
};

/** What two policies say against each other: one id twice, one scope twice at a time, a hole in time. */
export function findInPolicies(
  file: PolicyFile,
  earlier: readonly PolicyFile[],
  all: readonly PolicyFile[],
): Finding[] {
  const findings: Finding[] = [];
  const sameScope = (other: PolicyFile) =>
    other.scope.area === file.scope.area && other.scope.procedure === file.scope.procedure;
  for (const other of earlier) {
    if (other.id === file.id) {
      findings.push({ path: ['id'], reason: `Hai bộ quy định cùng mang mã “${file.id}”.` });
    }
    if (sameScope(other) && overlap(file, other)) {
      findings.push({
        path: ['valid_from'],
        reason: `Cùng phạm vi và trùng thời gian hiệu lực với bộ “${other.id}”.`,
      });
    }
  }
  const next = all
    .filter((other) => sameScope(other) && other.valid_from > file.valid_from)
    .sort((one, other) => (one.valid_from < other.valid_from ? -1 : 1))[0];
  if (next && file.valid_to !== null && dayAfter(file.valid_to) < next.valid_from) {
    findings.push({
      path: ['valid_to'],
      reason: `Khoảng trống hiệu lực: sau ngày này đến trước ${next.valid_from} không có quy định nào.`,
    });
  }
  return findings;
}

/** What a schema cannot say about a calendar. `whole` is the file with what it extends under it. */
export function findInCalendar(file: CalendarFile | ExtendingFile, whole: CalendarFile): Finding[] {
  return [
    ...findInHours(file),
    ...findInDays(file, whole),
    ...findInSwaps(file, whole),
    // Hours in disorder, its own or those it stands on, make no calendar to look through.
    ...(findInHours(whole).length > 0 ? [] : findInRange(whole)),
  ];
}

function findInFee({ fee }: PolicyFile): Finding[] {
  return fee.per_page.flatMap(({ from_page }, index) => {
    const before = fee.per_page[index - 1]?.from_page ?? 0;
    const inOrder = index === 0 ? from_page === 1 : from_page > before;
    const path = ['fee', 'per_page', index, 'from_page'];
    return inOrder ? [] : [{ path, reason: 'Biểu phí phải bắt đầu từ trang 1 và tăng dần.' }];
  });
}

/** Each message once a language and all in Vietnamese, by channels that suit it, with fields that there are. */
function findInMessages({ messages }: PolicyFile): Finding[] {
  const missing = messageNames
    .filter((name) => !messages.some((one) => one.name === name && one.language === 'vi'))
    .map((name) => ({ path: ['messages'], reason: `Thiếu lời “${name}” bằng tiếng Việt.` }));
  const faults = messages.flatMap((message, index) => {
    const { name, language, channels, subject, text, short } = message;
    const at = (key: string, reason: string) => ({ path: ['messages', index, key], reason });
    const earlier = messages.slice(0, index);
    const isTwin = earlier.some((one) => one.name === name && one.language === language);
    const words = [subject, text, short ?? ''].join('\n');
    const fields = [...words.matchAll(/\{([^{}]*)\}/g)].map(([, field]) => String(field));
    const unknown = fields.find((field) => !messageFields.some((known) => known === field));
    const forgotten = neededFields[name]?.find((field) => !text.includes(`{${field}}`));
    const unfit = channels.find(
      (channel) => !bookingMessages.has(name) && (channel === 'portal') !== staffMessages.has(name),
    );
    return [
      ...(isTwin ? [at('name', `Lời “${name}” (${language}) lặp lại.`)] : []),
      ...(unknown === undefined ? [] : [at('text', `Không có ô “{${unknown}}” để điền.`)]),
      ...(forgotten === undefined ? [] : [at('text', `Lời “${name}” phải có {${forgotten}}.`)]),
      ...(unfit === undefined ? [] : [at('channels', `Lời “${name}” không đi bằng “${unfit}”.`)]),
      ...(channels.includes('sms') && short === undefined
        ? [at('short', 'Tin nhắn cần lời ngắn (short).')]
        : []),
    ];
  });
  return [...missing, ...faults];
}

function findTwins(file: PolicyFile): Finding[] {
  const lists: [path: string[], entries: { id: string }[]][] = [
    [['refusal_grounds'], file.refusal_grounds],
    [['forms'], file.forms],
    [['extension', 'grounds'], file.extension.grounds],
    [['pause', 'grounds'], file.pause.grounds],
  ];
  return lists.flatMap(([path, entries]) =>
    entries.flatMap(({ id }, index) =>
      entries.findIndex((other) => other.id === id) < index
        ? [
            {
              path: [...path, index, 'id'],
              reason: `Mã “${id}” lặp lại.`,
            },
          ]
        : [],
    ),
  );
}

function overlap(one: PolicyFile, other: PolicyFile): boolean {
  const end = 'z';
  return one.valid_from <= (other.valid_to ?? end) && other.valid_from <= (one.valid_to ?? end);
}

function dayAfter(date: string): string {
  return formatDate(parseDate(date) + 1);
}

function findInHours(file: CalendarFile | ExtendingFile): Finding[] {
  const weeks = file.hours.flatMap(({ week }, index) =>
    Object.entries(week).map(([weekday, sessions]) => ({
      path: ['hours', index, 'week', weekday],
      sessions,
    })),
  );
  const services = (file.service ?? []).map(({ sessions }, index) => ({
    path: ['service', index, 'sessions'],
    sessions,
  }));
  return [...weeks, ...services].flatMap(({ path, sessions }) => {
    const times = sessions.flat().map((time) => findTime(time) ?? 0);
    const inOrder = times.every((time, index) => index === 0 || time > times[index - 1]!);
    return inOrder
      ? []
      : [{ path, reason: 'Các buổi làm việc phải nối tiếp nhau, không chồng lên nhau.' }];
  });
}

function findInDays(file: CalendarFile | ExtendingFile, whole: CalendarFile): Finding[] {
  const list = file.days_off ?? [];
  const own = 'extends' in file ? whole.days_off.length - list.length : 0;
  return list.flatMap(({ date, withdrawn }, index) => {
    const path = ['days_off', index, 'date'];
    if (date < whole.from || date > whole.predicted.through) {
      return [{ path, reason: `Ngày ${date} nằm ngoài lịch.` }];
    }
    const twin = whole.days_off.findIndex(
      (other) => other.date === date && other.withdrawn === undefined,
    );
    return withdrawn === undefined && twin < own + index
      ? [{ path, reason: `Ngày ${date} đã có trong danh sách.` }]
      : [];
  });
}

/** A swap has two ends: the day off and the day worked for it, each decided once and taken back together. */
function findInSwaps(file: CalendarFile | ExtendingFile, whole: CalendarFile): Finding[] {
  const daysOff = whole.days_off.filter(
    ({ kind, withdrawn }) => kind === 'swapped' && withdrawn === undefined,
  );
  const worked = whole.swapped_workdays.filter(({ withdrawn }) => withdrawn === undefined);
  const off = (file.days_off ?? []).flatMap(({ date, kind, withdrawn }, index) =>
    kind === 'swapped' &&
    withdrawn === undefined &&
    !worked.some(({ instead_of }) => instead_of === date)
      ? [
          {
            path: ['days_off', index, 'kind'],
            reason: `Ngày ${date} nghỉ hoán đổi nhưng không có ngày làm bù.`,
          },
        ]
      : [],
  );
  const on = (file.swapped_workdays ?? []).flatMap(({ instead_of, withdrawn }, index) =>
    withdrawn === undefined && !daysOff.some(({ date }) => date === instead_of)
      ? [
          {
            path: ['swapped_workdays', index, 'instead_of'],
            reason: `Không có ngày nghỉ hoán đổi ${instead_of}.`,
          },
        ]
      : [],
  );
  return [...off, ...on];
}

/** Every day of the range has hours: a calendar with a hole in time answers wrongly in silence. */
function findInRange(whole: CalendarFile): Finding[] {
  const { findHours, firstDay, lastDay } = compileCalendar(readCalendar(whole));
  for (let day = firstDay; day <= lastDay; day++) {
    if (findHours(day) === undefined) {
      const date = formatDate(day);
      return [{ path: ['hours'], reason: `Không có giờ làm việc cho ngày ${date}.` }];
    }
  }
  return [];
}
