import { PDFArray, PDFDict, PDFHexString, PDFName, PDFRef, PDFString } from 'pdf-lib';
import { SaoyError } from '../../domain/problem';
import type { Revision } from './revision';
import { localClock } from '../../time/time';

/** Four numbers of a ByteRange: what is signed, around the gap that holds the signature. */
type ByteRange = [number, number, number, number];

/** What goes into a signature dictionary before it is signed. */
export interface SignatureEntries {
  /** ETSI.CAdES.detached for signatures, ETSI.RFC3161 for document time stamps. */
  subFilter: 'ETSI.CAdES.detached' | 'ETSI.RFC3161';
  /** Milliseconds since 1970; written as /M. Time stamps state their own time. */
  signedAt?: number;
  signerName?: string;
  reason?: string;
  location?: string;
  /** Raw PDF syntax of /Reference. */
  reference?: string;
  /** Bytes kept for the CMS. */
  capacity: number;
}

const rangeWidth = 10;

/** The dictionary with its ByteRange and Contents still blank, byte for byte. */
export function blankSignature(entries: SignatureEntries): Uint8Array {
  const text = (value: string) => PDFHexString.fromText(value.normalize('NFC')).toString();
  const lines = [
    `<< /Type /${entries.subFilter === 'ETSI.RFC3161' ? 'DocTimeStamp' : 'Sig'}`,
    '/Filter /Adobe.PPKLite',
    `/SubFilter /${entries.subFilter}`,
    ...(entries.signedAt === undefined ? [] : [`/M ${pdfDate(entries.signedAt)}`]),
    ...(entries.signerName === undefined ? [] : [`/Name ${text(entries.signerName)}`]),
    ...(entries.reason === undefined ? [] : [`/Reason ${text(entries.reason)}`]),
    ...(entries.location === undefined ? [] : [`/Location ${text(entries.location)}`]),
    ...(entries.reference === undefined ? [] : [`/Reference ${entries.reference}`]),
    `/ByteRange [0 ${Array.from({ length: 3 }, () => '0'.repeat(rangeWidth)).join(' ')}]`,
    `/Contents <${'0'.repeat(entries.capacity * 2)}>`,
    '>>',
  ];
  return Buffer.from(lines.join('\n'), 'latin1');
}

/** Writes the ByteRange of the blank signature at `offset` into `bytes`, in place. */
export function fixByteRange(bytes: Uint8Array, offset: number, capacity: number): ByteRange {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = file.indexOf('/Contents <', offset) + '/Contents '.length;
  const end = start + capacity * 2 + 2;
  const range: ByteRange = [0, start, end, bytes.length - end];
  const at = file.indexOf('/ByteRange [', offset);
  const written = `/ByteRange [0 ${range
    .slice(1)
    .map((value) => String(value).padEnd(rangeWidth))
    .join(' ')}]`;
  file.write(written, at, 'latin1');
  return range;
}

/** The two parts that a ByteRange covers. */
export function coveredParts(bytes: Uint8Array, range: ByteRange): [Uint8Array, Uint8Array] {
  return [bytes.subarray(0, range[1]), bytes.subarray(range[2], range[2] + range[3])];
}

/**
 * The ByteRange of a signature field in a document of this house.
 * @throws SaoyError `copy-unsuitable` where the field holds no signature
 */
export function readByteRange(revision: Revision, field: string): ByteRange {
  const value = revision.dict(getField(revision, field)).get(PDFName.of('V'));
  if (!(value instanceof PDFRef)) {
    throw new SaoyError('copy-unsuitable', { reason: `${field} is not signed` });
  }
  // Read from the bytes, as `blankSignature` wrote them: parsing the CMS's digits costs far more.
  const source = revision.source(value);
  const start = source.indexOf('/ByteRange [');
  const numbers = source.toString(
    'latin1',
    start + '/ByteRange ['.length,
    source.indexOf(']', start),
  );
  const range = numbers.trim().split(/\s+/).map(Number);
  if (start < 0 || range.length !== 4 || range.some((number) => !Number.isSafeInteger(number))) {
    throw new SaoyError('copy-unsuitable', { reason: 'no byte range' });
  }
  return range as ByteRange;
}

/**
 * Puts the CMS into the gap, in place; what stood there before goes.
 * @throws SaoyError `timestamp-too-large`: of what it holds only the time stamp's size is not ours to know
 */
export function embedContents(bytes: Uint8Array, range: ByteRange, cms: Uint8Array): void {
  const capacity = (range[2] - range[1] - 2) / 2;
  if (cms.length > capacity) {
    throw new SaoyError('timestamp-too-large', { bytes: cms.length, room: capacity });
  }
  const digits = Buffer.from(cms)
    .toString('hex')
    .padEnd(capacity * 2, '0');
  bytes.set(Buffer.from(digits, 'latin1'), range[1] + 1);
}

/** The CMS in a field, cut to its own DER length. */
export function readContents(bytes: Uint8Array, range: ByteRange): Uint8Array {
  const hex = Buffer.from(bytes.subarray(range[1] + 1, range[2] - 1)).toString('latin1');
  return Buffer.from(hex, 'hex');
}

/** The field of a name in the document's form. */
export function findField(revision: Revision, field: string): PDFRef | undefined {
  const form = revision.resolve(revision.root.get(PDFName.of('AcroForm')));
  const fields =
    form instanceof PDFDict ? revision.resolve(form.get(PDFName.of('Fields'))) : undefined;
  if (!(fields instanceof PDFArray)) return undefined;
  return fields.asArray().find((entry): entry is PDFRef => {
    if (!(entry instanceof PDFRef)) return false;
    const title = revision.dict(entry).get(PDFName.of('T'));
    return title instanceof PDFString && title.asString() === field;
  });
}

export function getField(revision: Revision, field: string): PDFRef {
  const ref = findField(revision, field);
  if (!ref) throw new SaoyError('copy-unsuitable', { reason: `no field ${field}` });
  return ref;
}

/** A PDF date in Vietnamese time (ISO 32000-1, 7.9.4), from milliseconds since 1970. */
export function pdfDate(instant: number): string {
  const local = localClock(instant).toISOString();
  return `(D:${local.slice(0, 19).replace(/[-:T]/g, '')}+07'00')`;
}
