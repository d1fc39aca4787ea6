import { checkEntries, checkRevisionCover } from '../parse/check-cover';
import { PdfView } from '../parse/pdf-view';
import type { PdfFile } from '../parse/read-structure';
import { reasonOf, type ReasonCode } from '../reasons/reasons';
import { StructureFault, type StructureCode } from '../parse/objects';
import { compareRevisions } from './compare-revisions';
import type { Change } from './comparison';
import { isLocked, type SignatureEntry } from './read-signatures';

/** What each revision after the first signature did: `changes[i]` belongs to `revisions[i]`. */
export type ChangeLog = Change[][];

/**
 * Reads every revision since the first signature against the one before it.
 * @throws StructureFault
 */
export function logChanges(file: PdfFile, signatures: SignatureEntry[]): ChangeLog {
  const first = signatures[0]?.revision ?? file.revisions.length;
  return file.revisions.map(({ index }) => {
    if (index <= first) {
      checkEntries(file, index);
      return [];
    }
    try {
      checkRevisionCover(file, index);
      return compareRevisions(file, index);
    } catch (error) {
      if (!(error instanceof StructureFault)) throw error;
      return [{ level: 'forbidden', code: laterFault(error.code) }];
    }
  });
}

/** What breaks the rules after a signature was put there by another hand than the signer's. */
function laterFault(code: StructureCode): ReasonCode {
  return reasonOf(code).intact === 'no' ? code : 'later-revision-broken';
}

/** What later revisions did that a signature does not bear. */
export function judgeChanges(log: ChangeLog, signature: SignatureEntry): ReasonCode[] {
  const found = new Set<ReasonCode>();
  for (const change of log.slice(signature.revision + 1).flat()) {
    if (change.code) found.add(change.code);
    if (change.level !== 'form') continue;
    if (signature.docMdp === 1) found.add('certification-forbids');
    if (signature.docMdp !== undefined && change.added === 'drawn')
      found.add('certification-forbids');
    // A signature field that is added is judged by the certification, not by the lock of others.
    if (change.added) continue;
    const field = change.field ?? '';
    if (signature.locks.some((lock) => isLocked(lock, field))) found.add('field-locked');
  }
  return [...found];
}

/** Rules on the signatures together. */
export function judgeSignatureOrder(
  file: PdfFile,
  signatures: SignatureEntry[],
  log: ChangeLog,
): ReasonCode[] {
  const found: ReasonCode[] = [];
  const certifications = signatures.filter(({ kind }) => kind === 'certification');
  if (certifications.length > 1 || (certifications[0] && certifications[0] !== signatures[0]))
    found.push('certification-not-first');
  const revisions = new Set(signatures.map(({ revision }) => revision));
  if (revisions.size !== signatures.length) found.push('signature-replaced');
  if (!isPermsSigned(file, certifications[0])) found.push('signature-outside-form');
  const last = signatures[signatures.length - 1];
  const after = last ? log.slice(last.revision + 1).flat() : [];
  if (after.some(({ level }) => level === 'form')) found.push('unsigned-changes');
  return found;
}

/** `/Perms` of the catalog, where it names a certification, names the one there is. */
function isPermsSigned(file: PdfFile, certification: SignatureEntry | undefined): boolean {
  const view = new PdfView(file, file.revisions.length - 1);
  const perms = view.dict(view.catalog().entries.get('Perms'));
  const named = view.dict(perms?.entries.get('DocMDP'));
  return named === undefined || named === certification?.dict;
}
