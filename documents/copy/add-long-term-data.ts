import { setTimeout as sleep } from 'node:timers/promises';
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFString,
} from 'pdf-lib';
import { SaoyError } from '../../domain/problem';
import { fieldNames } from '../attestation/field-names';
import { type Certificate, equal, readCertificates, sha256 } from '../evidence/certificate';
import { completePath, type IssuerSource, type PathMaterial } from '../evidence/issuers';
import type {
  RevocationEvidence,
  RevocationNeed,
  RevocationSource,
} from '../evidence/revocation-client';
import { findSigner, readSignerInfo } from '../evidence/signed-data';
import {
  checkTimestamp,
  readCmsCertificates,
  type Timestamp,
  type TimestampSource,
} from '../evidence/timestamp-client';
import { readSubject } from '../evidence/subject';
import { roomForToken } from './prepared-document';
import { Revision } from './revision';
import {
  blankSignature,
  coveredParts,
  embedContents,
  findField,
  fixByteRange,
  readByteRange,
  readContents,
} from './signature-dictionary';
import { withCodes } from './with-codes';

/**
 * Revisions 3 and 4: a document security store with every certificate and revocation answer that a
 * validator will want, and a document time stamp over it (PAdES-B-LTA, ETSI EN 319 142-1, 5.5 and 6).
 * Revocation data is fetched here, at the end, because it must be younger than the signature time
 * stamps it proves.
 * @param input.sealed the copy with both completed signatures and their time stamps
 * @param input.chains DER of CA certificates that paths may lead through
 * @param input.anchors DER of the authorities where they must end
 * @throws SaoyError `revocation-unavailable`, `revocation-awaited`, `timestamp-unavailable`,
 *   `path-unavailable`: try again later; `certificate-revoked` where a signer's was before its time stamp,
 *   `timestamp-authority-revoked`: to be signed anew; `copy-unsuitable`: a person must look
 */
export function addLongTermData(input: {
  sealed: Uint8Array;
  chains: Uint8Array[];
  anchors: Uint8Array[];
  issuers: IssuerSource;
  timestamp: TimestampSource;
  revocation: RevocationSource;
}): Promise<Uint8Array> {
  return withCodes(async () => {
    const revision = new Revision(input.sealed);
    const anchors = readCertificates(input.anchors);
    const pool = readCertificates(input.chains);
    const paths: ProvenPath[] = [];
    const stamps: Timestamp[] = [];
    let tokenBytes = 0;
    for (const field of [fieldNames.leader, fieldNames.agency]) {
      const cms = readContents(input.sealed, readByteRange(revision, field));
      const carried = readCmsCertificates(cms);
      const { timestampToken, signature } = readSignerInfo(cms);
      if (!timestampToken) throw new SaoyError('copy-unsuitable', { reason: 'no time stamp' });
      const stamp = checkTimestamp(timestampToken, sha256(signature));
      tokenBytes = Math.max(tokenBytes, timestampToken.length);
      stamps.push(stamp);
      const material = { anchors, pool: [...carried, ...pool], issuers: input.issuers };
      const path = await getPath(findSigner(cms, carried), material);
      paths.push({ path, provenAt: stamp.time });
    }
    for (const { signer, certificates } of stamps) {
      const material = { anchors, pool: [...certificates, ...pool], issuers: input.issuers };
      paths.push({ path: await getPath(signer, material) });
    }
    return archive({
      ...{ document: input.sealed, paths, pool, anchors, tokenBytes },
      after: Math.max(...stamps.map(({ time }) => time)),
      ...{ timestamp: input.timestamp, revocation: input.revocation, issuers: input.issuers },
    });
  });
}

/** A path whose certificates need revocation data, leaf first. */
export interface ProvenPath {
  path: Certificate[];
  /**
   * When its leaf's signature is known to have existed, milliseconds since 1970: it must be shown good after
   * that. None for the authority of a time stamp, which is judged as of now.
   */
  provenAt?: number;
}

/** What a new archive time stamp will stand on. */
export interface ArchiveInput {
  document: Uint8Array;
  paths: ProvenPath[];
  pool: Certificate[];
  anchors: Certificate[];
  issuers: IssuerSource;
  /** The last time stamp that evidence speaks of: milliseconds since 1970. */
  after: number;
  /** Of the largest time stamp token in the document. */
  tokenBytes: number;
  timestamp: TimestampSource;
  revocation: RevocationSource;
}

