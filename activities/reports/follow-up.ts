import type { LivedDossier } from '../../db/reports/read-lived-dossiers';
import { stageDeclarations } from '../../domain/process';
import { type Cell, type Column, columns, type Table } from '../../domain/report-contents';
import { Counters } from './counters';
import type { PendingRow, Reading, ReportDefinition } from './definition';
import { local } from './dossier-rows';
import { FirstRows } from './first-rows';
import { endOf, standAt, type StoodDossier } from './judge-dossier';
import { alarmActs, listBreaches } from './list-breaches';
import { concerns, isLate, type Names } from './tally';

const { count, text, when } = columns;

interface Facts {
  dossier: LivedDossier;
  stood: StoodDossier;
  isLate: boolean;
  at: Date;
}

/** Why an inspector looks at a dossier, and on what ground. */
interface Criterion {
  id: string;
  vi: string;
  basis: string;
  holds: (facts: Facts) => boolean;
}

const ours = 'Tiêu chí nội bộ của Sao Y; không có trong văn bản';
/** Signed so soon after it was submitted, nobody can have compared it with the original. */
const hastyMs = 60_000;

const criteria: readonly Criterion[] = [
  {
    ...{ id: 'late', vi: 'Quá hạn trả kết quả', basis: 'NĐ 23/2015/NĐ-CP Điều 7' },
    holds: ({ isLate: late }) => late,
  },
  {
    id: 'no-apology',
    vi: 'Quá hạn mà chưa có thư xin lỗi',
    basis: 'NĐ 61/2018/NĐ-CP Điều 19.9; TT 03/2025/TT-VPCP mẫu 04',
    holds: ({ isLate: late, stood }) =>
      late &&
      !stood.acts.some(
        ({ action, details }) => action === 'issue-letter' && details['kind'] === 'apology',
      ),
  },
  {
    ...{ id: 'untold', vi: 'Quá giờ của bước mà không có cảnh báo', basis: ours },
    holds: ({ dossier, at }) =>
      listBreaches(dossier, at).some(
        ({ alarms }) => !alarms.some(({ kind }) => kind === 'breach' || kind === 'legal-breach'),
      ),
  },
  {
    ...{ id: 'returned', vi: 'Bị trả lại từ hai lần', basis: ours },
    holds: ({ stood }) => countOf(stood, 'return') > 1,
  },
  {
    ...{ id: 'refused', vi: 'Từ chối chứng thực', basis: 'NĐ 23/2015/NĐ-CP Điều 22' },
    holds: ({ stood }) => stood.outcome === 'refused',
  },
  {
    ...{ id: 'dropped', vi: 'Hủy hoặc rút sau khi đã trình ký', basis: ours },
    holds: ({ stood }) =>
      (stood.outcome === 'cancelled' || stood.outcome === 'withdrawn') &&
      countOf(stood, 'submit') > 0,
  },
  {
    ...{ id: 'extended', vi: 'Kéo dài thời hạn', basis: 'NĐ 23/2015/NĐ-CP Điều 21' },
    holds: ({ stood }) => countOf(stood, 'extend') > 0,
  },
  {
    ...{ id: 'corrected', vi: 'Sửa thông tin làm đổi phí', basis: ours },
    holds: ({ stood }) =>
      stood.acts.some(
        ({ action, details }) => action === 'correct' && details['feeBefore'] !== details['fee'],
      ),
  },
  {
    ...{ id: 'revoked', vi: 'Số đã hủy, bản sao bị thu hồi', basis: 'TT 01/2020/TT-BTP Điều 7' },
    holds: ({ dossier, at }) => {
      const voidedAt = dossier.papers?.entry?.voidedAt;
      return voidedAt !== null && voidedAt !== undefined && voidedAt <= at;
    },
  },
  {
    ...{ id: 'hasty', vi: 'Ký trong vòng một phút sau khi trình', basis: ours },
    holds: ({ stood }) =>
      stood.acts.some(
        ({ action, at }, place) =>
          action === 'sign' &&
          stood.acts
            .slice(0, place)
            .some((act) => act.action === 'submit' && at.getTime() - act.at.getTime() < hastyMs),
      ),
  },
  {
    ...{ id: 'same-person', vi: 'Một người vừa trình vừa ký', basis: ours },
    holds: ({ stood }) => {
      const by = (action: string) => stood.acts.findLast((act) => act.action === action)?.actorId;
      const signer = by('sign');
      return signer !== undefined && signer !== null && signer === by('submit');
    },
  },
];

function countOf({ acts }: StoodDossier, action: string): number {
  return acts.filter((act) => act.action === action).length;
}

const followColumns: Column[] = [
  text('Mã hồ sơ', 22),
  text('Cơ quan', 26),
  when('Tiếp nhận'),
  when('Kết thúc'),
  text('Tình trạng', 18),
  text('Vì sao cần xem', 46),
  text('Hồ sơ', 14),
  text('Nhật ký', 14),
  text('Bản sao', 14),
  text('Sổ chứng thực', 16),
];
const long = {
  name: 'Hồ sơ cần kiểm tra',
  title: 'DANH SÁCH HỒ SƠ CẦN THEO DÕI, KIỂM TRA',
  columns: followColumns,
};

