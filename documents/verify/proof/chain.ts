import type { ReasonCode } from '../reasons/reasons';
import { checkSignature, digest, judgeKey, type HashName, type SignatureCheck } from './algorithms';
import type { TrustAnchor, TrustService } from '../trust/trust-list';
import type { Certificate } from './certificate';
import { hexOf } from './der';
import type { Crl, OcspResponse } from './revocation-data';

/** Data that proofs may use, each with the time since when it is proven to exist. */
export interface Material {
  certificates: Certificate[];
  ocsps: { response: OcspResponse; provenAt: number }[];
  crls: { crl: Crl; provenAt: number }[];
}

/**
 * How new the word on a certificate must be. `after`: issued at or after the time in question, as
 * for a signer. `window`: that, or in force at the time. `known`: any since the certificate began,
 * as for the authority of the newest time stamp, whose successor is not there yet.
 */
export type Freshness = 'after' | 'window' | 'known';

/** What was found out about one certificate of a path. */
export interface StatusFinding {
  status: 'good' | 'revoked' | 'unknown';
  source: 'ocsp' | 'crl' | undefined;
  thisUpdate: number | undefined;
  revokedAt: number | undefined;
}

export interface ChainResult {
  reasons: ReasonCode[];
  path: Certificate[];
  status: StatusFinding | undefined;
  /** Of what evidence is missing: a certificate without a known issuer, or of unknown status. */
  missing: { certificate: Certificate; issuer: Certificate | undefined }[];
}

/** Two clocks that both keep time may differ by this much. */
const clockToleranceMs = 60_000;
const pathMax = 8;
const triesMax = 64;

/** What a search for a path has come to. */
interface Search {
  tries: number;
  fault: ReasonCode | undefined;
  longest: Certificate[];
}

/** Builds and judges paths; remembers which certificate signed which. */
export class ChainBuilder {
  private readonly known = new WeakMap<Uint8Array, Map<Certificate, Promise<SignatureCheck>>>();

  constructor(private readonly anchors: TrustAnchor[]) {}

  /**
   * Finds a path to a trusted authority and judges it at a time: validity, right to issue, length,
   * strength of keys and hashes, and revocation of every certificate but the last.
   * @param options.at milliseconds since 1970
   * @param options.service what the authority must be accredited for
   * @param options.freshness for the first certificate; those above it get `window` at best
   */
  async judge(options: {
    leaf: Certificate;
    service: TrustService;
    material: Material;
    at: number;
    freshness: Freshness;
  }): Promise<ChainResult> {
    if (this.anchors.length === 0)
      return { reasons: ['trust-list-empty'], path: [], status: undefined, missing: [] };
    const search: Search = { tries: 0, fault: undefined, longest: [options.leaf] };
    const path = await this.findPath([options.leaf], unique(options.material.certificates), search);
    if (!path) {
      const open = search.longest[search.longest.length - 1] as Certificate;
      return {
        reasons: [search.fault ?? 'chain-incomplete'],
        path: [],
        status: undefined,
        missing: [{ certificate: open, issuer: undefined }],
      };
    }
    const reasons = new Set<ReasonCode>();
    for (const certificate of path) {
      if (options.at < certificate.notBefore || options.at > certificate.notAfter)
        reasons.add('certificate-expired');
      const key = judgeKey(certificate.spki);
      if (key !== 'right') reasons.add(key);
    }
    if (!this.isAccredited(path, options.service, options.at)) reasons.add('chain-not-accredited');
    let status: StatusFinding | undefined;
    const missing: ChainResult['missing'] = [];
    for (const [i, certificate] of path.slice(0, -1).entries()) {
      const found = await this.findStatus({
        certificate,
        issuer: path[i + 1] as Certificate,
        material: options.material,
        at: options.at,
        freshness: i > 0 && options.freshness === 'after' ? 'window' : options.freshness,
      });
      status ??= found;
      if (found.status === 'revoked') reasons.add('certificate-revoked');
      if (found.status === 'unknown') {
        reasons.add('revocation-unknown');
        missing.push({ certificate, issuer: path[i + 1] });
      }
    }
    return { reasons: [...reasons], path, status, missing };
  }

  private isAccredited(path: Certificate[], service: TrustService, at: number): boolean {
    const last = path[path.length - 1] as Certificate;
    return this.anchors.some(
      ({ certificate, services, from, to }) =>
        isSame(certificate.raw, last.raw) && services.includes(service) && at >= from && at <= to,
    );
  }

