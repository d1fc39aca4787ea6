import type { DataSource } from 'typeorm';

/** Money of a day, cashier and office, and of which dossiers it was. */
export interface CashLine {
  officeId: string;
  cashierId: string;
  /** At UTC+7, `YYYY-MM-DD`. */
  day: string;
  /** Đồng. */
  taken: number;
  returned: number;
  /** Of dossiers that were accepted before the time. */
  takenOfEarlier: number;
  returnedOfEarlier: number;
}

/**
 * What went into and out of the drawers of some offices from an instant to another. A fee that was taken before drawers
 * were kept and given back since stands as taken on the day of its acceptance.
 */
export async function readCash(
  db: DataSource,
  officeIds: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<CashLine[]> {
  const sum = (kind: string, more = '') => `SUM(IF(m.kind = '${kind}'${more}, m.amount, 0))`;
  const earlier = ' AND d.acceptedAt < ?';
  const rows = await db.query<Record<keyof CashLine, string>[]>(
    `SELECT m.officeId, m.cashierId, DATE_FORMAT(m.at + INTERVAL 7 HOUR, '%Y-%m-%d') AS day,
       ${sum('taken')} AS taken, ${sum('returned')} AS returned,
       ${sum('taken', earlier)} AS takenOfEarlier, ${sum('returned', earlier)} AS returnedOfEarlier
     FROM cash_movement m JOIN dossier d ON d.id = m.dossierId
     WHERE m.officeId IN (?) AND m.at >= ? AND m.at <= ?
     GROUP BY m.officeId, m.cashierId, day ORDER BY day, m.officeId, m.cashierId`,
    [from, from, officeIds, from, to],
  );
  return rows.map(({ officeId, cashierId, day, ...amounts }) => ({
    ...{
      officeId,
      cashierId,
      day,
      taken: Number(amounts.taken),
      returned: Number(amounts.returned),
    },
    takenOfEarlier: Number(amounts.takenOfEarlier),
    returnedOfEarlier: Number(amounts.returnedOfEarlier),
  }));
}
