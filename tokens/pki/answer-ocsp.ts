import { sign } from 'node:crypto';
import { OCSPRequest, type CertID } from 'pkijs';
import {
  bits,
  der,
  enumerated,
  octets,
  oid,
  parse,
  sequence,
  tagged,
  taggedBytes,
  time,
  type Piece,
} from './asn1';
import type { IssuerName } from './build-certificate';
import { findStatus, revocationReasons, type Revocation } from './issue-certificate';
import type { PkiManners } from './manners';
import { getServingAuthority } from './serving-authority';

const hashNames: Record<string, string> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
};
const nonceOid = '1.3.6.1.5.5.7.48.1.2';
const basicOid = '1.3.6.1.5.5.7.48.1.1';
export const ecdsaWithSha256 = '1.2.840.10045.4.3.2';
const status = { malformedRequest: 1, internalError: 2, unauthorized: 6 };
const maxCertificatesAsked = 16;
/** An answer is old after a day, though each is made when it is asked for. */
const validMs = 86_400_000;

/**
 * Answers one OCSP request (RFC 6960) from the records of the PKI, signed by the responder of the CA
 * that the first certificate asked about belongs to. Echoes a nonce.
 * @param request DER of an OCSPRequest
 * @param now milliseconds since 1970; producedAt and thisUpdate
 * @returns DER of an OCSPResponse; malformed requests and foreign CAs get the error answers of RFC 6960
 */
export async function answerOcsp(
  dir: string,
  request: Uint8Array,
  now: number,
  { refusesNonces = false }: PkiManners = {},
): Promise<Buffer> {
  const asked = readRequest(request);
  if (!asked) return failure(status.malformedRequest);
  if (asked.nonce && refusesNonces) return failure(status.unauthorized);
  const issuer = await findIssuer(dir, asked.ids[0]!);
  if (!issuer) return failure(status.unauthorized);
  const responder = await getServingAuthority(dir, `ocsp-${issuer}`);
  const responses: Piece[] = [];
  for (const id of asked.ids) {
    const known = (await findIssuer(dir, id)) === issuer;
    const found = known ? await findStatus(dir, issuer, serialOf(id)) : 'unknown';
    responses.push(singleResponse(id, found, now));
  }
  const responseData = sequence(
    tagged(2, octets(responder.keyHash('sha1'))),
    time(now),
    sequence(...responses),
    ...(asked.nonce ? [tagged(1, sequence(sequence(oid(nonceOid), octets(asked.nonce))))] : []),
  );
  const basic = sequence(
    responseData,
    sequence(oid(ecdsaWithSha256)),
    bits(sign('sha256', der(responseData), responder.key)),
    tagged(0, sequence(responder.piece)),
  );
  return der(sequence(enumerated(0), tagged(0, sequence(oid(basicOid), octets(der(basic))))));
}

function readRequest(bytes: Uint8Array): { ids: CertID[]; nonce: Uint8Array | undefined } | null {
  try {
    const { tbsRequest } = new OCSPRequest({ schema: parse(bytes) });
    const ids = tbsRequest.requestList.map((entry) => entry.reqCert);
    if (ids.length === 0 || ids.length > maxCertificatesAsked) return null;
    const nonce = tbsRequest.requestExtensions?.find((e) => e.extnID === nonceOid);
    return { ids, nonce: nonce && new Uint8Array(nonce.extnValue.valueBlock.valueHexView) };
  } catch {
    return null;
  }
}

/** The CA that a CertID names by the hashes of its name and key. */
async function findIssuer(dir: string, id: CertID): Promise<IssuerName | undefined> {
  const hash = hashNames[id.hashAlgorithm.algorithmId];
  if (!hash) return undefined;
  for (const name of ['issuing', 'root'] as const) {
    const authority = await getServingAuthority(dir, name);
    if (
      authority.nameHash(hash).equals(id.issuerNameHash.valueBlock.valueHexView) &&
      authority.keyHash(hash).equals(id.issuerKeyHash.valueBlock.valueHexView)
    )
      return name;
  }
  return undefined;
}

function singleResponse(id: CertID, found: 'good' | 'unknown' | Revocation, now: number): Piece {
  return sequence(id.toSchema(), certStatus(found), time(now), tagged(0, time(now + validMs)));
}

function certStatus(found: 'good' | 'unknown' | Revocation): Piece {
  if (found === 'good') return taggedBytes(0, new Uint8Array());
  if (found === 'unknown') return taggedBytes(2, new Uint8Array());
  const reason = revocationReasons[found.reason];
  // `unspecified` is said by leaving the reason out (RFC 5280 5.3.1).
  return tagged(1, time(found.at), ...(reason === 0 ? [] : [tagged(0, enumerated(reason))]));
}

function serialOf(id: CertID): string {
  return Buffer.from(id.serialNumber.valueBlock.valueHexView).toString('hex');
}

function failure(code: number): Buffer {
  return der(sequence(enumerated(code)));
}
