import type { DataSource } from 'typeorm';
import type { Token } from '../../db/signing/entity';
import { clearUnlocked, findTokenByLabel, recordToken } from '../../db/signing/tokens';
import {
  type Certificate,
  climbFrom,
  readCertificates,
} from '../../documents/evidence/certificate';
import { completePath, type IssuerSource } from '../../documents/evidence/issuers';
import type { TokenCertificate, TokenSigner } from '../../tokens/pkcs11/token-signer';

export interface TokenPlace {
  label: string;
  /** Code of the office it belongs to. */
  office: string;
  purpose: 'leader' | 'agency';
}

interface PublishDeps {
  db: DataSource;
  signer: TokenSigner;
  /** Where the certificates of authorities come from that the token does not hold. */
  issuers: IssuerSource;
  /** DER of the authorities that are trusted here. */
  listAnchors: () => Promise<Uint8Array[]>;
  now: () => Date;
}

/**
 * Writes down what the tokens of this process are good for: certificates, tries left, what is wrong.
 * Signatures are prepared and pre-flights answered from it; no key or PIN is involved. One that cannot be
 * read keeps none of the others from being written down.
 * @throws AggregateError of the failures, where some could not be read
 */
export async function publishTokens(
  deps: PublishDeps,
  places: readonly TokenPlace[],
): Promise<void> {
  const failures: unknown[] = [];
  for (const place of places) {
    await publishToken(deps, place).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
}

async function publishToken(deps: PublishDeps, place: TokenPlace): Promise<void> {
  const { db, signer, now } = deps;
  const known = await findTokenByLabel(db, place.label);
  if (known && known.unlockedAt !== null) await applyUnlocked(deps, known);
  const { tokenSeen, pin } = await signer.preflight(place.label);
  const found = tokenSeen ? await signer.readCertificates(place.label) : [];
  const own = chooseOwn(found, now().getTime());
  const path = own && (await readPath(deps, own.der, found));
  await recordToken(db, {
    label: place.label,
    officeCode: place.office,
    purpose: place.purpose,
    certificates:
      path?.map(({ der }) => Buffer.from(der).toString('base64')) ?? known?.certificates ?? [],
    keyId: own?.keyId ?? known?.keyId ?? '',
    trouble: trouble(tokenSeen, found, own, pin.locked),
    pinTriesLeft: tokenSeen ? pin.triesLeft : null,
    pinState: tokenSeen ? stateOf(pin) : null,
    seenAt: now(),
  });
}

/**
 * Lets PINs reach a token again of which an administrator said that its issuer has unlocked it; not where the
 * token itself says otherwise.
 */
export async function applyUnlocked(
  { db, signer }: Pick<PublishDeps, 'db' | 'signer'>,
  { label }: Pick<Token, 'label'>,
): Promise<void> {
  if (!(await signer.acknowledgeUnlocked(label))) return;
  await clearUnlocked(db, label);
}

/**
 * The certificate that a token signs with: one whose key the token holds, as far as it shows that; of those
 * in force, the one that began last, since a renewed one stands beside the old.
 */
function chooseOwn(found: readonly TokenCertificate[], now: number): TokenCertificate | undefined {
  const fit = found.flatMap((held) => {
    const [certificate] = readCertificates([held.der]);
    return certificate && !certificate.isCa && held.isPaired !== false
      ? [{ held, certificate }]
      : [];
  });
  const rank = ({ held, certificate }: (typeof fit)[number]) => [
    certificate.keyUsage?.nonRepudiation ? 1 : 0,
    held.isPaired ? 1 : 0,
    certificate.notBefore <= now && now <= certificate.notAfter ? 1 : 0,
    certificate.notBefore,
  ];
  fit.sort((a, b) => {
    const [one, other] = [rank(a), rank(b)];
    const differs = one.findIndex((part, index) => part !== other[index]);
    return differs < 0 ? 0 : (other[differs] ?? 0) - (one[differs] ?? 0);
  });
  return fit[0]?.held;
}

/** From a certificate to an authority that is trusted, or as far as its issuers can be had. */
async function readPath(
  { issuers, listAnchors }: PublishDeps,
  der: Uint8Array,
  beside: readonly TokenCertificate[],
): Promise<Certificate[]> {
  const [leaf] = readCertificates([der]);
  if (!leaf) return [];
  const pool = readCertificates(beside.map((held) => held.der));
  const anchors = readCertificates(await listAnchors());
  return (await completePath(leaf, { pool, anchors, issuers })) ?? climbFrom(leaf, pool);
}

function trouble(
  isSeen: boolean,
  found: readonly TokenCertificate[],
  own: TokenCertificate | undefined,
  isLocked: boolean,
): string | null {
  if (!isSeen) return 'token-absent';
  if (isLocked) return 'token-locked';
  if (own) return null;
  return found.some(({ isPaired }) => isPaired === false)
    ? 'token-key-mismatch'
    : 'token-key-missing';
}

function stateOf(pin: { countLow: boolean; finalTry: boolean; locked: boolean }) {
  if (pin.locked) return 'locked';
  if (pin.finalTry) return 'final';
  return pin.countLow ? 'low' : 'fine';
}
