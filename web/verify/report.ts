/** `POST /verify`: what the verifier found (docs/api-contract.md). */
export interface VerificationReport {
  verdict: 'valid' | 'invalid' | 'undetermined';
  intact: 'yes' | 'no' | 'unknown';
  reasons: string[];
  signatures: SignatureReport[];
  timestamps: TimestampReport[];
}

export interface SignatureReport {
  field: string;
  signer: string | null;
  issuer: string | null;
  signedAt: string | null;
  verdict: VerificationReport['verdict'];
  intact: VerificationReport['intact'];
  reasons: string[];
}

interface TimestampReport {
  authority: string | null;
  at: string;
  verdict: VerificationReport['verdict'];
}
