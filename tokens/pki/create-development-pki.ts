import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SaoyError } from '../../domain/problem';
import {
  buildCertificate,
  toPem,
  type CertificateSubject,
  type IssuerName,
  type Profile,
} from './build-certificate';

/** The keys that the development PKI holds itself. Those of people and offices live in tokens. */
export type AuthorityName = 'root' | 'issuing' | 'tsa' | 'ocsp-root' | 'ocsp-issuing';

export interface DevelopmentPki {
  dir: string;
  /** Where its services answer, without a trailing slash; written into every certificate. */
  baseUrl: string;
  /** PEM file of the root: the trust anchor. */
  rootFile: string;
  /** DER of the two CA certificates. */
  root: Uint8Array;
  issuing: Uint8Array;
}

export interface Authority {
  /** DER. */
  certificate: Uint8Array;
  key: KeyObject;
}

/** The end of everything the PKI signs itself: time stamps must outlive 2036 to be renewed at leisure. */
const lifetimeYears = { root: 30, issuing: 25, tsa: 20, 'ocsp-root': 20, 'ocsp-issuing': 20 };
const dayMs = 86_400_000;

/**
 * Makes the PKI of a development stack, or opens it where it exists: a root, an issuing CA, a time
 * stamp authority and an OCSP responder for each CA, all on P-256, keys in files of mode 600.
 * It is complete or absent: everything is made aside and moved into place at the end.
 * @param options.baseUrl address of its services, for ever: it stands in AIA and CDP of each certificate
 * @param options.now milliseconds since 1970; the certificates begin a day earlier
 * @throws SaoyError `pki-address-changed` when the PKI in `dir` was made for another address
 */
export async function createDevelopmentPki(options: {
  dir: string;
  baseUrl: string;
  now: number;
}): Promise<DevelopmentPki> {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  if (existsSync(join(options.dir, 'pki.json'))) {
    const pki = await openDevelopmentPki(options.dir);
    if (pki.baseUrl !== baseUrl)
      throw new SaoyError('pki-address-changed', { made: pki.baseUrl, asked: baseUrl });
    return pki;
  }
  const aside = `${options.dir}.making-${process.pid}`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(join(aside, 'issued'), { recursive: true, mode: 0o700 });
  await mkdir(join(aside, 'revoked'), { mode: 0o700 });
  await makeAuthorities(aside, baseUrl, options.now);
  await writeFile(join(aside, 'pki.json'), JSON.stringify({ baseUrl }));
  await mkdir(dirname(options.dir), { recursive: true });
  await rename(aside, options.dir);
  return openDevelopmentPki(options.dir);
}

/** Opens a PKI that `createDevelopmentPki` made. */
export async function openDevelopmentPki(dir: string): Promise<DevelopmentPki> {
  const { baseUrl } = JSON.parse(await readFile(join(dir, 'pki.json'), 'utf8')) as {
    baseUrl: string;
  };
  const [root, issuing] = await Promise.all([
    readFile(join(dir, 'root.der')),
    readFile(join(dir, 'issuing.der')),
  ]);
  return { dir, baseUrl, rootFile: join(dir, 'root.pem'), root, issuing };
}

/** Certificate and key of one of the PKI's own authorities. */
export async function readAuthority(dir: string, name: AuthorityName): Promise<Authority> {
  const [certificate, pem] = await Promise.all([
    readFile(join(dir, `${name}.der`)),
    readFile(join(dir, `${name}.key`), 'utf8'),
  ]);
  return { certificate, key: createPrivateKey(pem) };
}

/** Notes that a CA issued a serial number, so that its OCSP responder knows of it. */
export async function recordIssued(
  dir: string,
  issuer: IssuerName,
  serial: string,
  commonName: string,
): Promise<void> {
  await writeFile(join(dir, 'issued', `${issuer}-${serial}.json`), JSON.stringify({ commonName }));
}

async function makeAuthorities(dir: string, baseUrl: string, now: number): Promise<void> {
  const make = async (
    name: AuthorityName,
    issuerName: IssuerName,
    profile: Profile,
    subject: CertificateSubject,
  ) => {
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const notBefore = now - dayMs;
    const built = await buildCertificate({
      baseUrl,
      issuerName,
      issuer: name === 'root' ? { key: keys.privateKey } : await readAuthority(dir, issuerName),
      publicKey: keys.publicKey.export({ type: 'spki', format: 'der' }),
      subject,
      profile,
      notBefore,
      notAfter: notBefore + lifetimeYears[name] * 365.25 * dayMs,
    });
    await writeFile(join(dir, `${name}.key`), pemKey(keys.privateKey), { mode: 0o600 });
    await writeFile(join(dir, `${name}.der`), built.der);
    await writeFile(join(dir, `${name}.pem`), toPem(built.der));
    await recordIssued(dir, issuerName, built.serial, subject.commonName);
  };
  const organization = 'Sao Y – môi trường phát triển';
  await make('root', 'root', 'ca', { commonName: 'Sao Y Development Root', organization });
  await make('issuing', 'root', 'ca', { commonName: 'Sao Y Development CA', organization });
  await make('ocsp-root', 'root', 'ocsp-responder', {
    commonName: 'Sao Y Development Root OCSP',
    organization,
  });
  await make('ocsp-issuing', 'issuing', 'ocsp-responder', {
    commonName: 'Sao Y Development CA OCSP',
    organization,
  });
  await make('tsa', 'issuing', 'tsa', { commonName: 'Sao Y Development TSA', organization });
}

function pemKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }) as string;
}
