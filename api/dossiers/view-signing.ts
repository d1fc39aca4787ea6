import { AskedSignature, SigningKey } from '../../db/signing/entity';
import { readDocumentDigest } from '../../documents/evidence/signed-data';
import { isProblemCode, sentence } from '../../domain/problem';
import { stageDeclarations, type Stage } from '../../domain/process';
import type { Signing } from './contract';
import type { ApiDeps } from '../http/deps';

/** How long a page that was closed and opened again is told what became of it. */
const toldForMs = 10 * 60_000;

/** The last signature that was asked of this person's own key for the dossier's present step. */
export async function findSigning(
  { db, now }: Pick<ApiDeps, 'db' | 'now'>,
  dossier: { id: string; stage: Stage },
  personId: string,
): Promise<Signing | null> {
  const { step } = stageDeclarations[dossier.stage];
  if (step !== 'sign' && step !== 'seal') return null;
  const asked = await db.manager.findOne(AskedSignature, {
    where: { dossierId: dossier.id, personId, step },
    order: { askedAt: 'DESC' },
  });
  if (asked === null || asked.askedAt.getTime() + toldForMs < now()) return null;
  const { officeId } = asked;
  const key = await db.manager.findOneBy(SigningKey, { personId, officeId, step });
  return viewSigning(asked, key?.label ?? 'của bạn');
}

function viewSigning(asked: AskedSignature, token: string): Signing {
  const { way, failure, signature, triesLeft } = asked;
  // Of a failure on the signer's own computer we are told the code alone.
  const reason = way === 'agent' ? 'xem chương trình ký trên máy' : 'nhà cung cấp không nói rõ';
  const params = { token, reason, ...(triesLeft === null ? {} : { triesLeft }) };
  const text = isProblemCode(failure) ? sentence(failure, 'vi', params) : failure;
  return {
    way,
    status: failure !== null ? 'failed' : signature !== null ? 'signed' : 'waiting',
    digest: Buffer.from(readDocumentDigest(asked.toBeSigned)).toString('hex'),
    askedAt: asked.askedAt.toISOString(),
    expiresAt: asked.expiresAt.toISOString(),
    code: failure,
    text,
  };
}
