import { type Step, stepDeclarations } from '../../domain/process';
import {
  deliveredOf,
  type DossierCounts,
  onTimeShareOf,
  type Punctuality,
  type ReportFigures,
  type StepLine,
} from '../../domain/reports';
import {
  type Cell,
  type Column,
  columns,
  type Figure,
  type Picture,
  type ReportContents,
  type Table,
} from '../../domain/report-contents';

const { count, share, text } = columns;
const minutes = (title: string) => columns.decimal(title, 'Phút làm việc');

/** What the report on the internal process (QĐ 1287/QĐ-UBND) says, from its figures. */
export function complianceContents(figures: ReportFigures): ReportContents {
  return {
    figures: headFigures(figures),
    pictures: [byMonthPicture(figures), byStepPicture(figures), byOfficePicture(figures)],
    sheets: [
      { name: 'Tổng hợp', tables: [byOffice(figures)] },
      { name: 'Các bước', tables: [bySteps(figures), stepsByOffice(figures)] },
      { name: 'Người thực hiện', tables: [byPerson(figures)] },
      { name: 'Theo tháng', tables: [byMonth(figures)] },
      { name: 'Căn cứ, lý do', tables: byGround(figures) },
    ],
  };
}

/** What stands above every report on how dues were kept. */
export function headFigures({ total, apologies }: ReportFigures): Figure[] {
  const { carried, received, done, refused, cancelled, withdrawn, openInTime, openLate } = total;
  const counted = (value: number, words: string, isBad = false): Figure => ({
    ...{ value, words, kind: 'count', isBad: isBad && value > 0 },
  });
  return [
    counted(carried, 'kỳ trước chuyển sang'),
    counted(received, 'tiếp nhận mới'),
    counted(done.early, 'trả trước hạn'),
    counted(done.onTime, 'trả đúng hạn'),
    counted(done.late, 'trả quá hạn', true),
    counted(refused, 'từ chối'),
    counted(cancelled + withdrawn, 'hủy, rút'),
    counted(openInTime, 'đang giải quyết, trong hạn'),
    counted(openLate, 'đang giải quyết, quá hạn', true),
    { value: onTimeShareOf(total), kind: 'share', words: 'đúng hạn, trên số đã trả' },
    counted(apologies, 'thư xin lỗi đã phát hành'),
  ];
}

/** Before the first dossier there is nothing to see. */
export function byMonthPicture({ months }: ReportFigures): Picture {
  const told = months.filter((month) => deliveredOf(month) > 0);
  return {
    title: 'Đã trả kết quả theo tháng',
    label: 'Biểu đồ cột: số hồ sơ đã trả từng tháng, trước hạn, đúng hạn, quá hạn',
    ...{ form: 'stacked', kind: 'count' },
    names: told.map(({ month }) => `${month.slice(5)}/${month.slice(2, 4)}`),
    series: punctualitySeries(told.map(({ done }) => done)),
  };
}

function byStepPicture({ steps }: ReportFigures): Picture {
  const plain = steps.filter(({ complex }) => !complex);
  return {
    title: 'Ba bước thông thường, theo giờ của bước',
    label: 'Biểu đồ cột: số lần hoàn thành từng bước, trước hạn, đúng hạn, quá hạn',
    ...{ form: 'stacked', kind: 'count' },
    names: plain.map(({ step }) => stepDeclarations[step].vi),
    series: punctualitySeries(plain),
  };
}

/** Offices that are furthest from being in time. */
const shownMax = 12;

function byOfficePicture({ offices }: ReportFigures): Picture {
  const ranked = offices
    .filter(({ rank }) => rank !== null)
    .slice(-shownMax)
    .reverse();
  return {
    title: 'Tỷ lệ quá hạn, cao nhất ở trên',
    label: 'Biểu đồ thanh: tỷ lệ trả quá hạn của từng cơ quan',
    ...{ form: 'ranked', kind: 'share' },
    names: ranked.map(({ name }) => name),
    series: [
      {
        ...{ name: 'Quá hạn', colour: 'seal' },
        values: ranked.map((line) => 1 - (onTimeShareOf(line) ?? 1)),
      },
    ],
  };
}

export function punctualitySeries(lines: readonly Punctuality[]): Picture['series'] {
  return [
    { name: 'Trước hạn', colour: 'done', values: lines.map(({ early }) => early) },
    { name: 'Đúng hạn', colour: 'navy', values: lines.map(({ onTime }) => onTime) },
    { name: 'Quá hạn', colour: 'seal', values: lines.map(({ late }) => late) },
  ];
}

const solved = 'Đã trả kết quả';
const open = 'Đang giải quyết';
export const countColumns: Column[] = [
  count('Kỳ trước chuyển sang', 'Tiếp nhận'),
  count('Mới trong kỳ', 'Tiếp nhận'),
  count('Trước hạn', solved),
  count('Đúng hạn', solved),
  count('Quá hạn', solved),
  count('Từ chối'),
  count('Hủy'),
  count('Rút'),
  count('Trong hạn', open),
  count('Quá hạn', open),
  share('Tỷ lệ đúng hạn'),
];

