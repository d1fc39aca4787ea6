import { EntityNotFoundError } from 'typeorm';
import { Dossier } from '../../db/entities/dossier';
import type { OutboxItem } from '../../db/entities/trace';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import type { ActivityDeps } from '../deps';

/** SMTP (RFC 5321, 4.2.1): from here on the server says that trying again will not help. */
const permanentFrom = 500;

/**
 * Whether an item that failed is left to a person: what it speaks of is gone, or the mail server has refused
 * it for good and its policy's number of tries is over. A server that is away is no refusal.
 */
export function giveUpOf({ db, rules }: Pick<ActivityDeps, 'db' | 'rules'>) {
  return async ({ dossierId, attempts }: OutboxItem, error: unknown): Promise<boolean> => {
    if (error instanceof EntityNotFoundError) return true;
    const { responseCode } = error as { responseCode?: number };
    if (responseCode === undefined || responseCode < permanentFrom) return false;
    const { policy } = await db.manager.findOneByOrFail(Dossier, { id: dossierId });
    // Sets older than the rule go on trying.
    return attempts >= (getPinnedPolicy(rules, policy).delivery?.triesMax ?? Infinity);
  };
}
