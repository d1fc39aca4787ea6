import { setTimeout as sleep } from 'node:timers/promises';
import {
  PDFArray,
  PDFDict,
  PDFName,
  PDFRawStream,
  PDFRef,
  PDFString,
  decodePDFRawStream,
} from 'pdf-lib';
import type { PDFObject } from 'pdf-lib';
import { SaoyError } from '../../domain/problem';
import { fieldNames } from '../attestation/field-names';
import { buildPath, equal, isRoot, readCertificate, sha256 } from '../evidence/certificate';
import type { Certificate } from '../evidence/certificate';
import type { RevocationEvidence, RevocationSource } from '../evidence/revocation-client';
import { findSigner, readSignerInfo } from '../evidence/signed-data';
import { checkTimestamp, readCmsCertificates } from '../evidence/timestamp-client';
import type { Timestamp, TimestampSource } from '../evidence/timestamp-client';
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

const tokenCapacity = 16_000;

/**
 * Revisions 3 and 4: a document security store with every certificate and revocation answer that a
 * validator will want, and a document time stamp over it (PAdES-B-LTA, ETSI EN 319 142-1, 5.5 and 6).
 * Revocation data is fetched here, at the end, because it must be younger than the signature time
 * stamps it proves.
 * @param input.sealed the copy with both completed signatures and their time stamps
 * @param input.chains DER of CA certificates, roots included, that paths may lead through
 * @throws SaoyError `revocation-unavailable`, `timestamp-unavailable`: try again later;
 *   `certificate-revoked`, `copy-unsuitable`: nothing will help
 */
export async function addLongTermData(input: {
  sealed: Uint8Array;
  chains: Uint8Array[];
  timestamp: TimestampSource;
  revocation: RevocationSource;
}): Promise<Uint8Array> {
  const revision = new Revision(input.sealed);
  const pool = input.chains.map(readCertificate);
  const stamps: Timestamp[] = [];
  const paths: Certificate[][] = [];
  for (const field of [fieldNames.leader, fieldNames.agency]) {
    const cms = readContents(input.sealed, readByteRange(revision, field));
    const carried = readCmsCertificates(cms);
    const { timestampToken, signature } = readSignerInfo(cms);
    if (!timestampToken) throw new SaoyError('copy-unsuitable', { reason: 'no time stamp' });
    stamps.push(checkTimestamp(timestampToken, sha256(signature)));
    paths.push(buildPath(findSigner(cms, carried), [...carried, ...pool]));
  }
  for (const stamp of stamps) paths.push(buildPath(stamp.signer, [...stamp.certificates, ...pool]));

  return archive({
    document: input.sealed,
    paths,
    pool,
    after: Math.max(...stamps.map(({ time }) => time)),
    timestamp: input.timestamp,
    revocation: input.revocation,
  });
}

/** What a new archive time stamp will stand on. */
export interface ArchiveInput {
  document: Uint8Array;
  /** Paths, leaf first, whose certificates need revocation data. */
  paths: Certificate[][];
  pool: Certificate[];
  /** Revocation data must be younger than this: milliseconds since 1970. */
  after: number;
  timestamp: TimestampSource;
  revocation: RevocationSource;
}

/** Appends DSS material and a document time stamp; again where the stamp came from an unknown TSA. */
export async function archive(input: ArchiveInput): Promise<Uint8Array> {
  await waitPast(input.after);
  let paths = input.paths;
  for (let round = 0; round < 3; round += 1) {
    const stored = await storeMaterial(input, paths);
    const { document, stamp } = await appendTimestamp(stored.document, input.timestamp);
    if (stored.certificates.some(({ der }) => equal(der, stamp.signer.der))) return document;
    // A second server answered: its certificate's material must stand before its stamp.
    paths = [...paths, buildPath(stamp.signer, [...stamp.certificates, ...input.pool])];
  }
  throw new SaoyError('timestamp-unavailable');
}

/** Answers speak in whole seconds: the next second is the first that is surely younger. */
async function waitPast(after: number): Promise<void> {
  const left = Math.floor(after / 1000) * 1000 + 1000 - Date.now();
  if (left > 0 && left < 10_000) await sleep(left + 20);
}

async function storeMaterial(
  input: ArchiveInput,
  paths: Certificate[][],
): Promise<{ document: Uint8Array; certificates: Certificate[] }> {
  if (!paths.every(isRoot)) throw new SaoyError('copy-unsuitable', { reason: 'no path to a root' });
  const certificates = new Map<string, Certificate>();
  const questions = new Map<string, Promise<RevocationEvidence>>();
  for (const path of paths) {
    for (const [index, certificate] of path.entries()) {
      certificates.set(key(certificate.der), certificate);
      const issuer = path[index + 1];
      if (!issuer || questions.has(key(certificate.der))) continue;
      questions.set(key(certificate.der), input.revocation.fetch(certificate, issuer, input.after));
    }
  }
  const evidence = new Map<string, RevocationEvidence>();
  for (const answer of await Promise.all(questions.values())) {
    evidence.set(key(answer.der), answer);
    for (const responder of answer.certificates) certificates.set(key(responder.der), responder);
  }
  const revision = new Revision(input.document);
  writeStore(revision, [...certificates.values()], [...evidence.values()]);
  return { document: revision.append().bytes, certificates: [...certificates.values()] };
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

/** A further field with a document time stamp over everything before it (ISO 32000-2, 12.8.5). */
async function appendTimestamp(
  bytes: Uint8Array,
  source: TimestampSource,
): Promise<{ document: Uint8Array; stamp: Timestamp }> {
  const revision = new Revision(bytes);
  const { context } = revision;
  const value = revision.add(
    blankSignature({ subFilter: 'ETSI.RFC3161', capacity: tokenCapacity }),
  );
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
  const range = fixByteRange(appended.bytes, appended.offsetOf(value), tokenCapacity);
  const hash = sha256(...coveredParts(appended.bytes, range));
  const token = await source.stamp(hash);
  const stamp = checkTimestamp(token, hash);
  embedContents(appended.bytes, range, token);
  return { document: appended.bytes, stamp };
}

function contentsOf(revision: Revision, entry: PDFObject): Uint8Array {
  const stream = revision.resolve(entry);
  return stream instanceof PDFRawStream ? decodePDFRawStream(stream).decode() : new Uint8Array();
}

function key(der: Uint8Array): string {
  return Buffer.from(sha256(der)).toString('base64');
}
