import type { EntityManager } from 'typeorm';

/** The document by which somebody signs in an office at an instant; null: in their own right. */
export async function findDelegation(
  manager: EntityManager,
  { personId, officeId, at }: { personId: string; officeId: string; at: Date },
): Promise<{ number: string; day: string } | null> {
  const [row] = await manager.query<{ number: string | null; day: string | null }[]>(
    `SELECT basisNumber AS number, basisDay AS day FROM office_right
     WHERE personId = ? AND officeId = ? AND held = 'sign'
       AND fromAt <= ? AND (untilAt IS NULL OR untilAt > ?) LIMIT 1`,
    [personId, officeId, at, at],
  );
  return delegationOf(row?.number ?? null, row?.day ?? null);
}

/** Both or neither stand in a right. */
export function delegationOf(number: string | null, day: string | null) {
  return number === null || day === null ? null : { number, day };
}
