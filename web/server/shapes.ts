import type { z } from 'zod';
import type { newReferenceSchema, referenceSchema } from '../../api/vault/contract';
import type { bookLineSchema, bookSchema } from '../../api/books/contract';
import type { myCopySchema, publicCopySchema } from '../../api/copies/contract';
import type { numberProofSchema, shownBookSchema } from '../../api/registers/contract';
import type {
  counterSchema,
  earlierRequestersSchema,
  earlierRequesterSchema,
  feeQuoteSchema,
  requesterAccountSchema,
} from '../../api/counter/contract';

export type Book = z.infer<typeof bookSchema>;
export type BookLine = z.infer<typeof bookLineSchema>;
export type Counter = z.infer<typeof counterSchema>;
export type EarlierRequesters = z.infer<typeof earlierRequestersSchema>;
export type EarlierRequester = z.infer<typeof earlierRequesterSchema>;
export type FeeQuote = z.infer<typeof feeQuoteSchema>;
export type RequesterAccount = z.infer<typeof requesterAccountSchema>;

export type PublicCopy = z.infer<typeof publicCopySchema>;
export type ShownBook = z.infer<typeof shownBookSchema>;
export type NumberProof = z.infer<typeof numberProofSchema>;
export type MyCopy = z.infer<typeof myCopySchema>;
export type VaultReference = z.infer<typeof referenceSchema>;
export type NewVaultReference = z.infer<typeof newReferenceSchema>;
