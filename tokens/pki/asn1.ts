import * as asn1js from 'asn1js';

/** Short names for the pieces of DER that OCSP responses and time stamp tokens are written with. */
export type Piece = asn1js.BaseBlock;

export const sequence = (...value: Piece[]) => new asn1js.Sequence({ value });
export const integer = (value: number) => new asn1js.Integer({ value });
export const enumerated = (value: number) => new asn1js.Enumerated({ value });
export const oid = (value: string) => new asn1js.ObjectIdentifier({ value });
export const octets = (bytes: Uint8Array) => new asn1js.OctetString({ valueHex: copy(bytes) });
export const bits = (bytes: Uint8Array, unusedBits = 0) =>
  new asn1js.BitString({ valueHex: copy(bytes), unusedBits });
/** An integer given as its big-endian bytes, not negative. */
export const bigInteger = (bytes: Uint8Array) =>
  new asn1js.Integer({ valueHex: copy(bytes[0]! & 0x80 ? Buffer.concat([zero, bytes]) : bytes) });
/** GeneralizedTime in whole seconds, as DER and RFC 5280 want it. */
export const time = (ms: number) =>
  new asn1js.GeneralizedTime({ valueDate: new Date(Math.floor(ms / 1000) * 1000) });
/** SET OF: DER wants its members in the order of their encodings. */
export const setOf = (...value: Piece[]) =>
  new asn1js.Set({ value: [...value].sort((a, b) => Buffer.compare(der(a), der(b))) });
/** `[n]` around pieces (EXPLICIT, or an IMPLICIT SEQUENCE or SET). */
export const tagged = (tagNumber: number, ...value: Piece[]) =>
  new asn1js.Constructed({ idBlock: { tagClass: 3, tagNumber }, value });
/** `[n] IMPLICIT` of something without pieces. */
export const taggedBytes = (tagNumber: number, bytes: Uint8Array) =>
  new asn1js.Primitive({ idBlock: { tagClass: 3, tagNumber }, valueHex: copy(bytes) });

export function der(piece: Piece): Buffer {
  return Buffer.from(piece.toBER());
}

/** Reads one DER element that fills all of `bytes`. @throws Error when it does not */
export function parse(bytes: Uint8Array): Piece {
  const { result, offset } = asn1js.fromBER(copy(bytes));
  if (offset !== bytes.length) throw new Error('not one DER element');
  return result;
}

const zero = Buffer.from([0]);

/** asn1js wants an ArrayBuffer of its own, not a view into a pool. */
function copy(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
