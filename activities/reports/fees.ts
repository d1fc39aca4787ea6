import type { LivedDossier, LivedPapers } from '../../db/reports/read-lived-dossiers';
import {
  type Cell,
  type Column,
  columns,
  type ReportContents,
  type Sheet,
  type Table,
} from '../../domain/report-contents';
import type { CashLine } from '../../db/drawers/read-cash';
import { dayOf, formatDate, formatDateVi } from '../../time/time';
import { parseDate } from '../../deadlines/parse-time';
import { Counters } from './counters';
import type { PendingRow, ReportCount, ReportDefinition } from './definition';
import { local } from './dossier-rows';
import { endOf, isWithin, standAt } from './judge-dossier';
import type { Names } from './tally';

const { count, money, text, when } = columns;

const receiptColumns: Column[] = [
  text('Số biên nhận', 24),
  text('Cơ quan', 30),
  when('Tiếp nhận lúc'),
  text('Người thu', 26),
  count('Số hồ sơ'),
  count('Số bản'),
  money('Phí (đồng)'),
  money('Đã ghi sổ', 'Trong đó'),
  money('Chưa cấp số', 'Trong đó'),
  money('Không cấp số', 'Trong đó'),
];

/** More lines by day, cashier and office than this, and they are told by month. */
const linesMax = 2_500;
const differencesMax = 200;

/** What became of a dossier's fee at the instant: in the register, not yet, or never. */
type State = 'registered' | 'open' | 'ended';

interface Charged {
  dossier: LivedDossier;
  papers: LivedPapers;
  fee: number;
  copies: number;
  state: State;
}

/** Fees by day, cashier and office, reconciled to the đồng with receipts and register. */
export const fees: ReportDefinition = {
  withPapers: true,
  withCash: true,
  long: { name: 'Từng biên nhận', title: 'BẢNG KÊ BIÊN NHẬN VÀ PHÍ', columns: receiptColumns },
  begin: ({ span, offices, cash }): ReportCount => {
    const at = endOf(span);
    const ledger = new Ledger(offices.map(({ id }) => id));
    for (const line of cash) ledger.addCash(line);
    let waiting: Charged[] = [];
    /** Dossiers of one visit have its instant; another instant, and none of them comes any more. */
    const takeWaiting = (): PendingRow[] => {
      const visits = new Map<string, Charged[]>();
      for (const charged of waiting) {
        const { visitId } = charged.papers;
        visits.set(visitId, [...(visits.get(visitId) ?? []), charged]);
      }
      waiting = [];
      return [...visits.values()].map((visit) => {
        ledger.addReceipt(visit);
        return receiptRow(visit);
      });
    };
    return {
      add: (dossier) => {
        const { papers } = dossier;
        if (!papers || dossier.acceptedAt > at) return [];
        ledger.addEntry(papers, dossier.acceptedAt < span.from, { from: span.from, at });
        if (!isWithin(dossier.acceptedAt, span)) return [];
        const [last] = waiting;
        const rows =
          last?.dossier.officeId === dossier.officeId &&
          last.dossier.acceptedAt.getTime() === dossier.acceptedAt.getTime()
            ? []
            : takeWaiting();
        waiting.push(chargeOf(dossier, papers, at));
        return rows;
      },
      end: takeWaiting,
      people: () => ledger.people(),
      figures: (names) => ledger.contents(names),
    };
  },
};

/** A dossier with its fee as it was at an instant: corrections of later are undone. */
function chargeOf(dossier: LivedDossier, papers: LivedPapers, at: Date): Charged {
  const later = dossier.acts.find((act) => act.action === 'correct' && act.at > at)?.details;
  const stood = standAt(dossier, at);
  const isRegistered = papers.entry !== null && papers.entry.recordedAt <= at;
  const state = isRegistered ? 'registered' : stood.endedAt === null ? 'open' : 'ended';
  const fee = Number(later?.['feeBefore'] ?? papers.fee);
  return { dossier, papers, fee, copies: stood.copies, state };
}

function receiptRow(visit: readonly Charged[]): PendingRow {
  const [first] = visit;
  if (!first) throw new RangeError('a receipt has a dossier');
  const { dossier, papers } = first;
  const sum = (of: (charged: Charged) => number) =>
    visit.reduce((all, charged) => all + of(charged), 0);
  const inState = (state: State) => sum((one) => (one.state === state ? one.fee : 0));
  return {
    people: [papers.cashierId],
    cells: ({ office, person }): Cell[] => [
      ...[papers.receiptNumber, office(dossier.officeId).name, local(dossier.acceptedAt)],
      ...[person(papers.cashierId), visit.length, sum(({ copies }) => copies)],
      ...[sum(({ fee }) => fee), inState('registered'), inState('open'), inState('ended')],
    ],
  };
}

