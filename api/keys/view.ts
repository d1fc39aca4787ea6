import type { ApiKey } from '../../db/vault/entity';
import type { ApiKeyRow } from './contract';

export function viewKey(key: ApiKey, nowMs: number): ApiKeyRow {
  const { id, name, scopes, createdAt, expiresAt, revokedAt, lastUsedAt } = key;
  const isOver = expiresAt.getTime() <= nowMs;
  return {
    ...{ id, name, scopes: scopes.split(' ') },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    status: revokedAt !== null ? 'ended' : isOver ? 'expired' : 'in-force',
  };
}
