import { digest } from './proof/algorithms';
import { nameText, readCertificate, type Certificate } from './proof/certificate';
import { ChainBuilder, type ChainResult, type Freshness, type Material } from './proof/chain';
import { checkCms, contentTypes, type CheckedCms } from './proof/cms';
import { hexOf, tryRead } from './proof/der';
import { digestsOfOneFile, joinPieces } from './proof/digest-pieces';
import { isAlgorithmReason, judgeTimestamp, type JudgedTimestamp } from './proof/judge-timestamp';
import { readCrl, readOcspResponse } from './proof/revocation-data';
import type { SignedDocument, SignedPart } from './read-document';
import type { ReasonCode } from './reasons/reasons';
import { everyService, type TrustAnchor } from './trust/trust-list';
import type { FetchEvidence } from './evidence-port';

/** A document time stamp with its judgement. */
export interface JudgedDocumentStamp {
  part: SignedPart;
  stamp: JudgedTimestamp;
  reasons: ReasonCode[];
}

/** A signature with the time stamps inside it and its judgement. */
export interface JudgedSignature {
  part: SignedPart;
  reasons: ReasonCode[];
  cms: CheckedCms | undefined;
  stamps: JudgedTimestamp[];
  chain: ChainResult | undefined;
  /** Milliseconds since 1970; undefined where no time is proven. */
  provenAt: number | undefined;
  hasArchiveStamp: boolean;
}

const detachedFilters = new Set(['ETSI.CAdES.detached', 'adbe.pkcs7.detached']);

/** Signers' certificates with an extended usage must allow one that documents are signed under. */
const signingUsages = new Set([
  '2.5.29.37.0',
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.4.1.311.10.3.12',
  '1.2.840.113583.1.1.5',
]);

/** A path of usual length and then its revocation data. */
const fetchRoundsMax = 6;

/** Judges the stamps from the newest back, each as of the next newer one, then the signatures. */
export class SignatureJudge {
  private readonly chains: ChainBuilder;
  private readonly digests;
  private readonly stamps: JudgedDocumentStamp[] = [];
  private readonly fetched: Material = { certificates: [], ocsps: [], crls: [] };
  private readonly asked = new Set<string>();

  constructor(
    private readonly document: SignedDocument,
    private readonly options: {
      trustAnchors: Uint8Array[];
      trustList?: TrustAnchor[];
      at: number;
      fetchEvidence?: FetchEvidence;
    },
  ) {
    this.digests = digestsOfOneFile(
      document.parts.map(({ coverage }) => coverage?.ranges[0]?.length ?? 0),
    );
    const given = options.trustAnchors.flatMap((raw) => tryRead(() => readCertificate(raw)) ?? []);
    this.chains = new ChainBuilder([
      ...given.map((certificate) => ({
        certificate,
        services: everyService,
        from: -Infinity,
        to: Infinity,
      })),
      ...(options.trustList ?? []),
    ]);
  }

  async run(): Promise<{ stamps: JudgedDocumentStamp[]; signatures: JudgedSignature[] }> {
    const isStamp = ({ entry }: SignedPart) => entry.kind === 'document-timestamp';
    for (const part of this.document.parts.filter(isStamp).reverse())
      this.stamps.push(await this.judgeDocumentStamp(part));
    const signatures: JudgedSignature[] = [];
    for (const part of this.document.parts.filter((candidate) => !isStamp(candidate)))
      signatures.push(await this.judgeSignature(part));
    return { stamps: [...this.stamps].reverse(), signatures };
  }

  private async judgeDocumentStamp(part: SignedPart): Promise<JudgedDocumentStamp> {
    const coverage = part.coverage;
    if (!coverage) {
      const stamp = { reasons: [], time: undefined, authority: undefined, chain: undefined };
      return { part, stamp, reasons: part.reasons };
    }
    const newer = this.earliestStamp(part.entry.revision + 1);
    const stamp = await this.withFetching((material) =>
      judgeTimestamp({
        token: coverage.contents,
        padded: true,
        digestOf: (hash) => this.digests(coverage.ranges, hash),
        chains: this.chains,
        material,
        provenAt: newer ?? this.options.at,
        freshness: 'known',
      }),
    );
    return { part, stamp, reasons: [...part.reasons, ...stamp.reasons] };
  }

