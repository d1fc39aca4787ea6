import { type DataSource, In } from 'typeorm';
import { Alert } from './entity';

/** Ids of the policies by which offices go that have a cleared alert. */
export async function listAlertPolicies({ manager }: DataSource): Promise<string[]> {
  const rows = await manager.query<{ policyId: string }[]>(
    `SELECT DISTINCT o.policyId FROM office o
      WHERE EXISTS (SELECT 1 FROM alert a WHERE a.officeId = o.id AND a.clearedAt IS NOT NULL)`,
  );
  return rows.map(({ policyId }) => policyId);
}

/** Removes alerts of a policy's offices that were cleared before an instant, the oldest first. @returns how many */
export async function dropCleared(
  { manager }: DataSource,
  { policyId, before, limit }: { policyId: string; before: Date; limit: number },
): Promise<number> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT a.id FROM alert a JOIN office o ON o.id = a.officeId AND o.policyId = ?
      WHERE a.clearedAt < ? ORDER BY a.clearedAt LIMIT ?`,
    [policyId, before, limit],
  );
  if (rows.length > 0) await manager.delete(Alert, { id: In(rows.map(({ id }) => id)) });
  return rows.length;
}
