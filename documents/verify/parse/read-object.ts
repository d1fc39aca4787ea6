import {
  isInteger,
  PdfDict,
  PdfName,
  PdfRef,
  PdfStream,
  PdfString,
  StructureFault,
  type PdfValue,
} from './objects';

const depthMax = 64;

/** An indirect object as it stands in the file. */
export interface IndirectObject {
  num: number;
  gen: number;
  value: PdfValue;
  /** Offset after `endobj`. */
  end: number;
}

/**
 * Reads `n g obj … endobj` at an offset. `lengthOf` answers an indirect `/Length`.
 * Nothing is repaired: a wrong length, a missing keyword or a key given twice is a fault.
 * @throws StructureFault
 */
export function readIndirectObject(
  file: Uint8Array,
  offset: number,
  lengthOf: (ref: PdfRef) => PdfValue,
): IndirectObject {
  const reader = new ObjectReader(file, offset);
  // Some writers give the line end before the number.
  while (isSpace(file[reader.offset])) reader.offset++;
  const num = reader.readInteger();
  reader.skipSpace();
  const gen = reader.readInteger();
  reader.skipSpace();
  reader.expectKeyword('obj');
  let value = reader.readValue();
  reader.skipSpace();
  if (value instanceof PdfDict && reader.atKeyword('stream'))
    value = readStream(file, reader, value, lengthOf);
  reader.skipSpace();
  reader.expectKeyword('endobj');
  return { num, gen, value, end: reader.offset };
}

function readStream(
  file: Uint8Array,
  reader: ObjectReader,
  dict: PdfDict,
  lengthOf: (ref: PdfRef) => PdfValue,
): PdfStream {
  reader.expectKeyword('stream');
  if (file[reader.offset] === 0x0d) reader.offset += 1;
  if (file[reader.offset] !== 0x0a) reader.fail('no line end after stream');
  const start = reader.offset + 1;
  const given = dict.entries.get('Length');
  const length = given instanceof PdfRef ? lengthOf(given) : given;
  if (!isInteger(length) || length < 0 || start + length > file.length)
    return reader.fail('a stream has a wrong length');
  reader.offset = start + length;
  reader.skipSpace();
  reader.expectKeyword('endstream');
  return new PdfStream(dict, file.subarray(start, start + length));
}

/** Reads PDF tokens and values from bytes, strictly. */
export class ObjectReader {
  private depth = 0;

  /** @param inFile false for the content of an object stream, whose offsets mean nothing in the file */
  constructor(
    readonly bytes: Uint8Array,
    public offset: number,
    private readonly inFile = true,
  ) {}

  fail(detail: string): never {
    throw new StructureFault('structure-broken', this.offset, detail);
  }

  skipSpace(): void {
    for (;;) {
      const byte = this.bytes[this.offset];
      if (byte === undefined) return;
      if (byte === 0x25) {
        while (this.offset < this.bytes.length && !isLineEnd(this.bytes[this.offset]))
          this.offset++;
      } else if (isSpace(byte)) this.offset++;
      else return;
    }
  }

  atKeyword(keyword: string): boolean {
    for (let i = 0; i < keyword.length; i++)
      if (this.bytes[this.offset + i] !== keyword.charCodeAt(i)) return false;
    return isBoundary(this.bytes[this.offset + keyword.length]);
  }

  expectKeyword(keyword: string): void {
    if (!this.atKeyword(keyword)) this.fail(`expected ${keyword}`);
    this.offset += keyword.length;
  }

  /** An unsigned integer of at most ten digits. */
  readInteger(): number {
    const start = this.offset;
    let value = 0;
    while (isDigit(this.bytes[this.offset])) {
      value = value * 10 + (this.bytes[this.offset] as number) - 0x30;
      this.offset++;
    }
    const digits = this.offset - start;
    if (digits === 0 || digits > 10) this.fail('expected an integer');
    return value;
  }

  readValue(): PdfValue {
    this.skipSpace();
    const byte = this.bytes[this.offset];
    if (byte === undefined) return this.fail('the file ends inside an object');
    if (byte === 0x2f) return this.readName();
    if (byte === 0x28) return this.readLiteral();
    if (byte === 0x5b) return this.nested(() => this.readArray());
    if (byte === 0x3c)
      return this.bytes[this.offset + 1] === 0x3c
        ? this.nested(() => this.readDict())
        : this.readHex();
    if (isDigit(byte) || byte === 0x2b || byte === 0x2d || byte === 0x2e)
      return this.readNumberOrRef();
    for (const [word, value] of words) {
      if (!this.atKeyword(word)) continue;
      this.offset += word.length;
      return value;
    }
    return this.fail('an unknown token');
  }

  private nested<T>(read: () => T): T {
    if (++this.depth > depthMax) this.fail('values are nested too deeply');
    const value = read();
    this.depth--;
    return value;
  }