  private isAnchor(certificate: Certificate): boolean {
    return this.anchors.some((anchor) => isSame(anchor.certificate.raw, certificate.raw));
  }

  private async findPath(
    path: Certificate[],
    pool: Certificate[],
    search: Search,
  ): Promise<Certificate[] | undefined> {
    const last = path[path.length - 1] as Certificate;
    if (path.length > search.longest.length) search.longest = path;
    if (last.hasUnknownCritical) return undefined;
    if (this.isAnchor(last)) return path;
    if (path.length >= pathMax) return undefined;
    for (const issuer of [...this.anchors.map(({ certificate }) => certificate), ...pool]) {
      if (!isSame(issuer.subject, last.issuer)) continue;
      if (path.some(({ raw }) => isSame(raw, issuer.raw))) continue;
      if (++search.tries > triesMax) return undefined;
      const signed = await this.isSignedBy(last, issuer);
      if (signed === 'hash-weak' || signed === 'key-weak') search.fault ??= signed;
      if (signed !== 'right') continue;
      if (!mayIssue(issuer, path.length - 1)) {
        search.fault ??= 'chain-broken';
        continue;
      }
      const found = await this.findPath([...path, issuer], pool, search);
      if (found) return found;
    }
    return undefined;
  }

  private isSignedBy(certificate: Certificate, issuer: Certificate): Promise<SignatureCheck> {
    return this.check(certificate.raw, issuer, () => ({
      algorithm: certificate.algorithm,
      data: certificate.tbs,
      signature: certificate.signature,
    }));
  }

  private check(
    raw: Uint8Array,
    issuer: Certificate,
    parts: () => Pick<Parameters<typeof checkSignature>[0], 'algorithm' | 'data' | 'signature'>,
  ): Promise<SignatureCheck> {
    const byIssuer = this.known.get(raw) ?? new Map<Certificate, Promise<SignatureCheck>>();
    this.known.set(raw, byIssuer);
    const known = byIssuer.get(issuer) ?? checkSignature({ spki: issuer.spki, ...parts() });
    byIssuer.set(issuer, known);
    return known;
  }

  /** The worst that trustworthy data says of a certificate at a time. */
  private async findStatus(options: {
    certificate: Certificate;
    issuer: Certificate;
    material: Material;
    at: number;
    freshness: Freshness;
  }): Promise<StatusFinding> {
    const words = [...(await this.listOcspWords(options)), ...(await this.listCrlWords(options))];
    const second = Math.floor(options.at / 1000) * 1000;
    const revoked = words.find(
      ({ revokedAt }) => revokedAt !== undefined && revokedAt <= options.at,
    );
    if (revoked) return { ...revoked, status: 'revoked' };
    const fresh = words.find(
      ({ thisUpdate, nextUpdate }) =>
        thisUpdate >= options.certificate.notBefore &&
        (thisUpdate >= second ||
          options.freshness === 'known' ||
          (options.freshness === 'window' && nextUpdate !== undefined && nextUpdate >= second)),
    );
    if (fresh) return { ...fresh, status: 'good' };
    return { status: 'unknown', source: undefined, thisUpdate: undefined, revokedAt: undefined };
  }

  private async listOcspWords(options: {
    certificate: Certificate;
    issuer: Certificate;
    material: Material;
    freshness: Freshness;
  }): Promise<Word[]> {
    const words: Word[] = [];
    for (const { response, provenAt } of options.material.ocsps) {
      const answers = await listAnswers(response, options.certificate, options.issuer);
      if (answers.length === 0) continue;
      const judgedAt = options.freshness === 'known' ? response.producedAt : provenAt;
      if (!(await this.mayAnswer(response, options.issuer, options.material, judgedAt))) continue;
      for (const { status, thisUpdate, nextUpdate, revokedAt } of answers) {
        if (status === 'unknown' || response.producedAt < thisUpdate) continue;
        if (thisUpdate > provenAt + clockToleranceMs) continue;
        words.push({ source: 'ocsp', thisUpdate, nextUpdate, revokedAt });
      }
    }
    return words;
  }

