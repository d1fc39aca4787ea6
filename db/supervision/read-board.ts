import type { DataSource } from 'typeorm';
import type { Stage } from '../../domain/process';
import {
  type DossierLine,
  type RawLine,
  selectLines,
  timeLeft,
  toLine,
} from '../dossiers/dossier-row';
import { stagesOfList } from '../dossiers/list-dossiers';

/** An open dossier as its supervisor sees it. */
export interface BoardLine extends DossierLine {
  /** Who has it on their desk, where that is one person. */
  holder: string | null;
}

export interface DayCounts {
  dueToday: number;
  accepted: number;
  delivered: number;
  deliveredOnTime: number;
  returned: number;
  refused: number;
}

/** The open dossiers of an office by time left, the shortest first. */
export async function listOpenForBoard(
  db: DataSource,
  officeId: string,
  limit: number,
  now: Date,
): Promise<BoardLine[]> {
  const rows = await db.query<(RawLine & { acceptor: string })[]>(
    `${selectLines.replace('FROM', ', p.fullName AS acceptor FROM')}
     LEFT JOIN person p ON p.id = v.acceptedBy
     WHERE d.officeId = ? AND d.stage IN (?) ORDER BY ${timeLeft}, d.id LIMIT ?`,
    [officeId, stagesOfList.open, limit],
  );
  const soleHolders = await findSoleHolders(db, officeId, now);
  return rows.map(({ acceptor, ...raw }) => ({
    ...toLine(raw),
    holder: holderOf(raw.stage, acceptor, soleHolders),
  }));
}

/** What happened in an office between two instants (a day), and what falls due in it. */
export async function countDay(
  db: DataSource,
  officeId: string,
  from: Date,
  before: Date,
): Promise<DayCounts> {
  const within = (column: string) => `(${column} >= ? AND ${column} < ?)`;
  const [row] = await db.query<Record<keyof DayCounts, string>[]>(
    `SELECT
      (SELECT COUNT(*) FROM dossier WHERE officeId = ? AND stage IN (?) AND ${within('legalDue')}) AS dueToday,
      (SELECT COUNT(*) FROM dossier WHERE officeId = ? AND ${within('acceptedAt')}) AS accepted,
      (SELECT COUNT(*) FROM dossier WHERE officeId = ? AND ${within('deliveredAt')}) AS delivered,
      (SELECT COUNT(*) FROM dossier WHERE officeId = ? AND ${within('deliveredAt')}
        AND deliveredAt <= legalDue) AS deliveredOnTime,
      (SELECT COUNT(*) FROM audit_event WHERE officeId = ? AND action = 'return' AND ${within('at')}) AS returned,
      (SELECT COUNT(*) FROM dossier WHERE officeId = ? AND stage = 'refused' AND ${within('endedAt')}) AS refused`,
    [
      ...[officeId, stagesOfList.open, from, before],
      ...[officeId, from, before],
      ...[officeId, from, before],
      ...[officeId, from, before],
      ...[officeId, from, before],
      ...[officeId, from, before],
    ],
  );
  const count = (name: keyof DayCounts) => Number(row?.[name]);
  return {
    dueToday: count('dueToday'),
    accepted: count('accepted'),
    delivered: count('delivered'),
    deliveredOnTime: count('deliveredOnTime'),
    returned: count('returned'),
    refused: count('refused'),
  };
}

/** The one active person with a right in an office, for the rights that one person alone has now. */
async function findSoleHolders(
  db: DataSource,
  officeId: string,
  now: Date,
): Promise<Map<string, string>> {
  const rows = await db.query<{ held: string; fullName: string }[]>(
    `SELECT r.held, MIN(p.fullName) AS fullName FROM office_right r
     JOIN person p ON p.id = r.personId AND p.state = 'active'
     WHERE r.officeId = ? AND r.fromAt <= ? AND (r.untilAt IS NULL OR r.untilAt > ?)
     GROUP BY r.held HAVING COUNT(DISTINCT r.personId) = 1`,
    [officeId, now, now],
  );
  return new Map(rows.map(({ held, fullName }) => [held, fullName]));
}

function holderOf(stage: Stage, acceptor: string | null, soleHolders: Map<string, string>) {
  if (stage === 'accepted' || stage === 'returned') return acceptor;
  if (stage === 'awaiting-signature') return soleHolders.get('sign') ?? null;
  if (stage === 'awaiting-seal') return soleHolders.get('seal') ?? null;
  return null;
}
