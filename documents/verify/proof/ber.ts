import { DerFault, readElement, tag } from './der';

const depthMax = 24;

/**
 * CMS may be BER (RFC 5652, 5): many writers leave lengths indefinite and cut octet strings into
 * pieces. Lengths are made definite and strings whole; what is definite already stays byte for byte,
 * as certificates and signed attributes are.
 * @returns the element at the start, and how many bytes it took of what was given
 * @throws DerFault
 */
export function asDefinite(bytes: Uint8Array): { der: Uint8Array; length: number } {
  const { der, end } = convert(bytes, 0, 0);
  return { der, length: end };
}

function convert(
  bytes: Uint8Array,
  start: number,
  depth: number,
): { der: Uint8Array; end: number } {
  const identifier = bytes[start];
  if (identifier === undefined || depth > depthMax) throw new DerFault('nested too deeply or cut');
  if (bytes[start + 1] !== indefinite) {
    const { raw } = readElement(bytes, start);
    return { der: raw, end: start + raw.length };
  }
  if ((identifier & constructed) === 0) throw new DerFault('an indefinite primitive');
  const parts: Uint8Array[] = [];
  let at = start + 2;
  while (bytes[at] !== 0 || bytes[at + 1] !== 0) {
    const { der, end } = convert(bytes, at, depth + 1);
    parts.push(der);
    at = end;
  }
  const isString = identifier === (tag.octetString | constructed);
  const bodies = isString ? parts.map((part) => readElement(part, 0).body) : parts;
  return { der: write(isString ? tag.octetString : identifier, bodies), end: at + 2 };
}

const indefinite = 0x80;
const constructed = 0x20;

function write(identifier: number, bodies: Uint8Array[]): Uint8Array {
  const size = bodies.reduce((sum, body) => sum + body.length, 0);
  const length: number[] = [];
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256);
  const header = size < 0x80 ? [identifier, size] : [identifier, 0x80 + length.length, ...length];
  const whole = new Uint8Array(header.length + size);
  whole.set(header);
  let at = header.length;
  for (const body of bodies) {
    whole.set(body, at);
    at += body.length;
  }
  return whole;
}