/** @throws SaoyError `path-unavailable` */
export async function getPath(leaf: Certificate, material: PathMaterial): Promise<Certificate[]> {
  const path = await completePath(leaf, material);
  if (path) return path;
  const { commonName } = readSubject(leaf.der);
  throw new SaoyError('path-unavailable', { certificate: commonName });
}

/** Appends DSS material and a document time stamp; again where the stamp came from an unknown TSA. */
export async function archive(input: ArchiveInput): Promise<Uint8Array> {
  await waitPast(input.after);
  let paths = input.paths;
  let capacity = roomForToken(Math.max(input.tokenBytes, input.timestamp.bytesSeen()));
  for (let round = 0; round < 3; round += 1) {
    const stored = await storeMaterial(input, paths);
    const { document, stamp, tokenBytes } = await appendTimestamp(
      stored.document,
      input.timestamp,
      capacity,
    );
    // One larger than any before it: the gap is made anew.
    if (document === undefined) capacity = roomForToken(tokenBytes);
    else if (stored.certificates.some(({ der }) => equal(der, stamp.signer.der))) return document;
    // A second server answered: its certificate's material must stand before its stamp.
    const material = { ...input, pool: [...stamp.certificates, ...input.pool] };
    paths = [...paths, { path: await getPath(stamp.signer, material) }];
  }
  throw new SaoyError('timestamp-unavailable', { reason: 'another authority each time' });
}

/** Answers speak in whole seconds: the next second is the first that is surely younger. */
async function waitPast(after: number): Promise<void> {
  const left = Math.floor(after / 1000) * 1000 + 1000 - Date.now();
  if (left > 0 && left < 10_000) await sleep(left + 20);
}

async function storeMaterial(
  input: ArchiveInput,
  paths: ProvenPath[],
): Promise<{ document: Uint8Array; certificates: Certificate[] }> {
  const certificates = new Map<string, Certificate>();
  const questions = new Map<string, Question>();
  for (const { path, provenAt } of paths) {
    for (const [index, certificate] of path.entries()) {
      const name = key(certificate.der);
      certificates.set(name, certificate);
      const issuer = path[index + 1];
      if (!issuer) continue;
      const needed = needOf(certificate, { isLeaf: index === 0, provenAt, last: input.after });
      const known = questions.get(name);
      const need = known ? strictest(known.need, needed) : needed;
      questions.set(name, { certificate, issuer, need });
    }
  }
  const asked = [...questions.values()].map((question) => ask(input.revocation, question));
  const evidence = new Map<string, RevocationEvidence>();
  for (const answer of await Promise.all(asked)) {
    evidence.set(key(answer.der), answer);
    for (const responder of answer.certificates) certificates.set(key(responder.der), responder);
  }
  const revision = new Revision(input.document);
  writeStore(revision, [...certificates.values()], [...evidence.values()]);
  return { document: revision.append().bytes, certificates: [...certificates.values()] };
}

interface Question {
  certificate: Certificate;
  issuer: Certificate;
  need: RevocationNeed;
}

/**
 * Of a signer's certificate, word from after its time stamp; of the others, word that is in force, or as new
 * (findings: what validators demand, 2). Answers speak in whole seconds: one of the stamp's own second may
 * speak of the time before it.
 */
function needOf(
  { notBefore }: Certificate,
  at: { isLeaf: boolean; provenAt: number | undefined; last: number },
): RevocationNeed {
  const { isLeaf, provenAt, last } = at;
  if (provenAt === undefined) return { after: last, inForceSince: notBefore };
  return isLeaf
    ? { after: provenAt, provenAt }
    : { after: last, inForceSince: notBefore, provenAt };
}

/** What serves both of two uses of one certificate: a revocation must lie after all that hangs on it. */
function strictest(one: RevocationNeed, other: RevocationNeed): RevocationNeed {
  const later = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? undefined : Math.max(a, b);
  const inForceSince = later(one.inForceSince, other.inForceSince);
  return {
    after: Math.max(one.after, other.after),
    ...(inForceSince === undefined ? {} : { inForceSince }),
    provenAt: later(one.provenAt, other.provenAt),
  };
}

