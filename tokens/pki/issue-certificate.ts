import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import {
  buildCertificate,
  type CertificateSubject,
  type IssuerName,
  type Profile,
} from './build-certificate';
import { readAuthority, recordIssued, type DevelopmentPki } from './create-development-pki';

/** Reasons of RFC 5280 5.3.1 that a certificate can end for. */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
} as const;
export type RevocationReason = keyof typeof revocationReasons;

export interface Revocation {
  serial: string;
  /** Milliseconds since 1970. */
  at: number;
  reason: RevocationReason;
}

/** Officers' certificates of the public CAs run three years. */
const lifetimeMs = 3 * 365 * 86_400_000;

/**
 * Certifies a public key under the issuing CA (or the root).
 * @param request.publicKey SubjectPublicKeyInfo, DER
 * @param request.notBefore,notAfter milliseconds since 1970; from now for three years
 * @returns DER of the certificate and its serial number in hex
 */
export async function issueCertificate(
  pki: DevelopmentPki,
  request: {
    publicKey: Uint8Array;
    subject: CertificateSubject;
    profile: Profile;
    issuer?: IssuerName;
    notBefore?: number;
    notAfter?: number;
  },
): Promise<{ der: Uint8Array; serial: string }> {
  const issuerName = request.issuer ?? 'issuing';
  const issuer = await readAuthority(pki.dir, issuerName);
  const notBefore = request.notBefore ?? Date.now();
  const issuerEnds = Date.parse(new X509Certificate(issuer.certificate).validTo);
  const built = await buildCertificate({
    baseUrl: pki.baseUrl,
    issuerName,
    issuer,
    publicKey: request.publicKey,
    subject: request.subject,
    profile: request.profile,
    notBefore,
    notAfter: request.notAfter ?? Math.min(notBefore + lifetimeMs, issuerEnds),
  });
  await recordIssued(pki.dir, issuerName, built.serial, request.subject.commonName);
  return built;
}

/**
 * Revokes a certificate; OCSP and CRL say so from the next answer on. The first revocation stands.
 * @param revocation.at the instant it ends, milliseconds since 1970
 */
export async function revokeCertificate(
  pki: DevelopmentPki,
  revocation: Revocation,
  issuer: IssuerName = 'issuing',
): Promise<void> {
  const file = join(pki.dir, 'revoked', `${issuer}-${revocation.serial}.json`);
  if (existsSync(file)) return;
  await writeFile(file, JSON.stringify(revocation));
}

export async function listRevoked(dir: string, issuer: IssuerName): Promise<Revocation[]> {
  const names = await readdir(join(dir, 'revoked'));
  const own = names.filter((name) => name.startsWith(`${issuer}-`));
  return Promise.all(own.map((name) => readRevocation(join(dir, 'revoked', name))));
}

/** What a CA knows of one serial number (lower-case hex): good, unknown, or its revocation. */
export async function findStatus(
  dir: string,
  issuer: IssuerName,
  serial: string,
): Promise<'good' | 'unknown' | Revocation> {
  const name = `${issuer}-${serial}.json`;
  if (existsSync(join(dir, 'revoked', name))) return readRevocation(join(dir, 'revoked', name));
  return existsSync(join(dir, 'issued', name)) ? 'good' : 'unknown';
}

async function readRevocation(file: string): Promise<Revocation> {
  return JSON.parse(await readFile(file, 'utf8')) as Revocation;
}
