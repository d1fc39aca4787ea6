import { type DataSource, IsNull, LessThan } from 'typeorm';
import { recordAudit } from '../audit/record-audit';
import { dropContents } from '../contents/drop-contents';
import { inTransaction } from '../transaction';
import { DeskAccount } from './entity';

/**
 * Lets the scans of identity papers go that have served: what the account says stays, and the scan's hash, which tells
 * a paper that is shown later from another. The nightly tidying then removes the content. Each is in its office's log.
 * @param drop.before of accounts that were made earlier
 * @param drop.limit at most so many at once
 * @returns how many
 */
export function dropIdentityScans(
  db: DataSource,
  { before, at, limit }: { before: Date; at: Date; limit: number },
): Promise<number> {
  return inTransaction(db, async (inside) => {
    const made = await inside.find(DeskAccount, {
      where: { scanDroppedAt: IsNull(), madeAt: LessThan(before) },
      order: { madeAt: 'ASC' },
      take: limit,
      lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
    });
    for (const { personId, officeId, scanHash } of made) {
      await inside.update(DeskAccount, { personId }, { scanDroppedAt: at });
      await recordAudit(inside, {
        ...{ officeId, dossierId: null, actorId: null, action: 'drop-identity-scan', at },
        ...{ actKey: `drop-identity-scan ${personId}`, details: { personId, scanHash } },
      });
    }
    await dropContents(
      inside,
      made.map(({ scanHash }) => scanHash),
      at,
    );
    return made.length;
  });
}