  private async judgeSignature(part: SignedPart): Promise<JudgedSignature> {
    const judged: JudgedSignature = {
      part,
      reasons: [...part.reasons],
      cms: undefined,
      stamps: [],
      chain: undefined,
      provenAt: undefined,
      hasArchiveStamp: false,
    };
    const { coverage } = part;
    if (!coverage) return judged;
    if (!detachedFilters.has(part.entry.subFilter ?? '')) {
      judged.reasons.push('subfilter-unsupported');
      return judged;
    }
    const cms = await checkCms({
      bytes: coverage.contents,
      padded: true,
      contentType: contentTypes.data,
      digestOf: (hash) => this.digests(coverage.ranges, hash),
      contentOf: () => joinPieces(coverage.ranges),
    });
    judged.cms = cms;
    judged.reasons.push(...cms.reasons);
    await this.proveTime(judged, cms);
    if (cms.signer) await this.judgeSigner(judged, cms, cms.signer);
    judged.reasons = [...new Set(judged.reasons)];
    return judged;
  }

  /** The earliest time at which a sound stamp shows that the signature existed. */
  private async proveTime(judged: JudgedSignature, cms: CheckedCms): Promise<void> {
    const archive = this.earliestStamp(judged.part.entry.revision + 1);
    judged.hasArchiveStamp = archive !== undefined;
    const times = archive === undefined ? [] : [archive];
    for (const token of cms.timeStampTokens) {
      const stamp = await this.withFetching((material) =>
        judgeTimestamp({
          token,
          padded: false,
          digestOf: (hash) => digest(hash, cms.signatureValue),
          chains: this.chains,
          material: this.withCms(material, cms, judged.part),
          provenAt: archive ?? this.options.at,
          freshness: 'known',
        }),
      );
      judged.stamps.push(stamp);
      judged.reasons.push(...stamp.reasons);
      if (stamp.reasons.length === 0 && stamp.time !== undefined) times.push(stamp.time);
    }
    if (times.length === 0) judged.reasons.push('timestamp-missing');
    else judged.provenAt = Math.min(...times);
  }

  private async judgeSigner(
    judged: JudgedSignature,
    cms: CheckedCms,
    signer: Certificate,
  ): Promise<void> {
    if (!maySignDocuments(signer)) judged.reasons.push('key-usage-wrong');
    const at = judged.provenAt ?? this.options.at;
    const freshness: Freshness = judged.provenAt === undefined ? 'window' : 'after';
    judged.chain = await this.withFetching((material) =>
      this.chains.judge({
        leaf: signer,
        service: 'certificates',
        material: this.withCms(material, cms, judged.part),
        at,
        freshness,
      }),
    );
    for (const reason of judged.chain.reasons.map(asChainReason))
      judged.reasons.push(judged.provenAt === undefined ? withoutProof(reason) : reason);
  }