export function countCells(counts: DossierCounts): Cell[] {
  const { carried, received, done, refused, cancelled, withdrawn, openInTime, openLate } = counts;
  const solvedCells = [done.early, done.onTime, done.late];
  const ended = [refused, cancelled, withdrawn];
  return [carried, received, ...solvedCells, ...ended, openInTime, openLate, onTimeShareOf(counts)];
}

function byOffice({ offices, total, apologies }: ReportFigures): Table {
  const sum = (of: 'returned' | 'extended') => offices.reduce((all, line) => all + line[of], 0);
  return {
    title: 'I. Tình hình giải quyết theo cơ quan, xếp theo tỷ lệ đúng hạn',
    columns: [
      ...[count('Hạng'), text('Cơ quan', 34), ...countColumns],
      ...[count('Trả lại nội bộ'), count('Gia hạn'), count('Xin lỗi')],
    ],
    rows: offices.map((line) => [
      ...[line.rank, line.name, ...countCells(line)],
      ...[line.returned, line.extended, line.apologies],
    ]),
    total: [null, 'Tổng cộng', ...countCells(total), sum('returned'), sum('extended'), apologies],
  };
}

const stepColumns: Column[] = [
  count('Hoàn thành'),
  count('Trước hạn', 'Theo giờ của bước'),
  count('Đúng hạn', 'Theo giờ của bước'),
  count('Quá hạn', 'Theo giờ của bước'),
  share('Tỷ lệ đúng hạn'),
  ...[minutes('Trung vị'), minutes('Phân vị 90'), minutes('Lâu nhất')],
];

function stepCells({
  done,
  early,
  onTime,
  late,
  median,
  p90,
  max,
}: Omit<StepLine, 'step' | 'complex'>): Cell[] {
  const inTime = done === 0 ? null : (early + onTime) / done;
  const times = done === 0 ? [null, null, null] : [median, p90, max];
  return [done, early, onTime, late, inTime, ...times];
}

/** As decision 1287 counts them: creating is step 2. */
const stepNames: Record<Step, string> = {
  create: `Bước 2: ${stepDeclarations.create.vi}`,
  sign: `Bước 3: ${stepDeclarations.sign.vi}`,
  seal: `Bước 4: ${stepDeclarations.seal.vi}`,
};
const trackName = (complex: boolean) => (complex ? 'Phức tạp, số lượng lớn' : 'Thông thường');

function bySteps({ steps }: ReportFigures): Table {
  return {
    title: 'II. Thực hiện ba bước của quy trình nội bộ',
    columns: [text('Bước', 34), text('Loại', 24), ...stepColumns],
    rows: steps.map((line) => [stepNames[line.step], trackName(line.complex), ...stepCells(line)]),
  };
}

function stepsByOffice({ offices }: ReportFigures): Table {
  return {
    title: 'III. Ba bước theo cơ quan',
    columns: [text('Cơ quan', 34), text('Bước, loại', 42), ...stepColumns],
    rows: offices.flatMap(({ name, steps }) =>
      steps
        .filter(({ done }) => done > 0)
        .map((line) => [
          name,
          `${stepNames[line.step]}, ${trackName(line.complex).toLowerCase()}`,
          ...stepCells(line),
        ]),
    ),
  };
}

function byPerson({ people }: ReportFigures): Table {
  return {
    title: 'IV. Theo người thực hiện',
    columns: [
      ...[text('Cơ quan', 30), text('Bước', 26), text('Họ và tên', 24)],
      ...[...stepColumns, count('Đã trả lại')],
    ],
    rows: people.map((line) => [
      ...[line.office, stepNames[line.step], line.name, ...stepCells(line), line.returned],
    ]),
  };
}

function byMonth({ months }: ReportFigures): Table {
  return {
    title: 'V. Theo tháng',
    columns: [text('Tháng', 12), ...countColumns],
    rows: months.map(({ month, ...counts }) => [
      month.split('-').reverse().join('/'),
      ...countCells(counts),
    ]),
  };
}

function byGround({ extended, refused, returned, lateBy, total }: ReportFigures): Table[] {
  const table = (title: string, lines: ReportFigures['extended'], head: string): Table => ({
    title,
    columns: [text(head, 90), count('Số lượt')],
    rows: lines.map((line) => [line.text, line.count]),
    total: ['Tổng cộng', lines.reduce((sum, line) => sum + line.count, 0)],
  });
  const lateCount = total.done.late + total.openLate;
  return [
    table('VI. Gia hạn theo căn cứ', extended, 'Căn cứ'),
    table('VII. Từ chối theo căn cứ', refused, 'Căn cứ'),
    table('VIII. Trả lại nội bộ theo lý do', returned, 'Lý do'),
    table(
      `IX. Vì sao quá hạn (${lateCount} trong ${deliveredOf(total) + total.openInTime + total.openLate} hồ sơ)`,
      lateBy,
      'Nguyên nhân',
    ),
  ];
}
