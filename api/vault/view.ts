import type { z } from '@hono/zod-openapi';
import type { VaultReference } from '../../db/vault/entity';
import type { referenceSchema } from './contract';

/** A reference as its maker sees it later: all but the reference itself. */
export function viewReference(row: VaultReference, now: number): z.output<typeof referenceSchema> {
  const { id, label, createdAt, expiresAt, revokedAt, uses, lastUsedAt } = row;
  const isOver = expiresAt.getTime() <= now;
  return {
    id,
    label,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    status: revokedAt ? 'revoked' : isOver ? 'expired' : 'in-force',
    uses,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
