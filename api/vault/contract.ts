import { z } from '@hono/zod-openapi';
import { publicCopySchema } from '../copies/contract';
import { lineSchema } from '../http/text-field';

/** A share lasts for this many days at most. */
const daysMax = 90;

export const shareSchema = z.object({
  dossierId: z.uuid(),
  /** For whom, for what; for the maker's own eyes. */
  label: lineSchema({ min: 1, max: 100 }),
  days: z.int().min(1).max(daysMax),
});

export const referenceSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    status: z.enum(['in-force', 'expired', 'revoked']),
    uses: z.int(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .openapi('VaultReference');

export const newReferenceSchema = referenceSchema
  .extend({
    /** Told once; only its hash is kept. */
    reference: z.string(),
    /** Where a program with a key resolves it. */
    url: z.string(),
  })
  .openapi('NewVaultReference');

export const vaultCopySchema = publicCopySchema
  .extend({
    /** Where the bytes are, with the same key. */
    file: z.string(),
    /** The page where anyone checks the copy. */
    publicUrl: z.string(),
  })
  .openapi('VaultCopy');
