import type { z } from 'zod';
import type { newReferenceSchema, referenceSchema } from '../../api/contract/vault';
import type { bookSchema } from '../../api/contract/book';
import type { myCopySchema, publicCopySchema } from '../../api/contract/copy';
import type {
  counterSchema,
  feeQuoteSchema,
  requesterAccountSchema,
} from '../../api/contract/counter';

export type Book = z.infer<typeof bookSchema>;
export type Counter = z.infer<typeof counterSchema>;
export type FeeQuote = z.infer<typeof feeQuoteSchema>;
export type RequesterAccount = z.infer<typeof requesterAccountSchema>;

export type PublicCopy = z.infer<typeof publicCopySchema>;
export type MyCopy = z.infer<typeof myCopySchema>;
export type VaultReference = z.infer<typeof referenceSchema>;
export type NewVaultReference = z.infer<typeof newReferenceSchema>;
