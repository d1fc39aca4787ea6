import type { z } from '@hono/zod-openapi';
import type { PublicCopy } from '../../db/copies/get-public-copy';
import type { publicCopySchema } from './contract';

/** The register's word on a copy, with its status in a word. */
export function viewPublicCopy(copy: PublicCopy): z.output<typeof publicCopySchema> {
  return { ...copy, status: copy.revocation ? 'revoked' : 'in-force' };
}
