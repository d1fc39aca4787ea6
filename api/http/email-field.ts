import { z } from '@hono/zod-openapi';
import { readEmailAddress } from '../../domain/email-address';

/** An e-mail address as it is written down: trimmed, its domain in ASCII. */
export const emailSchema = z
  .string()
  .max(1_000)
  .transform((typed, check) => {
    const read = readEmailAddress(typed);
    if ('address' in read) return read.address;
    check.addIssue({ code: 'custom', message: read.fault });
    return z.NEVER;
  })
  .openapi({ type: 'string', format: 'email' });
