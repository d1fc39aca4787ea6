import { FilterFault } from './filter-fault';

const whitespace = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
const greater = 0x3e;

/** Undoes ASCIIHexDecode (ISO 32000-1, 7.4.2). @throws FilterFault at a letter that is no digit */
export function unpackHex(packed: Uint8Array): Buffer {
  const out = Buffer.alloc(Math.ceil(packed.length / 2));
  let digits = 0;
  for (const byte of packed) {
    if (byte === greater) break;
    if (whitespace.has(byte)) continue;
    const digit = parseInt(String.fromCharCode(byte), 16);
    if (Number.isNaN(digit)) throw new FilterFault('no digit');
    // A digit that is missing at the end is 0.
    out[digits >> 1] = out[digits >> 1]! | (digits % 2 === 0 ? digit << 4 : digit);
    digits += 1;
  }
  return out.subarray(0, (digits + 1) >> 1);
}

/** Undoes ASCII85Decode (ISO 32000-1, 7.4.3). @throws FilterFault where it is none */
export function unpackAscii85(packed: Uint8Array): Buffer {
  const zeros = packed.reduce((sum, byte) => sum + (byte === 0x7a ? 1 : 0), 0);
  const out = Buffer.alloc(Math.ceil(packed.length / 5) * 4 + zeros * 4 + 4);
  let length = 0;
  let group = 0;
  let value = 0;
  for (const byte of packed) {
    if (byte === 0x7e) break;
    if (whitespace.has(byte)) continue;
    // “z” stands for four zeros.
    if (byte === 0x7a && group === 0) {
      length += 4;
      continue;
    }
    if (byte < 0x21 || byte > 0x75) throw new FilterFault('no digit of 85');
    value = value * 85 + (byte - 0x21);
    group += 1;
    if (group < 5) continue;
    if (value > 0xffffffff) throw new FilterFault('a group beyond 32 bits');
    length = out.writeUInt32BE(value, length);
    [group, value] = [0, 0];
  }
  if (group === 1) throw new FilterFault('a group of one digit');
  if (group > 1) {
    for (let each = group; each < 5; each += 1) value = value * 85 + 84;
    if (value > 0xffffffff) throw new FilterFault('a group beyond 32 bits');
    out.writeUInt32BE(value, length);
    length += group - 1;
  }
  return out.subarray(0, length);
}
