import type { Signing } from './contract';
import type { PersonsSignature } from '../../db/dossiers/get-dossier';
import { readDocumentDigest } from '../../documents/evidence/signed-data';
import { isProblemCode, sentence } from '../../domain/problem';

/** For this long a page that is opened again still shows the outcome. */
const toldForMs = 10 * 60_000;

/** The state of the last signature request to a person's own key; null where that is long ago. */
export function viewRecentSigning(asked: PersonsSignature | null, now: number): Signing | null {
  if (asked === null || asked.askedAt.getTime() + toldForMs < now) return null;
  return viewSigning(asked, asked.keyLabel ?? 'của bạn');
}

function viewSigning(asked: PersonsSignature, token: string): Signing {
  const { method, failure, signature, triesLeft } = asked;
  // Of a failure on the signer's own computer only the code is known.
  const reason = method === 'agent' ? 'xem chương trình ký trên máy' : 'nhà cung cấp không nói rõ';
  const params = { token, reason, ...(triesLeft === null ? {} : { triesLeft }) };
  const text = isProblemCode(failure) ? sentence(failure, 'vi', params) : failure;
  return {
    method,
    status: failure !== null ? 'failed' : signature !== null ? 'signed' : 'waiting',
    digest: Buffer.from(readDocumentDigest(asked.toBeSigned)).toString('hex'),
    askedAt: asked.askedAt.toISOString(),
    expiresAt: asked.expiresAt.toISOString(),
    code: failure,
    text,
  };
}
