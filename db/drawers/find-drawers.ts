import type { DataSource, EntityManager } from 'typeorm';
import type { CashCause, CashKind } from '../../domain/cash';
import type { FeeRecord } from '../dossiers/entity';
import type { Stage } from '../../domain/process';
import { valueOfJson } from '../value-of-json';
import { readFlag } from '../read-flag';

/** As many as one page shows; sums are of all. */
export const movementsShownMax = 2_000;
/** Dossiers whose fee is still to be settled: more than a page of them is a list of its own. */
const owedMax = 200;
const closingsMax = 31;

/** A movement with what it was for. */
export interface MovementLine {
  id: string;
  at: Date;
  kind: CashKind;
  cause: CashCause;
  /** Đồng. */
  amount: number;
  cashierId: string;
  cashierName: string;
  dossierId: string;
  dossierCode: string;
  documentType: string;
  requesterName: string;
  receiptNumber: string;
  /** Whether the drawer was counted and closed after it. */
  isClosed: boolean;
}

/** Money of some movements, in đồng. */
export interface CashSums {
  movements: number;
  taken: number;
  returned: number;
}

export interface CashierDay extends CashSums {
  cashierId: string;
  cashierName: string;
  /** Of the shift that runs now, whichever day it began. */
  open: CashSums & { since: Date | null };
}

export interface ClosingLine {
  cashierId: string;
  cashierName: string;
  shift: number;
  movements: number;
  opening: number;
  taken: number;
  returned: number;
  counted: number;
  note: string;
  at: Date;
}

interface Days {
  from: Date;
  before: Date;
}

const sums = `COUNT(*) AS movements, SUM(IF(m.kind = 'taken', m.amount, 0)) AS taken,
  SUM(IF(m.kind = 'returned', m.amount, 0)) AS returned`;

type RawSums = Record<keyof CashSums, string | number | null>;

function sumsOf({ movements, taken, returned }: RawSums): CashSums {
  return { movements: Number(movements), taken: Number(taken), returned: Number(returned) };
}

/** Of an office in some days, or of one of its cashiers; the newest first. Earlier fees are in nobody's drawer. */
export async function listMovements(
  db: DataSource,
  officeId: string,
  { from, before }: Days,
  cashierId?: string,
): Promise<MovementLine[]> {
  const [whose, values] = cashierId === undefined ? ['', []] : ['AND m.cashierId = ?', [cashierId]];
  const rows = await db.query<(Omit<MovementLine, 'isClosed'> & { isClosed: number | string })[]>(
    `SELECT m.id, m.at, m.kind, m.cause, m.amount, m.cashierId, p.fullName AS cashierName, m.dossierId,
       d.code AS dossierCode, d.documentType, v.requesterName, v.receiptNumber, m.shift < w.shift AS isClosed
     FROM cash_movement m JOIN drawer w ON w.officeId = m.officeId AND w.cashierId = m.cashierId
       JOIN dossier d ON d.id = m.dossierId JOIN visit v ON v.id = d.visitId JOIN person p ON p.id = m.cashierId
     WHERE m.officeId = ? AND m.at >= ? AND m.at < ? AND m.shift > 0 ${whose}
     ORDER BY m.at DESC, m.id LIMIT ${movementsShownMax}`,
    [officeId, from, before, ...values],
  );
  return rows.map((row) => ({ ...row, isClosed: readFlag(row.isClosed) }));
}

/** What every cashier of an office took in and gave back in some days, with what lies in their drawers now. */
export async function listCashierDays(
  db: DataSource,
  officeId: string,
  { from, before }: Days,
): Promise<CashierDay[]> {
  const [days, open] = await Promise.all([
    db.query<(RawSums & { cashierId: string })[]>(
      `SELECT m.cashierId, ${sums} FROM cash_movement m
       WHERE m.officeId = ? AND m.at >= ? AND m.at < ? AND m.shift > 0 GROUP BY m.cashierId`,
      [officeId, from, before],
    ),
    db.query<(RawSums & { cashierId: string; cashierName: string; since: Date | null })[]>(
      `SELECT w.cashierId, p.fullName AS cashierName, MIN(m.at) AS since, COUNT(m.id) AS movements,
         SUM(IF(m.kind = 'taken', m.amount, 0)) AS taken, SUM(IF(m.kind = 'returned', m.amount, 0)) AS returned
       FROM drawer w JOIN person p ON p.id = w.cashierId
         LEFT JOIN cash_movement m ON m.officeId = w.officeId AND m.cashierId = w.cashierId AND m.shift = w.shift
       WHERE w.officeId = ? GROUP BY w.cashierId, p.fullName ORDER BY p.fullName, w.cashierId`,
      [officeId],
    ),
  ]);
  const byCashier = new Map(days.map((day) => [day.cashierId, sumsOf(day)]));
  return open.map(({ cashierId, cashierName, since, ...rest }) => ({
    ...{ cashierId, cashierName },
    ...(byCashier.get(cashierId) ?? { movements: 0, taken: 0, returned: 0 }),
    open: { ...sumsOf(rest), since },
  }));
}

