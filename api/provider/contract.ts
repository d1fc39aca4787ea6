import { z } from '@hono/zod-openapi';

/** How people may sign in here. */
export const signInMethodsSchema = z
  .object({
    /** The provider of identities, by the name that people know; null: none. */
    provider: z.object({ name: z.string() }).nullable(),
    /** Citizens make their own accounts today. */
    isRegistrationOpen: z.boolean(),
  })
  .openapi('SignInMethods');
export type SignInMethods = z.infer<typeof signInMethodsSchema>;

/** What the provider's page led back with. */
export const providerAnswerSchema = z
  .object({ search: z.string().min(1).max(4_000) })
  .openapi('ProviderAnswer');