  /** The time of the earliest sound stamp in a revision at or after the given one. */
  private earliestStamp(revision: number): number | undefined {
    const times = this.stamps
      .filter(({ part, reasons }) => reasons.length === 0 && part.entry.revision >= revision)
      .flatMap(({ stamp }) => (stamp.time === undefined ? [] : [stamp.time]));
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  private material(): Material {
    const { certificates, ocsps, crls } = this.document.evidence;
    const proven = (revision: number) => this.earliestStamp(revision) ?? this.options.at;
    return {
      certificates: [...certificates, ...this.fetched.certificates],
      ocsps: [
        ...ocsps.map(({ response, revision }) => ({ response, provenAt: proven(revision) })),
        ...this.fetched.ocsps,
      ],
      crls: [
        ...crls.map(({ crl, revision }) => ({ crl, provenAt: proven(revision) })),
        ...this.fetched.crls,
      ],
    };
  }

  /** Adds what the signer enclosed in the signature itself. */
  private withCms(material: Material, cms: CheckedCms, part: SignedPart): Material {
    const provenAt = this.earliestStamp(part.entry.revision + 1) ?? this.options.at;
    const ocsps = cms.ocsps.flatMap((raw) => tryRead(() => readOcspResponse(raw)) ?? []);
    const crls = cms.crls.flatMap((raw) => tryRead(() => readCrl(raw)) ?? []);
    return {
      certificates: [...cms.certificates, ...material.certificates],
      ocsps: [...material.ocsps, ...ocsps.map((response) => ({ response, provenAt }))],
      crls: [...material.crls, ...crls.map((crl) => ({ crl, provenAt }))],
    };
  }

  /**
   * Judges with what is at hand; where evidence is missing and it may, fetches that and judges again:
   * an issuer's certificate leads to the next one, and a whole path to its revocation data.
   */
  private async withFetching<T extends ChainResult | JudgedTimestamp>(
    judge: (material: Material) => Promise<T>,
  ): Promise<T> {
    let judged = await judge(this.material());
    const { fetchEvidence } = this.options;
    for (let round = 0; fetchEvidence && round < fetchRoundsMax; round++) {
      const chain: ChainResult | undefined = isChain(judged) ? judged : judged.chain;
      let hasFound = false;
      for (const { certificate, issuer } of chain?.missing ?? [])
        if (await this.fetch(fetchEvidence, certificate, issuer)) hasFound = true;
      if (!hasFound) break;
      judged = await judge(this.material());
    }
    return judged;
  }

  /** Asks once about each certificate. @returns whether anything was found that can be read */
  private async fetch(
    fetchEvidence: FetchEvidence,
    certificate: Certificate,
    issuer: Certificate | undefined,
  ): Promise<boolean> {
    const question = `${issuer ? 'status' : 'issuer'} ${hexOf(certificate.raw)}`;
    if (this.asked.has(question)) return false;
    this.asked.add(question);
    const found = await fetchEvidence(certificate, issuer);
    const provenAt = this.options.at;
    const readAll = <T>(raws: Uint8Array[], read: (raw: Uint8Array) => T) =>
      raws.flatMap((raw) => tryRead(() => read(raw)) ?? []);
    const certificates = readAll(found.certificates, readCertificate);
    const ocsps = readAll(found.ocsps, readOcspResponse);
    const crls = readAll(found.crls, readCrl);
    this.fetched.certificates.push(...certificates);
    this.fetched.ocsps.push(...ocsps.map((response) => ({ response, provenAt })));
    this.fetched.crls.push(...crls.map((crl) => ({ crl, provenAt })));
    return certificates.length + ocsps.length + crls.length > 0;
  }
}

function isChain(judged: ChainResult | JudgedTimestamp): judged is ChainResult {
  return 'path' in judged;
}

function maySignDocuments(certificate: Certificate): boolean {
  const usage = certificate.keyUsage;
  if (usage && !usage('nonRepudiation') && !usage('digitalSignature')) return false;
  const extended = certificate.extendedUsage;
  return !extended || extended.oids.some((oid) => signingUsages.has(oid));
}

/** What is weak above the signer says nothing of the bytes. */
function asChainReason(reason: ReasonCode): ReasonCode {
  return isAlgorithmReason(reason) ? 'chain-weak' : reason;
}

/** Without a proven time nothing is known of the past: what fails now may have held then. */
function withoutProof(reason: ReasonCode): ReasonCode {
  if (reason === 'certificate-expired') return 'certificate-expired-no-proof';
  if (reason === 'certificate-revoked') return 'certificate-revoked-no-proof';
  return reason;
}

/** The trusted authority at the end of a path, for reading. */
export function trustedBy(chain: ChainResult | undefined): string | null {
  const last = chain?.path[chain.path.length - 1];
  return last ? nameText(last.subject) : null;
}
