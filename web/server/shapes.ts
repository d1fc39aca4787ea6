import type { z } from 'zod';
import type { bookSchema } from '../../api/contract/book';
import type {
  counterSchema,
  feeQuoteSchema,
  requesterAccountSchema,
} from '../../api/contract/counter';

export type Book = z.infer<typeof bookSchema>;
export type Counter = z.infer<typeof counterSchema>;
export type FeeQuote = z.infer<typeof feeQuoteSchema>;
export type RequesterAccount = z.infer<typeof requesterAccountSchema>;

/** `GET /public/copies/{publicToken}` */
export interface PublicCopy {
  registerNumber: string | null;
  officeName: string;
  certifiedOn: string | null;
  documentType: string;
  status: 'in-force' | 'revoked';
}

/** One of `GET /my/copies` */
export interface MyCopy {
  id: string;
  documentType: string;
  officeName: string;
  registerNumber: string | null;
  certifiedOn: string | null;
  status: 'in-force' | 'revoked';
  publicUrl: string;
}
