import { createHash } from 'node:crypto';
import {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFHexString,
  type PDFObject,
  PDFObjectParser,
  PDFRef,
} from 'pdf-lib';
import { extendBuffer } from './document-buffers';

/** An object to be written: a parsed one, or its exact bytes where every byte matters. */
export type WritableObject = PDFObject | Uint8Array;

/**
 * One PDF that this house wrote (classic cross-reference tables, no object streams), opened for one
 * appended revision. Only the objects asked for are parsed and the old bytes are never touched, so a
 * 24 MB copy costs what its cross-reference table costs. Not for files of strangers: those are read
 * by `documents/verify`, which trusts nothing.
 */
export class Revision {
  readonly context = PDFContext.create();
  readonly rootRef: PDFRef;
  private readonly offsets = new Map<number, number>();
  private readonly exact = new Map<number, Uint8Array>();
  private readonly trailer: PDFDict;
  private readonly previousXref: number;

  constructor(private readonly bytes: Uint8Array) {
    this.previousXref = lastStartXref(bytes);
    const trailers: PDFDict[] = [];
    const seen = new Set<number>();
    let at: number | undefined = this.previousXref;
    while (at !== undefined) {
      if (seen.has(at)) throw new Error('cross-reference tables form a loop');
      seen.add(at);
      const trailer = this.readXrefTable(at);
      trailers.push(trailer);
      at = numberIn(trailer, 'Prev');
    }
    const [newest] = trailers;
    if (!newest) throw new Error('no trailer');
    this.trailer = newest;
    this.context.largestObjectNumber = (numberIn(newest, 'Size') ?? 1) - 1;
    const root = newest.get(name(this.context, 'Root'));
    if (!(root instanceof PDFRef)) throw new Error('trailer without Root');
    this.rootRef = root;
  }

  get root(): PDFDict {
    return this.dict(this.rootRef);
  }

  /** The object as this revision sees it; parsed afresh, so a change counts only once `put`. */
  get(ref: PDFRef): PDFObject {
    const written = this.context.lookup(ref);
    if (written) return written;
    const source = this.source(ref);
    const body = source.subarray(headerLength(source, ref));
    return PDFObjectParser.forBytes(body, this.context).parseObject();
  }

