import {
  PdfDict,
  PdfName,
  PdfRef,
  PdfStream,
  PdfString,
  type PdfValue,
} from '../../documents/verify/parse/objects';
import { PdfView } from '../../documents/verify/parse/pdf-view';
import { readStructure } from '../../documents/verify/parse/read-structure';

/** The document as its last revision shows it. */
export function viewOf(file: Uint8Array): PdfView {
  const structure = readStructure(file);
  return new PdfView(structure, structure.revisions.length - 1);
}

export function sizeOf(file: Uint8Array): number {
  return Number(viewOf(file).trailer.entries.get('Size'));
}

/** Writes a value as it stands in a file. */
export function print(value: PdfValue): string {
  if (value instanceof PdfName) return `/${value.name}`;
  if (value instanceof PdfRef) return `${value.num} ${value.gen} R`;
  if (value instanceof PdfString) return `<${Buffer.from(value.bytes).toString('hex')}>`;
  if (value instanceof PdfStream)
    return `${print(value.dict)}\nstream\n${Buffer.from(value.raw).toString('latin1')}\nendstream`;
  if (value instanceof PdfDict)
    return `<< ${[...value.entries].map(([key, item]) => `/${key} ${print(item)}`).join(' ')} >>`;
  return Array.isArray(value) ? `[${value.map(print).join(' ')}]` : String(value);
}

/** A dictionary with some of its entries set anew; an empty text takes one away. */
export function edited(dict: PdfValue, changes: Record<string, string>): string {
  const entries =
    dict instanceof PdfStream ? dict.dict.entries : dict instanceof PdfDict ? dict.entries : [];
  const parts = new Map([...entries].map(([key, value]) => [key, print(value)]));
  for (const [key, text] of Object.entries(changes))
    if (text === '') parts.delete(key);
    else parts.set(key, text);
  return `<< ${[...parts].map(([key, text]) => `/${key} ${text}`).join(' ')} >>`;
}

export interface AppendOptions {
  /** Entries of the trailer to set anew, or to take away with an empty text. */
  trailer?: Record<string, string>;
  /** Entries of the table that no object here stands behind: offset, or `f` for a freed object. */
  entries?: Map<number, number | 'f'>;
  /** Bytes between the objects and the table that no entry lists. */
  stowaway?: string;
  /** The file up to its last `%%EOF`, where bytes stand behind it already. */
  lastOf?: Uint8Array;
}

/** Saves incrementally, as an editor or an attacker does: objects, table, trailer. */
export function appendRevision(
  file: Uint8Array,
  objects: Map<number, string>,
  options: AppendOptions = {},
): Buffer {
  const whole = options.lastOf ?? file;
  const structure = readStructure(whole);
  const last = structure.revisions[structure.revisions.length - 1]!;
  let text = '';
  const offsets = new Map<number, number | 'f'>(options.entries ?? []);
  for (const [num, body] of objects) {
    offsets.set(num, file.length + text.length);
    text += `${num} 0 obj\n${body}\nendobj\n`;
  }
  text += options.stowaway ?? '';
  const xref = file.length + text.length;
  text += 'xref\n';
  for (const [num, offset] of [...offsets].sort(([a], [b]) => a - b))
    text +=
      offset === 'f'
        ? `${num} 1\n0000000000 00001 f \n`
        : `${num} 1\n${String(offset).padStart(10, '0')} 00000 n \n`;
  const size = Math.max(sizeOf(whole), ...[...offsets.keys()].map((num) => num + 1));
  const trailer = edited(last.trailer, {
    ...Object.fromEntries(
      ['Type', 'W', 'Index', 'Filter', 'DecodeParms', 'Length'].map((key) => [key, '']),
    ),
    Size: String(size),
    Prev: String(last.xrefOffset),
    ...options.trailer,
  });
  text += `trailer\n${trailer}\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.concat([file, Buffer.from(text, 'latin1')]);
}
