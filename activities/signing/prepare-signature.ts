import type { ActivityDeps } from '../deps';
import type { OwnSigningMethod, PreparedSignature } from '../../db/signing/entity';
import type { SigningFacts } from '../../db/signing/find-signing-facts';
import { recordPreparedSignature } from '../../db/signing/prepared-signatures';
import { requireNamed } from '../../documents/evidence/require-named';
import type { PreparedDocument } from '../../documents/copy/prepared-document';
import { withDocumentBuffer } from '../../documents/copy/document-buffers';
import { SaoyError } from '../../domain/problem';
import { requireHolder } from '../../domain/token-holder';

type Step = PreparedSignature['step'];
type Stores = Pick<ActivityDeps, 'db' | 'store' | 'now'>;

/**
 * Has a stored document prepared and keeps the bytes between *prepare* and *complete*; a repeat of the
 * same act finds them.
 * @param isPrepared by an earlier try of this act
 * @param hash of the document
 */
export async function keepPrepared(
  { db, store, now }: Stores,
  key: { dossierId: string; step: Step; actKey: string },
  isPrepared: boolean,
  { method, label, certificate, chain }: Signer,
  hash: string,
  prepare: (document: Uint8Array) => Promise<PreparedDocument>,
): Promise<void> {
  if (isPrepared) return;
  const prepared = await withDocumentBuffer(
    (allocate) => store.get(hash, allocate),
    async (document) => {
      const { document: made, ...rest } = await prepare(document);
      return { ...rest, hash: await store.put(made) };
    },
  );
  await recordPreparedSignature(db.manager, key, {
    preparedHash: prepared.hash,
    toBeSigned: Buffer.from(prepared.toBeSigned),
    mechanism: prepared.mechanism,
    field: prepared.field,
    tokenLabel: label,
    method,
    certificates: [certificate, ...chain].map(toBase64),
    at: now(),
  });
}

/** A signature to be prepared: which act of whom, and by the person's own key where `method` says so. */
export interface PrepareInput {
  dossierId: string;
  actKey: string;
  at: number;
  actorId: string;
  method?: OwnSigningMethod | undefined;
}

/** Whose certificate a signature is prepared for, and how its key is reached. */
export interface Signer {
  method: PreparedSignature['method'];
  /** Label of the token, or of the person's own key. */
  label: string;
  certificate: Uint8Array;
  /** Issuers up to the root. */
  chain: Uint8Array[];
}

/** A signer whose key can sign now, with the facts that the preparation needs. */
export interface ReadySigner extends Signer {
  /** DER of the authorities that are trusted here; the chain ends in one of them. */
  anchors: Uint8Array[];
  /** Of the largest time stamp token seen lately. */
  tokenBytes: number;
}

/**
 * Who signs this step, where the key may sign now and the copy can then be completed. Asked before a PIN is
 * used, and before a number is taken.
 * @throws SaoyError as `getSigner` and `SigningReadiness.require`; `token-key-missing`, `token-key-mismatch`
 */
export async function getReadySigner(
  deps: Pick<ActivityDeps, 'readiness' | 'timestamp'>,
  facts: SigningFacts,
  input: Parameters<typeof getSigner>[1],
): Promise<ReadySigner> {
  const signer = getSigner(facts, input);
  const ready = await deps.readiness.require(signer);
  const tokenBytes = Math.max(ready.tokenBytes, deps.timestamp.bytesSeen());
  return { ...signer, chain: ready.chain, anchors: ready.anchors, tokenBytes };
}

/**
 * Pure: who signs this step, by the person's own key where the input says so, else the token at our server, as
 * its process last saw it: a leader's own, which is declared to be theirs, or the agency's, and its certificate
 * names whose it is.
 * @throws SaoyError `signing-method-changed`, `token-absent`, `token-holder-missing`, `token-of-another`,
 *   `token-names-another`
 */
export function getSigner(
  { key, ...facts }: Pick<SigningFacts, 'token' | 'key' | 'signer' | 'office'>,
  { step, method }: { step: Step; method?: OwnSigningMethod | undefined },
): Signer {
  if (method === undefined) return serverSigner(facts, step);
  if (key?.method !== method) throw new SaoyError('signing-method-changed');
  return { method, label: key.label, ...split(key.certificates, key.label) };
}

function serverSigner(
  { token, signer, office }: Pick<SigningFacts, 'token' | 'signer' | 'office'>,
  step: Step,
): Signer {
  const purpose = step === 'sign' ? 'leader' : 'agency';
  if (token === null) throw new SaoyError('token-absent', { token: purpose });
  const { label, trouble, holderId } = token;
  if (step === 'sign') requireHolder(label, holderId, signer.id);
  if (trouble === 'token-key-missing' || trouble === 'token-key-mismatch') {
    throw new SaoyError(trouble, { token: label });
  }
  const held = split(token.certificates, label);
  requireNamed(label, held.certificate, step, { person: signer.fullName, office: office.name });
  return { method: 'token', label, ...held };
}

/** The certificates that a signature was prepared for; a token may carry others by now. */
export function readPreparedSigner({
  certificates,
  tokenLabel: label,
}: Pick<PreparedSignature, 'certificates' | 'tokenLabel'>): {
  certificate: Uint8Array;
  chain: Uint8Array[];
} {
  return split(certificates, label);
}

function split([certificate, ...chain]: string[], label: string) {
  if (certificate === undefined) throw new SaoyError('token-absent', { token: label });
  return { certificate: fromBase64(certificate), chain: chain.map(fromBase64) };
}

function toBase64(der: Uint8Array): string {
  return Buffer.from(der).toString('base64');
}

function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}
