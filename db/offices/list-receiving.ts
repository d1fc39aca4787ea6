import type { DataSource } from 'typeorm';
import { foldText } from '../../domain/text';

/** An office where papers are received, as everybody may know it. */
export interface ReceivingOffice {
  id: string;
  name: string;
  /** The province above it, else what its papers print above its name. */
  province: string;
  /** The office above it, unless that is the province. */
  above: string | null;
  policyId: string;
  calendarId: string;
  /** Where it is, as it says beside its hours for appointments. */
  note: string | null;
  takesBookings: boolean;
}

/** More words than a name has are no search. */
const wordsMax = 12;

const select = `SELECT o.id, o.name, o.policyId, o.calendarId, COALESCE(p.name, o.parentName) AS province,
    IF(above.kind IN ('province', 'central'), NULL, above.name) AS above, plan.note,
    COALESCE(JSON_UNQUOTE(JSON_EXTRACT(plan.week, '$')) REGEXP '[1-9]', 0) AS takesBookings
  FROM office o LEFT JOIN office above ON above.id = o.parentId
  LEFT JOIN office p ON p.kind = 'province' AND o.path LIKE CONCAT(p.path, '/%')
  LEFT JOIN booking_plan plan ON plan.officeId = o.id
  WHERE o.validTo IS NULL AND EXISTS (SELECT 1 FROM office_right r WHERE r.officeId = o.id AND r.held = 'create'
    AND r.fromAt <= ? AND (r.untilAt IS NULL OR r.untilAt > ?))`;

/** Provinces with offices that receive, and how many each has. */
export async function listProvinces(
  { manager }: Pick<DataSource, 'manager'>,
  at: Date,
): Promise<{ province: string; offices: number }[]> {
  const rows = await manager.query<{ province: string; offices: string }[]>(
    `SELECT province, COUNT(*) AS offices FROM (${select}) found GROUP BY province ORDER BY province`,
    [at, at],
  );
  return rows.map(({ province, offices }) => ({ province, offices: Number(offices) }));
}

/**
 * Offices that stand and where somebody receives papers now, by name.
 * @param filter.q words, each a part of the name, without regard to accents; undefined: all
 */
export async function listReceiving(
  { manager }: Pick<DataSource, 'manager'>,
  filter: { province?: string | undefined; q?: string | undefined; at: Date; limit: number },
): Promise<ReceivingOffice[]> {
  const { province, q = '', at, limit } = filter;
  const words = foldText(q).split(' ').filter(Boolean).slice(0, wordsMax);
  const conditions = words.map(() => 'AND o.nameFolded LIKE ?');
  if (province !== undefined) conditions.push('AND COALESCE(p.name, o.parentName) = ?');
  const rows = await manager.query<Row[]>(
    `${select} ${conditions.join(' ')} ORDER BY o.nameFolded, o.id LIMIT ?`,
    [
      ...[at, at],
      ...words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`),
      ...(province === undefined ? [] : [province]),
      limit,
    ],
  );
  return rows.map(toOffice);
}

export async function findReceiving(
  { manager }: Pick<DataSource, 'manager'>,
  id: string,
  at: Date,
): Promise<ReceivingOffice | undefined> {
  const [row] = await manager.query<Row[]>(`${select} AND o.id = ?`, [at, at, id]);
  return row && toOffice(row);
}

type Row = Omit<ReceivingOffice, 'takesBookings'> & { takesBookings: string | number };

function toOffice({ takesBookings, ...row }: Row): ReceivingOffice {
  return { ...row, takesBookings: Number(takesBookings) === 1 };
}
