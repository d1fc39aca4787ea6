/** One element of DER (X.690), with the bytes it was read from. */
export interface Der {
  /** First octet: class, constructed bit and number below 31. */
  tag: number;
  /** The whole element. */
  raw: Uint8Array;
  /** Its content octets. */
  body: Uint8Array;
}

/** The bytes are not the DER that was expected. */
export class DerFault extends Error {}

/** The value, or undefined where the bytes are not what they should be. */
export function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerFault) return undefined;
    throw error;
  }
}

export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Reads one element and demands that nothing follows it. @throws DerFault */
export function readDer(bytes: Uint8Array, expected?: number): Der {
  const element = readElement(bytes, 0);
  if (element.raw.length !== bytes.length) throw new DerFault('bytes follow the element');
  if (expected !== undefined && element.tag !== expected)
    throw new DerFault(`expected tag ${expected}, found ${element.tag}`);
  return element;
}

/** Reads the first element of some bytes, whatever follows. @throws DerFault */
export function readElement(bytes: Uint8Array, offset: number): Der {
  const first = bytes[offset];
  let length = bytes[offset + 1];
  if (first === undefined || length === undefined) throw new DerFault('an element is cut off');
  if ((first & 0x1f) === 0x1f) throw new DerFault('a long tag');
  let start = offset + 2;
  if (length >= 0x80) {
    const octets = length & 0x7f;
    if (octets === 0 || octets > 4) throw new DerFault('an indefinite or endless length');
    length = 0;
    for (let i = 0; i < octets; i++) length = length * 256 + (bytes[start++] ?? Number.NaN);
    if (!(length >= 0x80) || length < 256 ** (octets - 1)) throw new DerFault('not the short form');
  }
  const end = start + length;
  if (end > bytes.length) throw new DerFault('an element is cut off');
  return { tag: first, raw: bytes.subarray(offset, end), body: bytes.subarray(start, end) };
}

/** The elements inside a constructed one. @throws DerFault */
export function childrenOf(element: Der, expected?: number): Der[] {
  if (expected !== undefined && element.tag !== expected)
    throw new DerFault(`expected tag ${expected}, found ${element.tag}`);
  if ((element.tag & 0x20) === 0) throw new DerFault('an element has no parts');
  const children: Der[] = [];
  for (let at = 0; at < element.body.length;) {
    const child = readElement(element.body, at);
    children.push(child);
    at += child.raw.length;
  }
  return children;
}

/** Reads the parts of a SEQUENCE one after the other, optional ones by their tag. */
export class DerSequence {
  private readonly parts: Der[];
  private at = 0;

  constructor(element: Der, expected: number = tag.sequence) {
    this.parts = childrenOf(element, expected);
  }

  take(expected?: number): Der {
    const part = this.parts[this.at++];
    if (!part || (expected !== undefined && part.tag !== expected))
      throw new DerFault(`expected tag ${expected ?? 'any'}, found ${part?.tag ?? 'nothing'}`);
    return part;
  }

  takeIf(expected: number): Der | undefined {
    const part = this.parts[this.at];
    if (part?.tag !== expected) return undefined;
    this.at++;
    return part;
  }

  end(): void {
    if (this.at !== this.parts.length) throw new DerFault('a sequence has parts left over');
  }
}

/** A dotted object identifier. @throws DerFault */
export function oidOf(element: Der): string {
  if (element.tag !== tag.oid || element.body.length === 0) throw new DerFault('expected an OID');
  const parts: number[] = [];
  let value = 0;
  element.body.forEach((byte, i) => {
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER / 256) throw new DerFault('an OID is too long');
    if (byte & 0x80) {
      if (i === element.body.length - 1) throw new DerFault('an OID is cut off');
      return;
    }
    parts.push(value);
    value = 0;
  });
  const first = parts[0] as number;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...parts.slice(1)].join('.');
}

/**
 * The content of an INTEGER or ENUMERATED in its shortest form (X.690, 8.3.2): a number that could be
 * written in two ways would be two to whoever compares its bytes, as serial numbers are.
 * @throws DerFault
 */
export function integerOf({ tag: found, body }: Der): Uint8Array {
  const [first, second] = body;
  if ((found !== tag.integer && found !== tag.enumerated) || first === undefined)
    throw new DerFault('expected an integer');
  if (second !== undefined && first === (second >= 0x80 ? 0xff : 0x00))
    throw new DerFault('an integer is not in its short form');
  return body;
}

/** The octets of an INTEGER that is not negative, none of them for the sign. @throws DerFault */
export function unsignedOf(element: Der): Uint8Array {
  const body = integerOf(element);
  const first = body[0] as number;
  if (first >= 0x80) throw new DerFault('a negative integer');
  return first === 0 ? body.subarray(1) : body;
}

/** An unsigned INTEGER or ENUMERATED below 2³². @throws DerFault */
export function smallInteger(element: Der): number {
  const value = unsignedOf(element);
  if (value.length > 4) throw new DerFault('expected a small integer');
  return value.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** A BOOLEAN, which has two forms (X.690, 11.1). @throws DerFault */
export function booleanOf({ body }: Der): boolean {
  const [value] = body;
  if (body.length !== 1 || (value !== 0x00 && value !== 0xff))
    throw new DerFault('neither true nor false');
  return value === 0xff;
}

/** UTCTime or GeneralizedTime in milliseconds since 1970. @throws DerFault */
export function timeOf(element: Der): number {
  const text = asciiOf(element.body);
  const form =
    element.tag === tag.utcTime
      ? /^(?<y>\d\d)(?<mo>\d\d)(?<d>\d\d)(?<h>\d\d)(?<mi>\d\d)(?<s>\d\d)Z$/
      : /^(?<y>\d{4})(?<mo>\d\d)(?<d>\d\d)(?<h>\d\d)(?<mi>\d\d)(?<s>\d\d)(?<f>\.\d+)?Z$/;
  const part = form.exec(text)?.groups;
  if (!part || (element.tag !== tag.utcTime && element.tag !== tag.generalizedTime))
    throw new DerFault('expected a time');
  const { y = '', mo, d, h, mi, s, f = '0' } = part;
  const year = y.length === 4 ? y : `${y < '50' ? '20' : '19'}${y}`;
  const written = `${year}-${mo}-${d}T${h}:${mi}:${s}`;
  const at = Date.parse(`${written}Z`);
  // There is no 30 February, and no hour 24.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(written))
    throw new DerFault('a time that does not exist');
  return at + Math.floor(Number(f) * 1000);
}

/** The content of a BIT STRING of whole octets. @throws DerFault */
export function bitStringOf(element: Der): Uint8Array {
  if (element.tag !== tag.bitString || element.body[0] !== 0)
    throw new DerFault('expected whole octets of bits');
  return element.body.subarray(1);
}

/** The number of a named bit is set in a BIT STRING. */
export function hasBit(element: Der, bit: number): boolean {
  const byte = element.body[1 + (bit >> 3)] ?? 0;
  return (byte & (0x80 >> (bit & 7))) !== 0;
}

export function asciiOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += hexOfByte[byte];
  return text;
}
