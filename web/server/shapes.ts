/** Answers whose shape the contract describes in words (docs/api-contract.md). */

interface Rule {
  rule: string;
  citation: string;
}

interface Ground {
  id: string;
  text: string;
}

/** `GET /offices/{officeId}/counter` */
export interface Counter {
  /** Most used first. */
  documentTypes: string[];
  refusalGrounds: Ground[];
  extensionGrounds: Ground[];
  cutOff: string;
  scan: { maxBytes: number; maxPages: number };
  serverTime: string;
  dueIfAcceptedNow: { legalDue: string; appointmentSlip: boolean; because: Rule[] };
}

/** `GET /fees/quote` */
export interface FeeQuote {
  total: number;
  line: string;
  source: string;
}

/** `GET /requesters` */
export interface RequesterAccount {
  identifier: string;
  fullName: string;
  phone: string | null;
  email: string | null;
}

/** `GET /tokens/{leader|agency}` */
export interface TokenState {
  label: string;
  publicKey: JsonWebKey;
  context: Record<string, string>;
  preflight: { check: string; ok: boolean; text: string }[];
}

/** One of `GET /books` */
export interface Book {
  id: string;
  name: string;
  expectedNumber: string;
}

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