const columnsOfLine = ['receipts', 'dossiers', 'copies', 'fee', 'registered', 'open', 'ended'];
const lineHeads: Column[] = [
  count('Biên nhận'),
  count('Hồ sơ'),
  count('Số bản'),
  money('Phí (đồng)'),
  money('Đã ghi sổ', 'Trong đó'),
  money('Chưa cấp số', 'Trong đó'),
  money('Không cấp số', 'Trong đó'),
];

const cashColumns = ['taken', 'returned'] as const;
const nothingEarlier = { returned: 0, takenOfEarlier: 0, returnedOfEarlier: 0 };
const cashHeads: Column[] = [
  money('Đã thu (đồng)'),
  money('Đã trả lại (đồng)'),
  money('Còn lại (đồng)'),
];

/** All sums of the report; keys hold ids and days. */
class Ledger {
  private readonly byOffice = new Counters();
  private readonly byCashier = new Counters();
  private readonly byDay = new Counters();
  private readonly byAll = new Counters();
  private readonly register = { current: 0, carried: 0, entries: 0, voided: 0 };
  private readonly differences: { dossier: LivedDossier; fee: number; entryFee: number }[] = [];
  private readonly cashByCashier = new Counters();
  private readonly cashByDay = new Counters();
  private readonly ofEarlier = { taken: 0, returned: 0 };
  private differing = 0;

  constructor(officeIds: readonly string[]) {
    for (const id of officeIds) this.byOffice.add(id, 'receipts', 0);
  }

  addReceipt(visit: readonly Charged[]): void {
    for (const [place, { dossier, papers, fee, copies, state }] of visit.entries()) {
      const day = formatDate(dayOf(dossier.acceptedAt.getTime()));
      const { officeId } = dossier;
      const lines: [Counters, string][] = [
        [this.byOffice, officeId],
        [this.byCashier, `${officeId} ${papers.cashierId}`],
        [this.byDay, day],
        [this.byAll, `${day} ${officeId} ${papers.cashierId}`],
      ];
      for (const [counters, line] of lines) {
        if (place === 0) counters.add(line, 'receipts');
        counters.add(line, 'dossiers');
        counters.add(line, 'copies', copies);
        counters.add(line, 'fee', fee);
        counters.add(line, state, fee);
      }
      if (papers.isBeforeDrawers) {
        const { cashierId } = papers;
        this.addCash({ day, officeId, cashierId, taken: fee, ...nothingEarlier });
      }
      const entryFee = papers.entry?.fee;
      if (state !== 'registered' || entryFee === undefined || entryFee === fee) continue;
      this.differing += 1;
      if (this.differences.length < differencesMax)
        this.differences.push({ dossier, fee, entryFee });
    }
  }

  /** What went into the drawers and out of them, whenever its dossiers came in. */
  addCash({ day, officeId, cashierId, ...money }: CashLine): void {
    for (const kind of cashColumns) {
      this.cashByCashier.add(`${officeId} ${cashierId}`, kind, money[kind]);
      this.cashByDay.add(day, kind, money[kind]);
    }
    this.ofEarlier.taken += money.takenOfEarlier;
    this.ofEarlier.returned += money.returnedOfEarlier;
  }

  /** The register's lines of the time, whenever their papers came in. */
  addEntry(
    { entry }: LivedPapers,
    isCarried: boolean,
    { from, at }: { from: Date; at: Date },
  ): void {
    if (!entry || entry.recordedAt > at || entry.recordedAt < from) return;
    this.register.entries += 1;
    this.register[isCarried ? 'carried' : 'current'] += entry.fee;
    if (entry.voidedAt && entry.voidedAt <= at) this.register.voided += entry.fee;
  }

  people(): string[] {
    const lines = [...this.byCashier.keys(), ...this.cashByCashier.keys()];
    return [...new Set(lines.map((line) => line.split(' ')[1] ?? ''))];
  }