  /**
   * Who may answer for a CA: the CA itself, or one whose certificate that CA issued for answering
   * (RFC 6960, 4.2.2.2) and that need not be, or was not, revoked.
   */
  private async mayAnswer(
    response: OcspResponse,
    issuer: Certificate,
    material: Material,
    judgedAt: number,
  ): Promise<boolean> {
    const parts = () => ({
      algorithm: response.algorithm,
      data: response.tbs,
      signature: response.signature,
    });
    for (const responder of [issuer, ...response.certificates, ...material.certificates]) {
      if (!(await isResponder(response, responder))) continue;
      if (!isSame(responder.raw, issuer.raw)) {
        const usage = responder.extendedUsage?.oids ?? [];
        if (!usage.includes('1.3.6.1.5.5.7.3.9') || responder.hasUnknownCritical) continue;
        if (!isSame(responder.issuer, issuer.subject)) continue;
        if ((await this.isSignedBy(responder, issuer)) !== 'right') continue;
        if (response.producedAt < responder.notBefore || judgedAt > responder.notAfter) continue;
        if (!responder.hasNoCheck && !(await this.isListedGood(responder, issuer, material)))
          continue;
      }
      if ((await this.check(response.raw, responder, parts)) === 'right') return true;
    }
    return false;
  }

  private async isListedGood(
    responder: Certificate,
    issuer: Certificate,
    material: Material,
  ): Promise<boolean> {
    const words = await this.listCrlWords({ certificate: responder, issuer, material });
    return words.length > 0 && words.every(({ revokedAt }) => revokedAt === undefined);
  }

  private async listCrlWords(options: {
    certificate: Certificate;
    issuer: Certificate;
    material: Material;
  }): Promise<Word[]> {
    const words: Word[] = [];
    for (const { crl, provenAt } of options.material.crls) {
      const speaks =
        crl.scope === 'all' || crl.scope === (options.certificate.isCa ? 'authorities' : 'users');
      if (!speaks || !isSame(crl.issuer, options.issuer.subject)) continue;
      const { crlNames } = options.certificate;
      if (crl.places && !crl.places.some((place) => crlNames.includes(place))) continue;
      if (options.issuer.keyUsage && !options.issuer.keyUsage('cRLSign')) continue;
      const signed = await this.check(crl.raw, options.issuer, () => ({
        algorithm: crl.algorithm,
        data: crl.tbs,
        signature: crl.signature,
      }));
      if (signed !== 'right' || crl.thisUpdate > provenAt + clockToleranceMs) continue;
      const { thisUpdate, nextUpdate } = crl;
      const revokedAt = crl.revoked.get(hexOf(options.certificate.serial));
      words.push({ source: 'crl', thisUpdate, nextUpdate, revokedAt });
    }
    return words;
  }
}

interface Word {
  source: 'ocsp' | 'crl';
  thisUpdate: number;
  nextUpdate: number | undefined;
  revokedAt: number | undefined;
}

/** A CA with the right to sign certificates, `below` being the CAs between it and the leaf. */
function mayIssue(issuer: Certificate, below: number): boolean {
  if (!issuer.isCa || issuer.hasUnknownCritical) return false;
  if (issuer.keyUsage && !issuer.keyUsage('keyCertSign')) return false;
  return issuer.pathLength === undefined || issuer.pathLength >= below;
}

/** What a response says of a certificate. One that says two things of it is taken by the worse. */
async function listAnswers(
  response: OcspResponse,
  certificate: Certificate,
  issuer: Certificate,
): Promise<OcspResponse['answers']> {
  const found: OcspResponse['answers'] = [];
  const serial = hexOf(certificate.serial);
  for (const answer of response.answers) {
    const hash = identifierHashes.get(answer.hashOid);
    if (answer.serial !== serial || !hash) continue;
    if (hexOf(await digest(hash, issuer.subject)) !== answer.issuerNameHash) continue;
    if (hexOf(await digest(hash, issuer.publicKey)) === answer.issuerKeyHash) found.push(answer);
  }
  return found;
}

/** These only name the issuer, whose signature is checked; SHA-1 harms nothing here. */
const identifierHashes = new Map<string, HashName>([
  ['1.3.14.3.2.26', 'SHA-1'],
  ['2.16.840.1.101.3.4.2.1', 'SHA-256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA-384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA-512'],
]);

async function isResponder(response: OcspResponse, certificate: Certificate): Promise<boolean> {
  const { responder } = response;
  return 'name' in responder
    ? isSame(responder.name, certificate.subject)
    : isSame(responder.keyHash, await digest('SHA-1', certificate.publicKey));
}

function unique(certificates: Certificate[]): Certificate[] {
  return [
    ...new Map(certificates.map((certificate) => [hexOf(certificate.raw), certificate])).values(),
  ];
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
