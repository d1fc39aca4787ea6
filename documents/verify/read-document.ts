import { StructureFault } from './parse/objects';
import { PdfView } from './parse/pdf-view';
import { readStructure, type PdfFile } from './parse/read-structure';
import { readEmbeddedEvidence, type EmbeddedEvidence } from './proof/read-evidence';
import type { ReasonCode } from './reasons/reasons';
import { readCoverage, type Coverage } from './revisions/check-byte-range';
import {
  judgeChanges,
  judgeSignatureOrder,
  logChanges,
  type ChangeLog,
} from './revisions/judge-changes';
import { readForm } from './revisions/read-form';
import {
  listEmptySignatureFields,
  readSignatures,
  type SignatureEntry,
} from './revisions/read-signatures';

/** A signature with the bytes it covers and what became of them. */
export interface SignedPart {
  entry: SignatureEntry;
  coverage: Coverage | undefined;
  reasons: ReasonCode[];
  laterChanges: ('archive' | 'form' | 'forbidden')[];
}

/** A file as its revisions and signatures show it, before any cryptography. */
export interface SignedDocument {
  file: PdfFile | undefined;
  reasons: ReasonCode[];
  parts: SignedPart[];
  evidence: EmbeddedEvidence;
}

/** Reads a file strictly. Faults become reasons; whatever could be read before them is kept. */
export function readDocument(bytes: Uint8Array): SignedDocument {
  const document: SignedDocument = {
    file: undefined,
    reasons: [],
    parts: [],
    evidence: { certificates: [], ocsps: [], crls: [] },
  };
  try {
    const file = readStructure(bytes);
    document.file = file;
    const view = new PdfView(file, file.revisions.length - 1);
    const form = readForm(view);
    const signatures = readSignatures(view, form);
    document.parts = signatures.map((entry) => readPart(file, entry));
    if (signatures.length === 0) document.reasons.push('unsigned');
    if (form && form.duplicates.length > 0) document.reasons.push('duplicate-field');
    if (
      listEmptySignatureFields(view, form).length > 0 &&
      signatures.some(({ kind }) => kind === 'certification')
    )
      document.reasons.push('signature-missing');
    document.evidence = readEmbeddedEvidence(view);
    const log = logChanges(file, signatures);
    document.reasons.push(...judgeSignatureOrder(file, signatures, log));
    for (const part of document.parts) addChanges(part, log);
  } catch (error) {
    if (!(error instanceof StructureFault)) throw error;
    document.reasons.push(error.code);
  }
  return document;
}

function readPart(file: PdfFile, entry: SignatureEntry): SignedPart {
  const coverage = readCoverage(file, entry);
  return typeof coverage === 'string'
    ? { entry, coverage: undefined, reasons: [coverage], laterChanges: [] }
    : { entry, coverage, reasons: [], laterChanges: [] };
}

function addChanges(part: SignedPart, log: ChangeLog): void {
  part.reasons.push(...judgeChanges(log, part.entry));
  const later = log.slice(part.entry.revision + 1).flat();
  part.laterChanges = [...new Set(later.map(({ level }) => level))];
}
