import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { recordAudit } from '../audit/record-audit';
import type { Office } from '../offices/entity';
import { inTransaction } from '../transaction';
import { Target } from './entity';

interface Allotment {
  fromOfficeId: string;
  period: string;
  basis: string | null;
  targets: readonly { officeId: string; number: number }[];
  actorId: string;
  actKey: string;
  at: Date;
}

/** Sets targets of offices for a period; those before stay as their history. */
export async function recordTargets(db: DataSource, allotment: Allotment): Promise<void> {
  const { fromOfficeId, period, basis, targets, actorId, actKey, at } = allotment;
  await inTransaction(db, async (inside) => {
    for (const { officeId, number } of targets) {
      await inside.insert(Target, {
        ...{ id: randomUUID(), officeId, fromOfficeId, period, number, basis },
        ...{ setBy: actorId, setAt: at },
      });
      await recordAudit(inside, {
        ...{ officeId: fromOfficeId, dossierId: null, actorId, action: 'target-set', at },
        actKey: `${actKey}:${officeId}`,
        details: { toOfficeId: officeId, period, number },
      });
    }
  });
}

/** The office and those right below it that stand, by name. */
export async function listAllotted(
  db: DataSource,
  officeId: string,
): Promise<Pick<Office, 'id' | 'name' | 'parentId' | 'path'>[]> {
  return db.query(
    `SELECT id, name, parentId, path FROM office
     WHERE id = ? OR (parentId = ? AND validTo IS NULL) ORDER BY id <> ?, nameFolded, id`,
    [officeId, officeId, officeId],
  );
}

/** Numbers that were given in the days of a period and are not void, by branch below an office and its own. */
export async function countNumbers(
  db: DataSource,
  offices: readonly { id: string; path: string }[],
  { from, before }: { from: Date; before: Date },
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { id, path } of offices) {
    const [row] = await db.query<{ n: string }[]>(
      `SELECT COUNT(*) AS n FROM office o JOIN book b ON b.officeId = o.id
       JOIN register_entry e ON e.bookId = b.id
       LEFT JOIN register_void v ON v.bookId = e.bookId AND v.number = e.number
       WHERE (o.path = ? OR o.path LIKE ?) AND v.number IS NULL AND e.recordedAt >= ? AND e.recordedAt < ?`,
      [path, `${path}/%`, from, before],
    );
    counts.set(id, Number(row?.n ?? 0));
  }
  return counts;
}
