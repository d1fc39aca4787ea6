import type { ProblemCode } from './problem';

/** How many dossiers one batch takes. */
export const batchItemsMax = 100;

/**
 * What one item meets and the next would meet as well, since it lies with the PIN, the token or its
 * certificate. A batch ends there: a wrong PIN is never put to a token twice.
 */
const stopping: ReadonlySet<string> = new Set<ProblemCode>([
  'batch-stopped',
  'pin-wrong',
  'pin-expired',
  'pin-unreadable',
  'pin-context-mismatch',
  'pin-count-unusable',
  'token-absent',
  'token-holder-missing',
  'token-of-another',
  'token-names-another',
  'token-locked',
  'token-ambiguous',
  'token-key-missing',
  'token-key-mismatch',
  'token-failed',
  'token-module-unusable',
  'token-process-absent',
  'signer-certificate-unsuitable',
  'certificate-revoked',
  'signing-cancelled',
  'signing-expired',
  'agent-declined',
  'remote-pin-wrong',
  'remote-refused',
]);

/** Whether a batch goes no further after this outcome. */
export function stopsBatch(outcome: string): boolean {
  return stopping.has(outcome);
}
