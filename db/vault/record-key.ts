import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { ApiKey } from './entity';

/**
 * Makes a program's key.
 * @returns its secret, which is told once and not kept
 */
export async function recordKey(
  manager: EntityManager,
  key: Pick<ApiKey, 'name' | 'scopes' | 'officeId' | 'createdAt' | 'expiresAt'>,
): Promise<{ id: string; secret: string }> {
  const id = randomUUID();
  const secret = `saoy_${randomBytes(32).toString('base64url')}`;
  await manager.insert(ApiKey, {
    ...key,
    id,
    secretHash: createHash('sha256').update(secret).digest('hex'),
    revokedAt: null,
    lastUsedAt: null,
  });
  return { id, secret };
}

/** Every key, the oldest first. */
export function listKeys(manager: EntityManager): Promise<ApiKey[]> {
  return manager.find(ApiKey, { order: { createdAt: 'ASC' } });
}

/** Takes a key out of force. @returns whether there was one */
export async function revokeKey(manager: EntityManager, id: string, at: Date): Promise<boolean> {
  const key = await manager.findOneBy(ApiKey, { id });
  if (!key) return false;
  if (key.revokedAt === null) await manager.update(ApiKey, { id }, { revokedAt: at });
  return true;
}
