import { decodeStream, type InflateBudget } from './inflate';
import { isInteger, nameOf, PdfDict, PdfStream, StructureFault, type PdfValue } from './objects';
import { isSpace, ObjectReader, readIndirectObject } from './read-object';

/** Where a cross-reference section says an object is. */
export type XrefEntry =
  | { type: 'free' }
  | { type: 'offset'; offset: number; gen: number }
  | { type: 'packed'; container: number; index: number };

/** One cross-reference table or stream with the trailer and the `startxref` that closes it. */
export interface XrefSection {
  offset: number;
  /** After `%%EOF` and its line end. */
  end: number;
  /** The offset written after `startxref`. */
  startxref: number;
  entries: Map<number, XrefEntry>;
  trailer: PdfDict;
  /** Number of the object that is this section, where it is a stream. */
  streamNum: number | undefined;
}

const objectNumberMax = 8_388_607;

/**
 * Reads the section at an offset (ISO 32000-2, 7.5.4 and 7.5.8).
 * @throws StructureFault
 */
export function readXrefSection(
  file: Uint8Array,
  offset: number,
  budget: InflateBudget,
): XrefSection {
  if (offset < 0 || offset >= file.length)
    throw new StructureFault('structure-xref', offset, 'startxref points outside the file');
  const reader = new ObjectReader(file, offset);
  // Some writers give the line end before the keyword.
  skipBlanks(reader);
  const section = reader.atKeyword('xref')
    ? readTable(reader)
    : readXrefStream(file, offset, budget);
  checkSize(section, offset);
  const closing = findClosing(file, section.after);
  return { offset, ...closing, ...section };
}

/**
 * The offset that the last `startxref` of the file gives.
 * @throws StructureFault `trailing-bytes` where anything but a line end follows the last `%%EOF`
 */
export function findLastStartxref(file: Uint8Array): number {
  let end = file.length;
  while (end > 0 && file.length - end < 16 && isSpace(file[end - 1])) end--;
  const marker = lastIndexOf(file, '%%EOF', file.length);
  if (marker < 0) throw new StructureFault('not-a-pdf', file.length, 'no end-of-file marker');
  if (marker + 5 !== end)
    throw new StructureFault('trailing-bytes', marker + 5, 'bytes follow the last %%EOF');
  const start = lastIndexOf(file, 'startxref', marker);
  if (start < 0 || marker - start > 64)
    throw new StructureFault('structure-xref', marker, 'no startxref before %%EOF');
  return readClosing(file, start).startxref;
}

/** A number at or above /Size is no object to some readers and one to others (7.5.5). */
function checkSize({ entries, trailer }: SectionBody, offset: number): void {
  const size = trailer.entries.get('Size');
  for (const [num, { type }] of entries)
    if (type !== 'free' && !(isInteger(size) && num < size))
      throw new StructureFault('structure-xref', offset, `object ${num} is beyond /Size`);
}

/** A first-page section of a linearised file may go without; every other is refused for it later. */
function findClosing(file: Uint8Array, offset: number): { startxref: number; end: number } {
  const reader = new ObjectReader(file, offset);
  skipBlanks(reader);
  skipShortComment(reader);
  return reader.atKeyword('startxref')
    ? readClosing(file, reader.offset)
    : { startxref: Number.NaN, end: offset };
}

const commentBytesMax = 64;

/** One line with the name of the writer, as iText leaves it before `startxref`. */
function skipShortComment(reader: ObjectReader): void {
  const { bytes, offset: start } = reader;
  if (bytes[start] !== 0x25 || bytes[start + 1] === 0x25) return;
  let end = start;
  while (end < bytes.length && bytes[end] !== 0x0a && bytes[end] !== 0x0d) end++;
  if (end - start > commentBytesMax) return;
  reader.offset = end;
  skipBlanks(reader);
}

/** Reads what follows a `startxref`: its number and `%%EOF`. */
function readClosing(file: Uint8Array, offset: number): { startxref: number; end: number } {
  const reader = new ObjectReader(file, offset + 9);
  skipBlanks(reader);
  const startxref = reader.readInteger();
  skipBlanks(reader);
  for (const char of '%%EOF')
    if (file[reader.offset++] !== char.charCodeAt(0))
      throw new StructureFault('structure-xref', reader.offset, 'no %%EOF after startxref');
  let end = reader.offset;
  if (file[end] === 0x0d) end++;
  if (file[end] === 0x0a) end++;
  return { startxref, end };
}

type SectionBody = Pick<XrefSection, 'entries' | 'trailer' | 'streamNum'> & { after: number };

