import * as asn1js from 'asn1js';
import { parse } from '../pki/asn1';

const scalarBytes: Record<string, number> = { prime256v1: 32, secp384r1: 48, secp521r1: 66 };

/** r‖s of an ECDSA signature that is given as that, or as DER; undefined where it is neither. */
export function toRawEcdsa(signature: Uint8Array, curve: string | undefined): Buffer | undefined {
  const size = scalarBytes[curve ?? ''];
  if (size === undefined) return undefined;
  if (signature.length === 2 * size) return Buffer.from(signature);
  try {
    const sequence = parse(signature);
    if (!(sequence instanceof asn1js.Sequence)) return undefined;
    const scalars = sequence.valueBlock.value.map((integer) => {
      if (!(integer instanceof asn1js.Integer)) throw new Error('no integer');
      const bytes = Buffer.from(integer.valueBlock.valueHexView);
      const significant = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
      if (significant.length > size) throw new Error('too long');
      return Buffer.concat([Buffer.alloc(size - significant.length), significant]);
    });
    return scalars.length === 2 ? Buffer.concat(scalars) : undefined;
  } catch {
    return undefined;
  }
}
