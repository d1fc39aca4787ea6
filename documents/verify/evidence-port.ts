import type { Certificate } from './proof/certificate';

/** DER of what could be fetched; nothing where nothing could. */
export type FetchEvidence = (
  certificate: Certificate,
  issuer: Certificate | undefined,
) => Promise<{ ocsps: Uint8Array[]; crls: Uint8Array[]; certificates: Uint8Array[] }>;