/** Dossiers that an inspector looks at first, each with its grounds and the way to its proof. */
export const followUp: ReportDefinition = {
  acts: [...alarmActs, 'submit', 'sign'],
  withPapers: true,
  long,
  begin: (reading) => {
    const { span, offices } = reading;
    const at = endOf(span);
    const byOffice = new Counters();
    const first = new FirstRows(long);
    for (const { id } of offices) byOffice.add(id, 'seen', 0);
    return {
      add: (dossier) => {
        const stood = standAt(dossier, at);
        if (!concerns(dossier, stood, span)) return [];
        byOffice.add(dossier.officeId, 'seen');
        const facts = { dossier, stood, at, isLate: isLate(stood, span) };
        const met = criteria.filter(({ holds }) => holds(facts));
        if (met.length === 0) return [];
        byOffice.add(dossier.officeId, 'listed');
        for (const { id } of met) byOffice.add(dossier.officeId, id);
        return [first.add(rowOf(facts, met, reading))];
      },
      people: () => [],
      figures: (names) => contents(byOffice, first, names),
    };
  },
};

function rowOf(
  { dossier, stood }: Facts,
  met: readonly Criterion[],
  { publicUrl }: Reading,
): PendingRow {
  const { papers, code, id } = dossier;
  const entry = stood.numbered ? papers?.entry : null;
  const isDelivered = stood.outcome === 'delivered';
  const link = (words: string, path: string) => ({ text: words, href: `${publicUrl}${path}` });
  return {
    people: [],
    cells: ({ office }): Cell[] => [
      ...[code, office(dossier.officeId).name, local(dossier.acceptedAt)],
      stood.endedAt && local(stood.endedAt),
      stood.outcome === null ? 'Đang giải quyết' : stageDeclarations[stood.outcome].vi,
      met.map(({ vi }) => vi).join('; '),
      link('Mở hồ sơ', `/work/all/${id}`),
      link('Xem nhật ký', `/audit?dossier=${encodeURIComponent(code)}`),
      isDelivered && papers ? link('Kiểm tra', `/x/${papers.publicToken}`) : null,
      entry ? link(dossier.registerNumber ?? 'Xem sổ', `/so/${entry.bookId}`) : null,
    ],
  };
}

function contents(byOffice: Counters, first: FirstRows, names: Names) {
  const found = criteria.filter(({ id }) => byOffice.sum(id) > 0);
  const ranked = found
    .map(({ id, vi }) => ({ vi, value: byOffice.sum(id) }))
    .sort((a, b) => b.value - a.value);
  return {
    figures: [
      { value: byOffice.sum('listed'), kind: 'count' as const, words: 'hồ sơ cần kiểm tra' },
      { value: byOffice.sum('seen'), kind: 'count' as const, words: 'hồ sơ đã xét' },
      ...found.map(({ id, vi }) => ({
        ...{ value: byOffice.sum(id), kind: 'count' as const, words: vi.toLowerCase() },
      })),
    ],
    pictures: [
      {
        title: 'Theo tiêu chí',
        label: 'Biểu đồ thanh: số hồ sơ theo từng tiêu chí',
        ...{ form: 'ranked' as const, kind: 'count' as const },
        names: ranked.map(({ vi }) => vi),
        series: [
          {
            ...{ name: 'Hồ sơ', colour: 'near' as const },
            values: ranked.map(({ value }) => value),
          },
        ],
      },
    ],
    sheets: [
      { name: 'Theo tiêu chí', tables: [criteriaTable(byOffice), officeTable(byOffice, names)] },
      first.read('III. Hồ sơ cần kiểm tra', names),
    ],
  };
}

function criteriaTable(byOffice: Counters): Table {
  return {
    title: 'I. Theo tiêu chí (một hồ sơ có thể có nhiều)',
    columns: [text('Tiêu chí', 46), text('Căn cứ', 60), count('Số hồ sơ')],
    rows: criteria.map(({ id, vi, basis }) => [vi, basis, byOffice.sum(id)]),
  };
}

function officeTable(byOffice: Counters, names: Names): Table {
  const ids = ['seen', 'listed', ...criteria.map(({ id }) => id)];
  return {
    title: 'II. Theo cơ quan',
    columns: [
      ...[text('Cơ quan', 34), count('Đã xét'), count('Cần kiểm tra')],
      ...criteria.map(({ vi }) => ({ ...count(vi, 'Tiêu chí'), width: 13 })),
    ],
    rows: byOffice
      .keys()
      .map((office) => [
        names.office(office).name,
        ...ids.map((column) => byOffice.get(office, column)),
      ]),
    total: ['Tổng cộng', ...ids.map((column) => byOffice.sum(column))],
  };
}
