import { createHash } from 'node:crypto';
import { nil, octets, oid, sequence, write } from '../../evidence/der';
import { getBounded, postBounded, type FetchPolicy } from '../../evidence/fetch-bounded';
import type { Certificate } from '../proof/certificate';
import type { FetchEvidence } from '../evidence-port';

const answerBytesMax = 20 * 1024 * 1024;
const urlsMax = 3;
/** What one file may make us ask, in all. */
const perFile = { requests: 24, bytes: 48 * 1024 * 1024, ms: 20_000, msEach: 8_000 };

/**
 * OCSP, CRL and issuers' certificates from the addresses that certificates name (AIA, CDP), within a
 * policy and within bounds for one file. What fails is left out: the verdict then says that it
 * could not look. One is made for each file.
 */
export function createFetchEvidence(policy: FetchPolicy): FetchEvidence {
  const endsAt = Date.now() + perFile.ms;
  const left = { requests: perFile.requests, bytes: perFile.bytes };
  const get = async (urls: string[], body?: Uint8Array): Promise<Uint8Array[]> => {
    for (const url of urls.slice(0, urlsMax)) {
      const timeoutMs = Math.min(perFile.msEach, endsAt - Date.now());
      if (!URL.canParse(url) || timeoutMs <= 0 || left.requests-- <= 0) continue;
      const bounds = { timeoutMs, maxBytes: Math.min(answerBytesMax, left.bytes) };
      const asked = body
        ? postBounded(url, { contentType: 'application/ocsp-request', body }, bounds, policy)
        : getBounded(url, bounds, policy);
      const answer = await asked.catch(() => undefined);
      left.bytes -= answer?.length ?? 0;
      if (answer) return [answer];
    }
    return [];
  };
  return async (certificate, issuer) => {
    if (!issuer) return { certificates: await get(certificate.issuerUrls), ocsps: [], crls: [] };
    const ocsps = await get(certificate.ocspUrls, ocspRequest(certificate, issuer));
    const crls = ocsps.length > 0 ? [] : await get(certificate.crlUrls);
    return { certificates: [], ocsps, crls };
  };
}

/** An unsigned request for one certificate (RFC 6960, 4.1); its names are hashed with SHA-1. */
function ocspRequest(certificate: Certificate, issuer: Certificate): Uint8Array {
  const sha1 = (bytes: Uint8Array) => octets(createHash('sha1').update(bytes).digest());
  const id = sequence(
    sequence(oid('1.3.14.3.2.26'), nil()),
    sha1(issuer.subject),
    sha1(issuer.publicKey),
    write(0x02, certificate.serial),
  );
  return sequence(sequence(sequence(sequence(id))));
}
