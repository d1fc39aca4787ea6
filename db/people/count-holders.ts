import type { DataSource } from 'typeorm';
import type { Right } from '../../domain/process';

/** How many active people hold each right in an office at an instant; a right that nobody holds is not there. */
export async function countHolders(
  db: DataSource,
  officeId: string,
  at: Date,
): Promise<Map<Right, number>> {
  const rows = await db.query<{ held: Right; people: string }[]>(
    `SELECT r.held, COUNT(DISTINCT r.personId) AS people
      FROM office_right r JOIN person p ON p.id = r.personId AND p.state = 'active'
      WHERE r.officeId = ? AND r.fromAt <= ? AND (r.untilAt IS NULL OR r.untilAt > ?)
      GROUP BY r.held`,
    [officeId, at, at],
  );
  return new Map(rows.map(({ held, people }) => [held, Number(people)]));
}