  contents(names: Names): ReportContents {
    const total = (column: string) => this.byOffice.sum(column);
    const days = this.byDay.keys().sort();
    const ranked = this.byCashier
      .keys()
      .map((line) => ({
        name: names.person(line.split(' ')[1] ?? ''),
        fee: this.byCashier.get(line, 'fee'),
      }))
      .sort((a, b) => b.fee - a.fee || (a.name < b.name ? -1 : 1))
      .slice(0, 12);
    return {
      figures: [
        { value: total('fee'), kind: 'money', words: 'đồng phí theo biên nhận' },
        { value: total('receipts'), kind: 'count', words: 'biên nhận' },
        { value: total('dossiers'), kind: 'count', words: 'hồ sơ' },
        { value: total('registered'), kind: 'money', words: 'đồng đã ghi sổ chứng thực' },
        { value: total('open'), kind: 'money', words: 'đồng của hồ sơ chưa cấp số' },
        { value: total('ended'), kind: 'money', words: 'đồng của hồ sơ không cấp số' },
        {
          ...{ value: this.differing, kind: 'count', isBad: this.differing > 0 },
          words: 'hồ sơ có phí khác sổ chứng thực',
        },
      ],
      pictures: [
        {
          title: 'Phí theo ngày tiếp nhận',
          label: 'Biểu đồ cột: phí theo biên nhận của từng ngày, đồng',
          ...{ form: 'bars', kind: 'money' },
          names: days.map((day) => formatDateVi(parseDate(day)).slice(0, 5)),
          series: [
            { name: 'Phí', colour: 'navy', values: days.map((day) => this.byDay.get(day, 'fee')) },
          ],
        },
        {
          title: 'Người thu nhiều nhất',
          label: 'Biểu đồ thanh: phí theo người thu, đồng',
          ...{ form: 'ranked', kind: 'money', names: ranked.map(({ name }) => name) },
          series: [{ name: 'Phí', colour: 'done', values: ranked.map(({ fee }) => fee) }],
        },
      ],
      sheets: this.sheets(names, days),
    };
  }

  private sheets(names: Names, days: readonly string[]): Sheet[] {
    const office = (id: string) => names.office(id).name;
    const byOffice = this.table('I. Theo cơ quan', this.byOffice, {
      heads: [text('Cơ quan', 34)],
      cells: (line) => [office(line)],
    });
    const byCashier = this.table('III. Theo người thu', this.byCashier, {
      heads: [text('Cơ quan', 34), text('Người thu', 28)],
      cells: (line) => [office(line.split(' ')[0] ?? ''), names.person(line.split(' ')[1] ?? '')],
    });
    const byDay = this.table(
      'IV. Theo ngày',
      this.byDay,
      {
        heads: [text('Ngày', 14)],
        cells: (line) => [formatDateVi(parseDate(line))],
      },
      days,
    );
    return [
      { name: 'Tổng hợp', tables: [byOffice, this.reconciliation()] },
      { name: 'Người thu', tables: [byCashier] },
      { name: 'Theo ngày', tables: [byDay] },
      { name: 'Ngày, người thu, cơ quan', tables: [this.byAllTable(names)] },
      { name: 'Quỹ thu', tables: this.cashTables(names) },
      { name: 'Chênh lệch', tables: [this.differenceTable(names)] },
    ];
  }

  private table(
    title: string,
    counters: Counters,
    { heads, cells }: { heads: Column[]; cells: (line: string) => Cell[] },
    lines?: readonly string[],
  ): Table {
    const sum = columnsOfLine.map((column) => counters.sum(column));
    const rows = (lines ?? counters.keys()).map((line) => [
      ...[...cells(line), ...columnsOfLine.map((column) => counters.get(line, column))],
    ]);
    const sorted = lines ? rows : rows.sort(byWords);
    const total: Cell[] = ['Tổng cộng', ...heads.slice(1).map(() => null), ...sum];
    return { title, columns: [...heads, ...lineHeads], rows: sorted, total };
  }

  /** Days where they are few enough to be read, else months. */
  private byAllTable(names: Names): Table {
    const isLong = this.byAll.keys().length > linesMax;
    const told = isLong ? monthly(this.byAll) : this.byAll;
    const when = (line: string) => {
      const [day = ''] = line.split(' ');
      return isLong ? day.split('-').reverse().join('/') : formatDateVi(parseDate(day));
    };
    return this.table(
      `V. Theo ${isLong ? 'tháng' : 'ngày'}, cơ quan, người thu`,
      told,
      {
        heads: [text(isLong ? 'Tháng' : 'Ngày', 14), text('Cơ quan', 34), text('Người thu', 28)],
        cells: (line) => {
          const [, officeId = '', cashierId = ''] = line.split(' ');
          return [when(line), names.office(officeId).name, names.person(cashierId)];
        },
      },
      told.keys().sort(),
    );
  }

  /** By who took the money and gave it back, and by the day on which they did. */
  private cashTables(names: Names): Table[] {
    const byCashier = this.cashTable(
      'VII. Quỹ thu theo người thu',
      this.cashByCashier,
      [text('Cơ quan', 34), text('Người thu', 28)],
      (line) => {
        const [officeId = '', cashierId = ''] = line.split(' ');
        return [names.office(officeId).name, names.person(cashierId)];
      },
    );
    const byDay = this.cashTable(
      'VIII. Quỹ thu theo ngày',
      this.cashByDay,
      [text('Ngày', 14)],
      (line) => [formatDateVi(parseDate(line))],
    );
    return [{ ...byCashier, rows: [...byCashier.rows].sort(byWords) }, byDay];
  }

