import { z } from '@hono/zod-openapi';
import { type Scope, scopeDeclarations } from '../../domain/scopes';
import { instantSchema } from '../http/contract';
import { lineSchema } from '../http/text-field';

const daysMax = 730;
const scopes = Object.keys(scopeDeclarations) as [Scope, ...Scope[]];

export const keyOrderSchema = z
  .object({
    /** The program that will hold it. */
    name: lineSchema({ min: 1, max: 100 }),
    scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
    days: z.int().min(1).max(daysMax),
  })
  .openapi('ApiKeyOrder');

export const apiKeySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(z.string()),
    createdAt: instantSchema,
    expiresAt: instantSchema,
    lastUsedAt: instantSchema.nullable(),
    status: z.enum(['in-force', 'expired', 'ended']),
  })
  .openapi('ApiKey');
export type ApiKeyRow = z.infer<typeof apiKeySchema>;

export const newApiKeySchema = apiKeySchema
  .extend({
    /** Told once; only its hash is kept. */
    secret: z.string(),
  })
  .openapi('NewApiKey');
export type NewApiKey = z.infer<typeof newApiKeySchema>;
