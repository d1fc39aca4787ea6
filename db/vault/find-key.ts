import type { EntityManager } from 'typeorm';
import { ApiKey } from './entity';

/** The key in force whose secret has this hash, and that it was used now; null where there is none. */
export async function findKey(
  manager: EntityManager,
  secretHash: string,
  now: Date,
): Promise<ApiKey | null> {
  const key = await manager.findOneBy(ApiKey, { secretHash });
  if (!key || key.revokedAt !== null || key.expiresAt <= now) return null;
  await manager.update(ApiKey, { id: key.id }, { lastUsedAt: now });
  return key;
}
