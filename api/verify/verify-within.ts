import type { FetchPolicy } from '../../documents/evidence/fetch-bounded';
import { createFetchEvidence } from '../../documents/verify/online/fetch-evidence';
import type { VerificationReport } from '../../documents/verify/report';
import { readTrustList, type TrustListData } from '../../documents/verify/trust/trust-list';
import { verifyCopy } from '../../documents/verify/verify-copy';

/** A file to verify, as plain data that can be handed to a thread. */
export interface VerifyInput {
  file: Uint8Array;
  list: TrustListData;
  fetchPolicy: FetchPolicy;
  /** Milliseconds since 1970. */
  at: number;
}

/** Verifies with the trust list; what is missing is fetched where the policy lets anyone be asked. */
export function verifyWithin(input: VerifyInput): Promise<VerificationReport> {
  const { file, list, fetchPolicy, at } = input;
  return verifyCopy(file, {
    trustAnchors: [],
    trustList: readTrustList(list),
    at,
    online: fetchPolicy.hosts.length + fetchPolicy.privateHosts.length > 0,
    fetchEvidence: createFetchEvidence(fetchPolicy),
  });
}