/** The running shift of one drawer; of who has none yet it is the first, and empty. */
export async function findShift(
  manager: Pick<EntityManager, 'query'>,
  officeId: string,
  cashierId: string,
): Promise<CashSums & { shift: number; since: Date | null }> {
  const [row] = await manager.query<(RawSums & { shift: number; since: Date | null })[]>(
    `SELECT w.shift, MIN(m.at) AS since, COUNT(m.id) AS movements,
       SUM(IF(m.kind = 'taken', m.amount, 0)) AS taken, SUM(IF(m.kind = 'returned', m.amount, 0)) AS returned
     FROM drawer w LEFT JOIN cash_movement m
       ON m.officeId = w.officeId AND m.cashierId = w.cashierId AND m.shift = w.shift
     WHERE w.officeId = ? AND w.cashierId = ? GROUP BY w.shift`,
    [officeId, cashierId],
  );
  if (!row) return { shift: 1, since: null, movements: 0, taken: 0, returned: 0 };
  return { ...sumsOf(row), shift: row.shift, since: row.since };
}

/** The last closings of an office in some days, or of one of its cashiers; the newest first. */
export async function listClosings(
  db: DataSource,
  officeId: string,
  { from, before }: Days,
  cashierId?: string,
): Promise<ClosingLine[]> {
  const [whose, values] = cashierId === undefined ? ['', []] : ['AND c.cashierId = ?', [cashierId]];
  const limit = cashierId === undefined ? movementsShownMax : closingsMax;
  const rows = await db.query<ClosingLine[]>(
    `SELECT c.cashierId, p.fullName AS cashierName, c.shift, c.movements, c.opening, c.taken, c.returned, c.counted,
       c.note, c.at
     FROM drawer_closing c JOIN person p ON p.id = c.cashierId
     WHERE c.officeId = ? AND c.at >= ? AND c.at < ? ${whose} ORDER BY c.at DESC, c.shift DESC LIMIT ${limit}`,
    [officeId, from, before, ...values],
  );
  return rows.map((row) => ({
    ...row,
    ...{ taken: Number(row.taken), returned: Number(row.returned), counted: Number(row.counted) },
  }));
}

/** A dossier that has ended while the office still holds its fee. */
export interface HeldFee {
  id: string;
  code: string;
  stage: Stage;
  documentType: string;
  requesterName: string;
  receiptNumber: string;
  fee: FeeRecord;
  feeHeld: number;
  policy: string;
  endedAt: Date;
}

/** Ended without a copy, and the fee still here; the longest waiting first. Of those before drawers were kept: none. */
export async function listHeldFees(
  db: DataSource,
  officeId: string,
  stages: readonly Stage[],
): Promise<HeldFee[]> {
  if (stages.length === 0) return [];
  const rows = await db.query<(Omit<HeldFee, 'fee'> & { fee: unknown })[]>(
    `SELECT d.id, d.code, d.stage, d.documentType, v.requesterName, v.receiptNumber, d.fee, d.feeHeld, d.policy, d.endedAt
     FROM dossier d JOIN visit v ON v.id = d.visitId
     WHERE d.officeId = ? AND d.stage IN (?) AND d.feeHeld > 0 ORDER BY d.endedAt, d.id LIMIT ${owedMax}`,
    [officeId, stages],
  );
  return rows.map((row) => ({ ...row, fee: valueOfJson(row.fee) as FeeRecord }));
}
