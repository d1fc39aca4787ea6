import { nameOf, type PdfDict, PdfRef, PdfString, type PdfValue } from '../parse/objects';
import type { PdfView } from '../parse/pdf-view';
import { type Form, textOf } from './read-form';

/** Fields that a signature locks (FieldMDP, ISO 32000-2, 12.8.2.4). */
export interface FieldLock {
  action: 'Include' | 'Exclude';
  fields: string[];
}

/** A signature dictionary as the last revision shows it. */
export interface SignatureEntry {
  field: string;
  num: number;
  dict: PdfDict;
  /** Index of the revision that brought it. */
  revision: number;
  kind: 'certification' | 'approval' | 'document-timestamp';
  subFilter: string | undefined;
  /** `/P` of DocMDP: 1 no change, 2 fill and sign, 3 annotate too. */
  docMdp: 1 | 2 | 3 | undefined;
  locks: FieldLock[];
  /** `/M` as written. */
  claimedTime: string | undefined;
  reason: string | undefined;
}

/** The signatures of a document, oldest revision first. */
export function readSignatures(view: PdfView, form: Form | undefined): SignatureEntry[] {
  const found: SignatureEntry[] = [];
  for (const node of form?.nodes.values() ?? []) {
    if (node.type !== 'Sig' || node.kind !== 'field') continue;
    const value = node.dict.entries.get('V');
    const dict = view.dict(value);
    if (!dict) continue;
    // A signature that stands in its field itself came with the field.
    const num = value instanceof PdfRef ? value.num : node.num;
    found.push(readEntry(view, node.name, node.dict, num, dict));
  }
  return found.sort((a, b) => a.revision - b.revision);
}

/** Names of the signature fields that nobody has signed. */
export function listEmptySignatureFields(view: PdfView, form: Form | undefined): string[] {
  return [...(form?.nodes.values() ?? [])]
    .filter(
      ({ type, kind, dict }) => type === 'Sig' && kind === 'field' && view.get(dict, 'V') === null,
    )
    .map(({ name }) => name);
}

function readEntry(
  view: PdfView,
  field: string,
  fieldDict: PdfDict,
  num: number,
  dict: PdfDict,
): SignatureEntry {
  const subFilter = nameOf(view.get(dict, 'SubFilter'));
  const transforms = (view.array(dict.entries.get('Reference')) ?? []).map((item) => {
    const reference = view.dict(item);
    const method = nameOf(view.get(reference, 'TransformMethod'));
    return { method, params: view.dict(reference?.entries.get('TransformParams')) };
  });
  const docMdp = transforms.find(({ method }) => method === 'DocMDP');
  const lock = view.dict(fieldDict.entries.get('Lock'));
  const lockDicts = [
    ...transforms.filter(({ method }) => method === 'FieldMDP').map(({ params }) => params),
    lock,
  ];
  const text = (key: string) => {
    const value = view.get(dict, key);
    return value instanceof PdfString ? textOf(value) : undefined;
  };
  const isStamp = subFilter === 'ETSI.RFC3161' || nameOf(view.get(dict, 'Type')) === 'DocTimeStamp';
  return {
    field,
    num,
    dict,
    revision: view.find(num)?.revision ?? 0,
    kind: isStamp ? 'document-timestamp' : docMdp ? 'certification' : 'approval',
    subFilter,
    docMdp: docMdp ? permission(view.get(docMdp.params, 'P'), 2) : lockPermission(view, lock),
    locks: lockDicts.flatMap((params) => (params ? readLock(view, params) : [])),
    claimedTime: text('M'),
    reason: text('Reason'),
  };
}

/** A lock dictionary may lock the document too (PDF 2.0, table 236). */
function lockPermission(view: PdfView, lock: PdfDict | undefined): 1 | 2 | 3 | undefined {
  const value = view.get(lock, 'P');
  return value === null ? undefined : permission(value, 1);
}

/** What cannot be read locks as tightly as it can. */
function permission(value: PdfValue, absent: 1 | 2): 1 | 2 | 3 {
  if (value === null) return absent;
  return value === 2 || value === 3 ? value : 1;
}

function readLock(view: PdfView, params: PdfDict): FieldLock[] {
  const action = nameOf(view.get(params, 'Action'));
  if (action === undefined) return [];
  const fields = (view.array(params.entries.get('Fields')) ?? []).map((item) => {
    const name = view.resolve(item);
    return name instanceof PdfString ? textOf(name) : '';
  });
  if (action === 'Include' || action === 'Exclude') return [{ action, fields }];
  // All of them, and what cannot be read.
  return [{ action: 'Exclude', fields: [] }];
}

/** Whether a lock covers a field: by its name or that of a group it stands in. */
export function isLocked(lock: FieldLock, field: string): boolean {
  const named = lock.fields.some((name) => field === name || field.startsWith(`${name}.`));
  return lock.action === 'Include' ? named : !named;
}
