import { z } from 'zod';

/** What a provider of the Cloud Signature Consortium API v2 answers, as far as we read it. */

export const infoShape = z.object({
  specs: z.string(),
  name: z.string(),
  authType: z.array(z.string()),
  /** Base address of the OAuth 2 server, where it is not the provider's own. */
  oauth2: z.url().optional(),
  methods: z.array(z.string()),
});

export const credentialShape = z.object({
  key: z.object({
    status: z.enum(['enabled', 'disabled']),
    algo: z.array(z.string()).min(1),
    len: z.int(),
    curve: z.string().optional(),
  }),
  cert: z.object({
    status: z.enum(['valid', 'expired', 'revoked', 'suspended']).optional(),
    certificates: z.array(z.string()).min(1),
  }),
  auth: z.object({
    mode: z.enum(['implicit', 'explicit', 'oauth2code']),
    objects: z
      .array(z.object({ id: z.string(), type: z.string(), label: z.string().optional() }))
      .optional(),
  }),
  SCAL: z.enum(['1', '2']).optional(),
  /** How many hashes one authorization may cover. */
  multisign: z.int().positive(),
});

export const listShape = z.object({
  credentialIDs: z.array(z.string()).max(1000),
  nextPageToken: z.string().optional(),
});

export const authorizeShape = z.object({
  SAD: z.string().min(1),
  expiresIn: z.int().positive().optional(),
});

export const signHashShape = z.object({ signatures: z.array(z.base64()) });

export const tokenShape = z.object({
  access_token: z.string().min(1),
  /** `SAD` where the token authorizes a credential, `Bearer` for the service. */
  token_type: z.string(),
  expires_in: z.int().positive().default(3600),
});

export const errorShape = z.object({
  error: z.string(),
  error_description: z.string().optional(),
});