  private cashTable(
    title: string,
    counters: Counters,
    heads: Column[],
    cells: (line: string) => Cell[],
  ): Table {
    const left = (of: (kind: (typeof cashColumns)[number]) => number) =>
      of('taken') - of('returned');
    const row = (first: Cell[], of: (kind: (typeof cashColumns)[number]) => number): Cell[] => [
      ...[...first, of('taken'), of('returned'), left(of)],
    ];
    const lines = counters.keys().sort();
    return {
      ...{ title, columns: [...heads, ...cashHeads] },
      rows: lines.map((line) => row(cells(line), (kind) => counters.get(line, kind))),
      total: row(['Tổng cộng', ...heads.slice(1).map(() => null)], (kind) => counters.sum(kind)),
    };
  }

  /** Of the dossiers of the time: what should be held of their fees, and what is. */
  private heldRows(): Cell[][] {
    const [taken, returned] = [this.cashByDay.sum('taken'), this.cashByDay.sum('returned')];
    const owed = this.byOffice.sum('fee') - this.byOffice.sum('ended');
    const held = taken - this.ofEarlier.taken - (returned - this.ofEarlier.returned);
    return [
      ['Tiền thu vào quỹ trong kỳ', taken],
      ['Trong đó: của hồ sơ tiếp nhận kỳ trước', this.ofEarlier.taken],
      ['Tiền trả lại trong kỳ', returned],
      ['Trong đó: của hồ sơ tiếp nhận kỳ trước', this.ofEarlier.returned],
      ['Quỹ thu còn lại của kỳ (thu trừ trả lại)', taken - returned],
      ['Phí phải thu của hồ sơ tiếp nhận trong kỳ (trừ hồ sơ không cấp số)', owed],
      ['Tiền quỹ đang giữ của các hồ sơ đó', held],
      ['Còn phải trả lại (nếu âm: còn phải thu)', held - owed],
    ];
  }

  private reconciliation(): Table {
    const total = (column: string) => this.byOffice.sum(column);
    const { current, carried, voided } = this.register;
    const parts = total('registered') + total('open') + total('ended');
    const rows: Cell[][] = [
      ['Phí theo biên nhận của hồ sơ tiếp nhận trong kỳ', total('fee')],
      ['Trong đó: đã ghi sổ chứng thực', total('registered')],
      ['Trong đó: hồ sơ chưa cấp số', total('open')],
      ['Trong đó: hồ sơ từ chối, hủy, rút (không cấp số)', total('ended')],
      ['Chênh lệch giữa biên nhận và ba khoản trên', total('fee') - parts],
      ['Phí ghi trong sổ chứng thực trong kỳ (cột 7)', current + carried],
      ['Trong đó: của hồ sơ tiếp nhận trong kỳ', current],
      ['Trong đó: của hồ sơ tiếp nhận kỳ trước', carried],
      ['Trong đó: của số đã hủy', voided],
      ...this.heldRows(),
      ['Chênh lệch giữa biên nhận đã ghi sổ và sổ (hồ sơ trong kỳ)', total('registered') - current],
    ];
    return {
      title: 'II. Đối chiếu biên nhận với sổ chứng thực',
      columns: [text('Khoản', 70), money('Đồng')],
      rows,
      notes: ['Phí của hồ sơ từ chối, hủy, rút: không thu, hoặc hoàn lại nếu đã thu.'],
    };
  }

  private differenceTable(names: Names): Table {
    const more = this.differing - this.differences.length;
    return {
      title: 'VI. Hồ sơ có phí theo biên nhận khác phí ghi sổ',
      columns: [
        ...[text('Mã hồ sơ', 24), text('Cơ quan', 34), text('Số chứng thực', 14)],
        ...[money('Biên nhận'), money('Sổ'), money('Chênh lệch')],
      ],
      rows: this.differences.map(({ dossier, fee, entryFee }) => [
        ...[dossier.code, names.office(dossier.officeId).name, dossier.registerNumber],
        ...[fee, entryFee, fee - entryFee],
      ]),
      notes: more > 0 ? [`Còn ${more} hồ sơ nữa.`] : undefined,
    };
  }
}

/** By the words that a line begins with. */
function byWords(one: readonly Cell[], other: readonly Cell[]): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

/** The same sums with months for days. */
function monthly(counters: Counters): Counters {
  const sums = new Counters();
  for (const line of counters.keys()) {
    const [day = '', ...rest] = line.split(' ');
    const month = [day.slice(0, 'YYYY-MM'.length), ...rest].join(' ');
    for (const column of columnsOfLine) sums.add(month, column, counters.get(line, column));
  }
  return sums;
}