  /** The file from the object's header on, as it was before this revision. */
  source(ref: PDFRef): Buffer {
    const offset = this.offsets.get(ref.objectNumber);
    if (offset === undefined) throw new Error(`object ${ref.objectNumber} is not in the file`);
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length).subarray(
      offset,
    );
  }

  dict(ref: PDFRef): PDFDict {
    const object = this.get(ref);
    if (!(object instanceof PDFDict)) {
      throw new Error(`object ${ref.objectNumber} is not a dictionary`);
    }
    return object;
  }

  /** Follows a reference if the entry is one. */
  resolve(object: PDFObject | undefined): PDFObject | undefined {
    return object instanceof PDFRef ? this.get(object) : object;
  }

  put(ref: PDFRef, object: WritableObject): void {
    if (object instanceof Uint8Array) this.exact.set(ref.objectNumber, object);
    else this.context.assign(ref, object);
  }

  add(object: WritableObject): PDFRef {
    const ref = this.reserve();
    this.put(ref, object);
    return ref;
  }

  /** A number for an object whose content needs the numbers of others first. */
  reserve(): PDFRef {
    return this.context.nextRef();
  }

  /** The old bytes, untouched, followed by the written objects and their cross-reference table. */
  append(): { bytes: Uint8Array; offsetOf: (ref: PDFRef) => number } {
    const chunks: Uint8Array[] = [new Uint8Array([0x0a])];
    let position = this.bytes.length + 1;
    const push = (chunk: Uint8Array) => {
      chunks.push(chunk);
      position += chunk.length;
    };
    const bodies = new Map<number, number>();
    const entries: [number, number][] = [];
    for (const [number, object] of this.written()) {
      entries.push([number, position]);
      push(latin1(`${number} 0 obj\n`));
      bodies.set(number, position);
      push(serialise(object));
      push(latin1('\nendobj\n'));
    }
    const xrefAt = position;
    push(latin1(xrefTable(entries)));
    push(latin1('trailer\n'));
    push(serialise(this.newTrailer()));
    push(latin1(`\nstartxref\n${xrefAt}\n%%EOF\n`));

    const bytes = extendBuffer(this.bytes, position);
    let offset = this.bytes.length;
    for (const chunk of chunks) {
      bytes.set(chunk, offset);
      offset += chunk.length;
    }
    return { bytes, offsetOf: (ref) => bodies.get(ref.objectNumber) ?? -1 };
  }

  private written(): [number, WritableObject][] {
    const parsed = this.context
      .enumerateIndirectObjects()
      .map(([ref, object]): [number, WritableObject] => [ref.objectNumber, object]);
    return [...parsed, ...this.exact].sort(([a], [b]) => a - b);
  }

  private newTrailer(): PDFDict {
    const trailer = this.context.obj({});
    for (const key of ['Root', 'Info']) {
      const value = this.trailer.get(name(this.context, key));
      if (value) trailer.set(name(this.context, key), value);
    }
    trailer.set(name(this.context, 'Size'), this.context.obj(this.context.largestObjectNumber + 1));
    trailer.set(name(this.context, 'Prev'), this.context.obj(this.previousXref));
    trailer.set(name(this.context, 'ID'), this.newFileId());
    return trailer;
  }

  /** The first half names the document for life, the second this revision (ISO 32000-1, 14.4). */
  private newFileId(): PDFArray {
    const digest = createHash('sha256').update(this.bytes.subarray(-4096));
    for (const [number] of this.written()) digest.update(String(number));
    const changing = PDFHexString.of(digest.digest('hex').slice(0, 32));
    const old = this.trailer.get(name(this.context, 'ID'));
    const permanent = old instanceof PDFArray ? old.get(0) : changing;
    const id = PDFArray.withContext(this.context);
    id.push(permanent);
    id.push(changing);
    return id;
  }

  private readXrefTable(at: number): PDFDict {
    const trailerAt = indexOf(this.bytes, 'trailer', at);
    if (trailerAt < 0) throw new Error('no trailer after the cross-reference table');
    const lines = text(this.bytes.subarray(at, trailerAt)).split(/\r\n|\r|\n/);
    if (lines.shift()?.trim() !== 'xref') throw new Error('no cross-reference table');
    let number = 0;
    for (const line of lines) {
      const entry = /^(\d{10}) (\d{5}) ([nf])/.exec(line);
      const range = entry ? null : /^(\d+) (\d+)\s*$/.exec(line);
      if (range) number = Number(range[1]);
      if (!entry) continue;
      // The newest table is read first; what it says of an object stands.
      if (entry[3] === 'n' && !this.offsets.has(number)) this.offsets.set(number, Number(entry[1]));
      number += 1;
    }
    const parsed = PDFObjectParser.forBytes(
      this.bytes.subarray(trailerAt + 'trailer'.length, trailerAt + 4096),
      this.context,
    ).parseObject();
    if (!(parsed instanceof PDFDict)) throw new Error('trailer is not a dictionary');
    return parsed;
  }
}

function serialise(object: WritableObject): Uint8Array {
  if (object instanceof Uint8Array) return object;
  const buffer = new Uint8Array(object.sizeInBytes());
  object.copyBytesInto(buffer, 0);
  return buffer;
}

function xrefTable(entries: [number, number][]): string {
  let table = 'xref\n';
  for (let start = 0; start < entries.length;) {
    let end = start + 1;
    while (end < entries.length && entries[end]?.[0] === (entries[end - 1]?.[0] ?? 0) + 1) end += 1;
    const run = entries.slice(start, end);
    table += `${run[0]?.[0]} ${run.length}\n`;
    for (const [, offset] of run) table += `${String(offset).padStart(10, '0')} 00000 n \n`;
    start = end;
  }
  return table;
}

function lastStartXref(bytes: Uint8Array): number {
  const tail = text(bytes.subarray(Math.max(0, bytes.length - 2048)));
  const match = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail);
  if (!match) throw new Error('the file does not end with startxref and %%EOF');
  return Number(match[1]);
}

function headerLength(source: Uint8Array, ref: PDFRef): number {
  const match = /^\s*(\d+)\s+\d+\s+obj/.exec(text(source.subarray(0, 64)));
  if (!match || Number(match[1]) !== ref.objectNumber) {
    throw new Error(`the cross-reference of object ${ref.objectNumber} points elsewhere`);
  }
  return match[0].length;
}

function numberIn(dict: PDFDict, key: string): number | undefined {
  const value = dict.get(name(dict.context, key));
  return value === undefined ? undefined : Number(value.toString());
}

function name(context: PDFContext, key: string) {
  // `context.obj` of a plain string is a PDFName.
  return context.obj(key);
}

function indexOf(bytes: Uint8Array, needle: string, from: number): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(needle, from, 'latin1');
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function latin1(value: string): Uint8Array {
  return Buffer.from(value, 'latin1');
}
