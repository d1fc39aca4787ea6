import { z } from '@hono/zod-openapi';
import { citizenIdentifierPattern, phonePattern } from '../../domain/people';

/** Typed with blanks, dots or `+84`. */
export const phoneSchema = z
  .string()
  .transform((typed) => typed.replace(/[\s.]/g, '').replace(/^\+84/, '0'))
  .pipe(z.string().regex(phonePattern));

/** CMND or CCCD. */
export const citizenIdentifierSchema = z
  .string()
  .transform((typed) => typed.replace(/[\s.]/g, ''))
  .pipe(z.string().regex(citizenIdentifierPattern));