  private readDict(): PdfDict {
    const entries = new Map<string, PdfValue>();
    this.offset += 2;
    for (;;) {
      this.skipSpace();
      if (this.bytes[this.offset] === 0x3e && this.bytes[this.offset + 1] === 0x3e) break;
      const at = this.offset;
      if (this.bytes[at] !== 0x2f) this.fail('expected a key');
      const key = this.readName().name;
      if (entries.has(key))
        throw new StructureFault('structure-duplicate-key', at, 'a key is given twice');
      entries.set(key, this.readValue());
    }
    this.offset += 2;
    return new PdfDict(entries);
  }

  private readArray(): PdfValue[] {
    const values: PdfValue[] = [];
    this.offset += 1;
    for (;;) {
      this.skipSpace();
      if (this.bytes[this.offset] === 0x5d) break;
      values.push(this.readValue());
    }
    this.offset += 1;
    return values;
  }

  private readName(): PdfName {
    let name = '';
    this.offset += 1;
    while (!isBoundary(this.bytes[this.offset])) {
      let byte = this.bytes[this.offset] as number;
      if (byte === 0x23) {
        const high = hexDigit(this.bytes[this.offset + 1]);
        const low = hexDigit(this.bytes[this.offset + 2]);
        if (high < 0 || low < 0) this.fail('a broken escape in a name');
        byte = high * 16 + low;
        this.offset += 2;
      }
      name += String.fromCharCode(byte);
      this.offset += 1;
    }
    return new PdfName(name);
  }

  private readHex(): PdfString {
    const start = this.offset;
    const end = this.bytes.indexOf(0x3e, start);
    if (end < 0) this.fail('a hex string does not end');
    const bytes = new Uint8Array((end - start) >> 1);
    let digits = 0;
    for (let i = start + 1; i < end; i++) {
      const byte = this.bytes[i] as number;
      if (isSpace(byte)) continue;
      const digit = hexDigit(byte);
      if (digit < 0) this.fail('a hex string holds something else');
      bytes[digits >> 1] = (bytes[digits >> 1] as number) | (digits % 2 === 0 ? digit << 4 : digit);
      digits++;
    }
    this.offset = end + 1;
    return this.string(bytes.subarray(0, (digits + 1) >> 1), start, true);
  }

  private readLiteral(): PdfString {
    const start = this.offset;
    const out: number[] = [];
    let open = 1;
    for (this.offset += 1; ;) {
      const byte = this.bytes[this.offset++];
      if (byte === undefined) return this.fail('a string does not end');
      if (byte === 0x5c) this.readEscape(out);
      else if (byte === 0x28) {
        open++;
        out.push(byte);
      } else if (byte === 0x29) {
        if (--open === 0) break;
        out.push(byte);
      } else if (byte === 0x0d) {
        if (this.bytes[this.offset] === 0x0a) this.offset++;
        out.push(0x0a);
      } else out.push(byte);
    }
    return this.string(Uint8Array.from(out), start, false);
  }

  private readEscape(out: number[]): void {
    const byte = this.bytes[this.offset++];
    if (byte === undefined) return;
    const plain = escapes.get(byte);
    if (plain !== undefined) out.push(plain);
    else if (byte === 0x0d) {
      if (this.bytes[this.offset] === 0x0a) this.offset++;
    } else if (byte >= 0x30 && byte <= 0x37) {
      let value = byte - 0x30;
      for (let i = 0; i < 2; i++) {
        const next = this.bytes[this.offset];
        if (next === undefined || next < 0x30 || next > 0x37) break;
        value = value * 8 + next - 0x30;
        this.offset++;
      }
      out.push(value & 0xff);
    } else if (byte !== 0x0a) out.push(byte);
  }

  private string(bytes: Uint8Array, start: number, hex: boolean): PdfString {
    return this.inFile
      ? new PdfString(bytes, start, this.offset, hex)
      : new PdfString(bytes, -1, -1, hex);
  }

  private readNumberOrRef(): number | PdfRef {
    const first = this.readNumber();
    const back = this.offset;
    if (!digitsForm.test(first)) return Number(first);
    this.skipSpace();
    if (isDigit(this.bytes[this.offset])) {
      const generation = this.readNumber();
      this.skipSpace();
      if (digitsForm.test(generation) && this.atKeyword('R')) {
        this.offset += 1;
        return new PdfRef(Number(first), Number(generation));
      }
    }
    this.offset = back;
    return Number(first);
  }

  private readNumber(): string {
    const start = this.offset;
    while (!isBoundary(this.bytes[this.offset])) this.offset++;
    const text = String.fromCharCode(
      ...this.bytes.subarray(start, Math.min(this.offset, start + 64)),
    );
    if (this.offset - start > 64 || !/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) {
      this.offset = start;
      this.fail('not a number');
    }
    return text;
  }
}

/** The numbers of a reference are written in digits alone: `7. 0 R` is none to other readers. */
const digitsForm = /^\d{1,10}$/;

const words: [string, PdfValue][] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

const escapes = new Map([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
]);

export function isSpace(byte: number | undefined): boolean {
  return (
    byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x0c || byte === 0
  );
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isBoundary(byte: number | undefined): boolean {
  return byte === undefined || isSpace(byte) || '()<>[]{}/%'.includes(String.fromCharCode(byte));
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x37;
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57;
  return -1;
}
