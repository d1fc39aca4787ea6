import { createHash, X509Certificate, type KeyObject } from 'node:crypto';
import { Certificate } from 'pkijs';
import { der, parse, type Piece } from './asn1';
import { readAuthority, type AuthorityName } from './create-development-pki';

/** An authority as the services use it, taken apart once. */
export interface ServingAuthority {
  /** DER. */
  certificate: Uint8Array;
  key: KeyObject;
  /** The certificate, to stand in what is signed. */
  piece: Piece;
  /** Its issuer's name and its own serial number. */
  issuer: Piece;
  serialNumber: Piece;
  /** Hash of its name, DER (RFC 6960 4.1.1). */
  nameHash(hash: string): Buffer;
  /** Hash of its public key's bits without the SubjectPublicKeyInfo around them (RFC 6960 4.1.1). */
  keyHash(hash: string): Buffer;
}

const opened = new Map<string, Promise<ServingAuthority>>();

/** An authority of the PKI in `dir`. Its files never change once they are made: read once. */
export function getServingAuthority(dir: string, name: AuthorityName): Promise<ServingAuthority> {
  const path = `${dir}/${name}`;
  const known = opened.get(path) ?? open(dir, name);
  opened.set(path, known);
  known.catch(() => opened.delete(path));
  return known;
}

async function open(dir: string, name: AuthorityName): Promise<ServingAuthority> {
  const { certificate, key } = await readAuthority(dir, name);
  const { subject, issuer, serialNumber } = Certificate.fromBER(new Uint8Array(certificate).buffer);
  const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  const subjectName = der(subject.toSchema());
  // Every key of the development PKI is on P-256: the last 65 bytes are the point.
  const point = spki.subarray(-65);
  return {
    certificate,
    key,
    piece: parse(certificate),
    issuer: issuer.toSchema(),
    serialNumber,
    nameHash: hashOf(subjectName),
    keyHash: hashOf(point),
  };
}

/** The hash of some bytes, computed once for each algorithm. */
function hashOf(bytes: Uint8Array): (hash: string) => Buffer {
  const known = new Map<string, Buffer>();
  return (hash) => {
    const digest = known.get(hash) ?? createHash(hash).update(bytes).digest();
    known.set(hash, digest);
    return digest;
  };
}