async function ask(
  revocation: RevocationSource,
  { certificate, issuer, need }: Question,
): Promise<RevocationEvidence> {
  try {
    return await revocation.fetch(certificate, issuer, need);
  } catch (error) {
    const isOfStamp = certificate.isTimeStamping && error instanceof SaoyError;
    if (!isOfStamp || error.code !== 'certificate-revoked') throw error;
    const { commonName } = readSubject(certificate.der);
    const params = { ...error.params, authority: commonName };
    throw new SaoyError('timestamp-authority-revoked', params, { cause: error });
  }
}

/** The catalogue's /DSS (ETSI EN 319 142-1, 5.4.2); what an earlier one holds is kept. */
function writeStore(
  revision: Revision,
  certificates: Certificate[],
  evidence: RevocationEvidence[],
): void {
  const { context } = revision;
  const root = revision.root;
  const old = revision.resolve(root.get(PDFName.of('DSS')));
  const store = old instanceof PDFDict ? old : context.obj({ Type: 'DSS' });
  const extend = (name: string, values: Uint8Array[]) => {
    const kept = revision.resolve(store.get(PDFName.of(name)));
    const list = kept instanceof PDFArray ? kept : PDFArray.withContext(context);
    const present = new Set(list.asArray().map((entry) => key(contentsOf(revision, entry))));
    for (const value of values) {
      if (!present.has(key(value))) list.push(revision.add(context.stream(value)));
    }
    if (list.size() > 0) store.set(PDFName.of(name), list);
  };
  extend(
    'Certs',
    certificates.map(({ der }) => der),
  );
  extend(
    'OCSPs',
    evidence.filter(({ kind }) => kind === 'ocsp').map(({ der }) => der),
  );
  extend(
    'CRLs',
    evidence.filter(({ kind }) => kind === 'crl').map(({ der }) => der),
  );
  const ref = root.get(PDFName.of('DSS'));
  if (ref instanceof PDFRef) revision.put(ref, store);
  else {
    root.set(PDFName.of('DSS'), revision.add(store));
    revision.put(revision.rootRef, root);
  }
}

/** DER of the certificates that a copy's security store holds. */
export function readStoredCertificates(revision: Revision): Uint8Array[] {
  const store = revision.resolve(revision.root.get(PDFName.of('DSS')));
  const list =
    store instanceof PDFDict ? revision.resolve(store.get(PDFName.of('Certs'))) : undefined;
  return list instanceof PDFArray ? list.asArray().map((entry) => contentsOf(revision, entry)) : [];
}

/**
 * A further field with a document time stamp over everything before it (ISO 32000-2, 12.8.5).
 * @returns no document where the token that came needs more than `capacity` bytes
 */
async function appendTimestamp(
  bytes: Uint8Array,
  source: TimestampSource,
  capacity: number,
): Promise<{ document: Uint8Array | undefined; stamp: Timestamp; tokenBytes: number }> {
  const revision = new Revision(bytes);
  const { context } = revision;
  const value = revision.add(blankSignature({ subFilter: 'ETSI.RFC3161', capacity }));
  const formRef = revision.root.get(PDFName.of('AcroForm'));
  if (!(formRef instanceof PDFRef)) throw new SaoyError('copy-unsuitable', { reason: 'no form' });
  const form = revision.dict(formRef);
  const fields = form.get(PDFName.of('Fields'));
  if (!(fields instanceof PDFArray))
    throw new SaoyError('copy-unsuitable', { reason: 'no fields' });
  let count = 1;
  while (findField(revision, `archive-${count}`)) count += 1;
  const field = context.obj({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    T: PDFString.of(`archive-${count}`),
    V: value,
    // Nothing to see: hidden, printed nowhere, of no size.
    Rect: [0, 0, 0, 0],
    F: 132,
  });
  fields.push(revision.add(field));
  revision.put(formRef, form);

  const appended = revision.append();
  const range = fixByteRange(appended.bytes, appended.offsetOf(value), capacity);
  const hash = sha256(...coveredParts(appended.bytes, range));
  const token = await source.stamp(hash);
  const stamp = checkTimestamp(token, hash);
  const isFitting = token.length <= capacity;
  if (isFitting) embedContents(appended.bytes, range, token);
  return { document: isFitting ? appended.bytes : undefined, stamp, tokenBytes: token.length };
}

function contentsOf(revision: Revision, entry: PDFObject): Uint8Array {
  const stream = revision.resolve(entry);
  return stream instanceof PDFRawStream ? decodePDFRawStream(stream).decode() : new Uint8Array();
}

function key(der: Uint8Array): string {
  return Buffer.from(sha256(der)).toString('base64');
}