function readTable(reader: ObjectReader): SectionBody {
  const entries = new Map<number, XrefEntry>();
  reader.expectKeyword('xref');
  skipBlanks(reader);
  while (!reader.atKeyword('trailer')) {
    const first = reader.readInteger();
    skipBlanks(reader);
    const count = reader.readInteger();
    skipBlanks(reader);
    if (first + count > objectNumberMax)
      throw new StructureFault('structure-xref', reader.offset, 'a subsection is too long');
    for (let i = 0; i < count; i++) addEntry(entries, first + i, readTableEntry(reader), reader);
    skipBlanks(reader);
  }
  reader.expectKeyword('trailer');
  const trailer = reader.readValue();
  if (!(trailer instanceof PdfDict)) return reader.fail('the trailer is not a dictionary');
  return { entries, trailer, streamNum: undefined, after: reader.offset };
}

const entryForm = /^(\d{10}) (\d{5}) ([nf])( \r| \n|\r\n)$/;

function readTableEntry(reader: ObjectReader): XrefEntry {
  const text = String.fromCharCode(...reader.bytes.subarray(reader.offset, reader.offset + 20));
  const [, offset, gen, kind] = entryForm.exec(text) ?? [];
  if (!offset)
    throw new StructureFault('structure-xref', reader.offset, 'an entry has a wrong form');
  reader.offset += 20;
  return kind === 'f' || Number(offset) === 0
    ? { type: 'free' }
    : { type: 'offset', offset: Number(offset), gen: Number(gen) };
}

/** The entries of a cross-reference stream, without what closes a section. */
export function readXrefStream(
  file: Uint8Array,
  offset: number,
  budget: InflateBudget,
): SectionBody {
  const object = readIndirectObject(file, offset, () => {
    throw new StructureFault('structure-xref', offset, 'its length is indirect');
  });
  const stream = object.value;
  if (!(stream instanceof PdfStream) || nameOf(stream.dict.entries.get('Type')) !== 'XRef')
    throw new StructureFault('structure-xref', offset, 'there is no cross-reference section');
  const entries = unpackEntries(stream, decodeStream(stream, budget, offset), offset);
  return { entries, trailer: stream.dict, streamNum: object.num, after: object.end };
}

function unpackEntries(
  stream: PdfStream,
  bytes: Uint8Array,
  offset: number,
): Map<number, XrefEntry> {
  const wrong = (detail: string) => new StructureFault('structure-xref', offset, detail);
  const widths = integers(stream.dict.entries.get('W'));
  const size = stream.dict.entries.get('Size');
  if (widths?.length !== 3 || widths.some((width) => width > 8) || !isInteger(size))
    throw wrong('its widths or size are wrong');
  const index = stream.dict.entries.has('Index')
    ? integers(stream.dict.entries.get('Index'))
    : [0, size];
  if (!index || index.length % 2 !== 0) throw wrong('its index is wrong');
  const entries = new Map<number, XrefEntry>();
  const reader = new ObjectReader(bytes, 0, false);
  for (let i = 0; i < index.length; i += 2) {
    const [first, count] = [index[i] as number, index[i + 1] as number];
    if (first + count > objectNumberMax) throw wrong('its numbers are too high');
    for (let num = first; num < first + count; num++)
      addEntry(entries, num, unpackEntry(reader, widths), reader);
  }
  if (reader.offset !== bytes.length) throw wrong('it has bytes left over');
  return entries;
}

function unpackEntry(reader: ObjectReader, widths: number[]): XrefEntry {
  const [type, second, third] = widths.map((width, field) => {
    let value = width === 0 && field === 0 ? 1 : 0;
    for (let i = 0; i < width; i++) {
      const byte = reader.bytes[reader.offset++];
      if (byte === undefined) return reader.fail('the cross-reference stream is too short');
      value = value * 256 + byte;
    }
    return value;
  }) as [number, number, number];
  if (type === 0) return { type: 'free' };
  if (type === 1) return { type: 'offset', offset: second, gen: third };
  if (type === 2) return { type: 'packed', container: second, index: third };
  return reader.fail('an unknown type of entry');
}

function addEntry(
  entries: Map<number, XrefEntry>,
  num: number,
  entry: XrefEntry,
  reader: ObjectReader,
): void {
  if (entries.has(num))
    throw new StructureFault('structure-xref', reader.offset, `object ${num} is listed twice`);
  entries.set(num, entry);
}

function integers(value: PdfValue | undefined): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.every((item): item is number => isInteger(item) && item >= 0) ? value : undefined;
}

/** White space only: a comment has no place between most parts of a section. */
function skipBlanks(reader: ObjectReader): void {
  while (isSpace(reader.bytes[reader.offset])) reader.offset++;
}

function lastIndexOf(file: Uint8Array, text: string, before: number): number {
  for (let at = before - text.length; at >= 0; at--) {
    let i = 0;
    while (i < text.length && file[at + i] === text.charCodeAt(i)) i++;
    if (i === text.length) return at;
  }
  return -1;
}
