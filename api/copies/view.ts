import type { z } from '@hono/zod-openapi';
import type { PublicCopy } from '../../db/copies/get-public-copy';
import type { publicCopySchema } from './contract';

/** The status of a copy in the register. */
export function viewPublicCopy({
  dossierId: _,
  ...copy
}: PublicCopy): z.output<typeof publicCopySchema> {
  return { ...copy, status: copy.revocation ? 'revoked' : 'in-force' };
}
