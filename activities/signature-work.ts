import type { PreparedSignature } from '../documents/copy/prepared-signature';
import { SaoyError } from '../domain/problem';
import { SignatureWork } from '../db/entities/dossier';
import { Office, Token } from '../db/entities/people';
import type { ActivityDeps } from './deps';

type Step = SignatureWork['step'];
type Stores = Pick<ActivityDeps, 'db' | 'store' | 'now'>;

/** Keeps prepared bytes between *prepare* and *complete*; a repeat of the same act finds them. */
export async function keepPrepared(
  { db, store, now }: Stores,
  key: { dossierId: string; step: Step; actKey: string },
  tokenLabel: string,
  prepare: () => Promise<PreparedSignature>,
): Promise<void> {
  const { dossierId, step, actKey: attempt } = key;
  if (await db.manager.existsBy(SignatureWork, { dossierId, step, attempt })) return;
  const prepared = await prepare();
  await db.manager.insert(SignatureWork, {
    dossierId,
    step,
    attempt,
    preparedHash: await store.put(prepared.document),
    toBeSigned: Buffer.from(prepared.toBeSigned),
    mechanism: prepared.mechanism,
    field: prepared.field,
    tokenLabel,
    at: now(),
  });
}

export async function getSignatureWork(
  { db }: Pick<ActivityDeps, 'db'>,
  key: { dossierId: string; step: Step; actKey: string },
): Promise<SignatureWork> {
  const { dossierId, step, actKey: attempt } = key;
  return db.manager.findOneByOrFail(SignatureWork, { dossierId, step, attempt });
}

export interface SignerToken {
  token: Token;
  certificate: Uint8Array;
  /** Issuers up to the root. */
  chain: Uint8Array[];
}

/**
 * The token of an office for one purpose, as its process last saw it.
 * @throws SaoyError `token-absent`, or what is wrong with it.
 */
export async function getSignerToken(
  { db }: Pick<ActivityDeps, 'db'>,
  officeId: string,
  step: Step,
): Promise<SignerToken> {
  const purpose = step === 'sign' ? 'leader' : 'agency';
  const office = await db.manager.findOneByOrFail(Office, { id: officeId });
  const token = await db.manager.findOneBy(Token, { officeCode: office.code, purpose });
  if (token === null) throw new SaoyError('token-absent', { token: purpose });
  const [certificate, ...chain] = token.certificates.map(fromBase64);
  if (certificate === undefined) throw new SaoyError('token-absent', { token: token.label });
  return { token, certificate, chain };
}

export async function getSignerByLabel(
  { db }: Pick<ActivityDeps, 'db'>,
  label: string,
): Promise<SignerToken> {
  const token = await db.manager.findOneByOrFail(Token, { label });
  const [certificate, ...chain] = token.certificates.map(fromBase64);
  if (certificate === undefined) throw new SaoyError('token-absent', { token: label });
  return { token, certificate, chain };
}

function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}
