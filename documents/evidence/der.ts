/**
 * The little of DER (X.690) that evidence needs: exact bytes out, bounded and strict reading in.
 * Bytes matter here (they are hashed and signed), so pieces keep their raw form.
 */
export interface DerPiece {
  /** The identifier octet; tags above 30 are not used by any structure read here. */
  tag: number;
  /** With identifier and length. */
  raw: Uint8Array;
  content: Uint8Array;
}

/** @throws Error on lengths that are indefinite or of more than four octets, and on bytes that do not reach */
export function readPiece(bytes: Uint8Array, at = 0): DerPiece {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) throw new Error('DER ends early');
  if ((tag & 0x1f) === 0x1f) throw new Error('DER tag too high');
  let length = first;
  let header = 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new Error('DER length not definite');
    length = 0;
    for (let index = 0; index < count; index += 1) {
      length = length * 256 + (bytes[at + 2 + index] ?? 0);
    }
    header += count;
  }
  const end = at + header + length;
  if (end > bytes.length) throw new Error('DER ends early');
  return { tag, raw: bytes.subarray(at, end), content: bytes.subarray(at + header, end) };
}

export function readPieces(content: Uint8Array): DerPiece[] {
  const pieces: DerPiece[] = [];
  for (let at = 0; at < content.length;) {
    const piece = readPiece(content, at);
    pieces.push(piece);
    at += piece.raw.length;
  }
  return pieces;
}

/** The pieces of one constructed value with the tag that must stand there. */
export function readInside(piece: DerPiece | undefined, tag: number): DerPiece[] {
  if (piece?.tag !== tag) throw new Error(`DER tag ${piece?.tag} where ${tag} must be`);
  return readPieces(piece.content);
}

/** The octets of a BIT STRING that is made of whole octets, as every signature and key is; undefined: it is none. */
export function findOctetsOfBits(piece: DerPiece | undefined): Uint8Array | undefined {
  return piece?.tag === tags.bits && piece.content[0] === 0 ? piece.content.subarray(1) : undefined;
}

export function readOid(piece: DerPiece | undefined): string {
  if (piece?.tag !== tags.oid) throw new Error('DER object identifier missing');
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of piece.content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const first = arcs.shift() ?? 0;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...arcs].join('.');
}

/** UTCTime or GeneralizedTime as milliseconds since 1970 (RFC 5280, 4.1.2.5). */
export function readTime(piece: DerPiece | undefined): number {
  const text = Buffer.from(piece?.content ?? []).toString('latin1');
  const match =
    piece?.tag === tags.utcTime
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
      : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d+))?Z$/.exec(text);
  if (!match) throw new Error('DER time not readable');
  const [, year = '', month, day, hour, minute, second, fraction = '0'] = match;
  const full = year.length === 4 ? year : `${year < '50' ? '20' : '19'}${year}`;
  const written = `${full}-${month}-${day}T${hour}:${minute}:${second}`;
  const at = Date.parse(`${written}Z`);
  // There is no 30 February, and no hour 24.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(written))
    throw new Error('DER time not readable');
  return at + Math.floor(Number(`0.${fraction}`) * 1000);
}

/** @throws Error on anything but the two forms (X.690, 11.1) */
export function readBoolean({ content }: DerPiece): boolean {
  const [value] = content;
  if (content.length !== 1 || (value !== 0x00 && value !== 0xff))
    throw new Error('DER boolean not readable');
  return value === 0xff;
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  nil: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** `[n]`, constructed. */
export const tagged = (number: number): number => 0xa0 + number;

export function write(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const lengthBytes: number[] = [];
  if (length < 0x80) lengthBytes.push(length);
  else {
    for (let rest = length; rest > 0; rest = Math.floor(rest / 256))
      lengthBytes.unshift(rest % 256);
    lengthBytes.unshift(0x80 + lengthBytes.length);
  }
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), ...parts]);
}

export const sequence = (...parts: Uint8Array[]) => write(tags.sequence, ...parts);
export const octets = (bytes: Uint8Array) => write(tags.octets, bytes);
export const nil = () => write(tags.nil);

/** SET OF in the order that DER asks for: by the bytes of the members (X.690, 11.6). */
export const setOf = (...parts: Uint8Array[]) =>
  write(tags.set, ...[...parts].sort((a, b) => Buffer.compare(a, b)));

/** A non-negative INTEGER. */
export function integer(value: number | Uint8Array): Uint8Array {
  let bytes =
    typeof value === 'number'
      ? Buffer.from(
          value
            .toString(16)
            .padStart(2, '0')
            .replace(/^(.(..)*)$/, '0$1'),
          'hex',
        )
      : Buffer.from(value);
  while (bytes.length > 1 && bytes[0] === 0 && (bytes[1] ?? 0) < 0x80) bytes = bytes.subarray(1);
  return write(
    tags.integer,
    (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes,
  );
}

export function oid(dotted: string): Uint8Array {
  const [top = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes: number[] = [];
  for (const arc of [top * 40 + second, ...rest]) {
    const septets = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      septets.unshift((left % 128) + 128);
    }
    bytes.push(...septets);
  }
  return write(tags.oid, Buffer.from(bytes));
}
