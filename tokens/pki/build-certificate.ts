import 'reflect-metadata';
import { randomBytes, webcrypto, type KeyObject } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** Who may issue certificates. */
export type IssuerName = 'root' | 'issuing';

/** What a certificate is for; decides its key usages. `tls` stands for "not for signing documents". */
export type Profile = 'ca' | 'signer' | 'seal' | 'tsa' | 'ocsp-responder' | 'tls';

/** The parts of a subject name that Vietnamese certificates carry. */
export interface CertificateSubject {
  commonName: string;
  organization?: string;
  organizationalUnit?: string;
  title?: string;
  locality?: string;
  /** As in issued certificates: `CCCD:…` for a person, `MST:…` for an agency. */
  userId?: string;
}

interface Usage {
  key: x509.KeyUsageFlags;
  extended: string[];
  extendedCritical?: boolean;
}

const { digitalSignature, nonRepudiation, keyCertSign, cRLSign, keyEncipherment } =
  x509.KeyUsageFlags;
const documentSigning = '1.3.6.1.5.5.7.3.36'; // RFC 9336
const ocspNoCheck = '1.3.6.1.5.5.7.48.1.5'; // RFC 6960 4.2.2.2.1
const userIdOid = '0.9.2342.19200300.100.1.1';

const signing: Usage = {
  key: digitalSignature | nonRepudiation,
  extended: [x509.ExtendedKeyUsage.emailProtection, documentSigning],
};
const usages: Record<Profile, Usage> = {
  ca: { key: keyCertSign | cRLSign, extended: [] },
  signer: signing,
  seal: signing,
  tsa: {
    key: digitalSignature | nonRepudiation,
    extended: [x509.ExtendedKeyUsage.timeStamping],
    extendedCritical: true, // RFC 3161 2.3
  },
  'ocsp-responder': { key: digitalSignature, extended: [x509.ExtendedKeyUsage.ocspSigning] },
  tls: { key: digitalSignature | keyEncipherment, extended: [x509.ExtendedKeyUsage.serverAuth] },
};

/**
 * Builds and signs one certificate (RFC 5280), ECDSA with SHA-256.
 * @param request.issuer its certificate is absent for the self-signed root
 * @param request.notBefore,notAfter milliseconds since 1970, cut to whole seconds
 * @returns DER, and the serial number as lower-case hex
 */
export async function buildCertificate(request: {
  baseUrl: string;
  issuerName: IssuerName;
  issuer: { certificate?: Uint8Array; key: KeyObject };
  /** SubjectPublicKeyInfo, DER. */
  publicKey: Uint8Array;
  subject: CertificateSubject;
  profile: Profile;
  notBefore: number;
  notAfter: number;
}): Promise<{ der: Uint8Array; serial: string }> {
  const { issuer } = request;
  const issuerCertificate = issuer.certificate && new x509.X509Certificate(issuer.certificate);
  const publicKey = new x509.PublicKey(request.publicKey);
  const serial = newSerial();
  const subject = nameOf(request.subject);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial,
    subject,
    issuer: issuerCertificate?.subjectName ?? subject,
    notBefore: wholeSeconds(request.notBefore),
    notAfter: wholeSeconds(request.notAfter),
    publicKey,
    signingKey: await importSigningKey(issuer.key),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      await x509.AuthorityKeyIdentifierExtension.create(issuerCertificate?.publicKey ?? publicKey),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      ...usageExtensions(request.profile, issuerCertificate !== undefined),
      ...(issuerCertificate ? whereToAsk(request) : []),
    ],
  });
  return { der: new Uint8Array(certificate.rawData), serial };
}

export function toPem(der: Uint8Array): string {
  return `${x509.PemConverter.encode(der, 'CERTIFICATE')}\n`;
}

function usageExtensions(profile: Profile, hasIssuer: boolean): x509.Extension[] {
  const { key, extended, extendedCritical } = usages[profile];
  const isCa = profile === 'ca';
  // The root may have one CA below it, the issuing CA none.
  const pathLength = isCa ? (hasIssuer ? 0 : 1) : undefined;
  return [
    new x509.BasicConstraintsExtension(isCa, pathLength, true),
    new x509.KeyUsagesExtension(key, true),
    ...(extended.length > 0
      ? [new x509.ExtendedKeyUsageExtension(extended, extendedCritical)]
      : []),
    ...(profile === 'ocsp-responder'
      ? [new x509.Extension(ocspNoCheck, false, new Uint8Array([5, 0]))]
      : []),
  ];
}

/** Where a verifier gets the issuer and the status. A responder with no-check has no status to ask. */
function whereToAsk(request: {
  baseUrl: string;
  issuerName: IssuerName;
  profile: Profile;
}): x509.Extension[] {
  const { baseUrl, issuerName } = request;
  const caIssuers = `${baseUrl}/ca/${issuerName}.crt`;
  if (request.profile === 'ocsp-responder')
    return [new x509.AuthorityInfoAccessExtension({ caIssuers })];
  return [
    new x509.AuthorityInfoAccessExtension({ ocsp: `${baseUrl}/ocsp`, caIssuers }),
    new x509.CRLDistributionPointsExtension([`${baseUrl}/crl/${issuerName}.crl`]),
  ];
}

function nameOf(subject: CertificateSubject): x509.Name {
  const parts: [string, string | undefined][] = [
    ['C', 'VN'],
    ['L', subject.locality],
    ['O', subject.organization],
    ['OU', subject.organizationalUnit],
    ['T', subject.title],
    ['CN', subject.commonName],
    [userIdOid, subject.userId],
  ];
  return new x509.Name(
    parts.flatMap(([type, value]) => {
      if (value === undefined) return [];
      // RFC 5280 wants a country printable and everything else in UTF-8.
      return [{ [type]: [type === 'C' ? { printableString: value } : { utf8String: value }] }];
    }),
    { T: '2.5.4.12' },
  );
}

function importSigningKey(key: KeyObject): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey(
    'pkcs8',
    key.export({ type: 'pkcs8', format: 'der' }),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  );
}

/** 16 random bytes, positive and without a leading zero: one and only one way to write it. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return bytes.toString('hex');
}

function wholeSeconds(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}
