import { FilterFault } from './filter-fault';
import { GrowingBuffer } from './growing-buffer';

const codesMax = 4096;
const clear = 256;
const end = 257;

/**
 * Undoes LZW as PDF and TIFF have it: codes of 9 to 12 bits, the highest bit first (ISO 32000-1,
 * 7.4.4.2; TIFF 6.0, section 13).
 * @param bytesMax what it may unpack to
 * @param isEarly whether codes grow one code early, as they do in TIFF, and in PDF unless it says
 *   otherwise
 * @param isExact whether to stop at `bytesMax` instead of refusing
 * @throws FilterFault where a code has no meaning yet, or more comes out than may
 */
export function unpackLzw(
  packed: Uint8Array,
  bytesMax: number,
  { isEarly = true, isExact = false } = {},
): Buffer {
  // Each code is the one before it and one byte more.
  const prefix = new Uint16Array(codesMax);
  const suffix = new Uint8Array(codesMax);
  const lengths = new Uint16Array(codesMax);
  for (let code = 0; code < 256; code += 1) {
    suffix[code] = code;
    lengths[code] = 1;
  }
  const out = new GrowingBuffer(bytesMax, packed.length * 4);
  const early = isEarly ? 1 : 0;
  let next = end + 1;
  let width = 9;
  let previous = -1;
  let bits = 0;
  let count = 0;
  for (let at = 0; ;) {
    while (count < width && at < packed.length) {
      bits = ((bits << 8) | packed[at++]!) & 0xffffff;
      count += 8;
    }
    if (count < width) break;
    const code = (bits >> (count - width)) & ((1 << width) - 1);
    count -= width;
    if (code === end) break;
    if (code === clear) {
      next = end + 1;
      width = 9;
      previous = -1;
      continue;
    }
    if (code > next || (code === next && previous < 0) || (previous < 0 && code > 255))
      throw new FilterFault('a code without a meaning');
    // A code that is made by itself repeats the last one with its own first byte.
    const known = code === next ? previous : code;
    const length = lengths[known]! + (code === next ? 1 : 0);
    const from = out.take(length);
    let place = from + lengths[known]! - 1;
    for (let each = known; place >= from; place -= 1) {
      out.bytes[place] = suffix[each]!;
      each = prefix[each]!;
    }
    const first = out.bytes[from]!;
    if (code === next) out.bytes[from + length - 1] = first;
    if (previous >= 0 && next < codesMax) {
      prefix[next] = previous;
      suffix[next] = first;
      lengths[next] = lengths[previous]! + 1;
      next += 1;
      if (next + early >= 1 << width && width < 12) width += 1;
    }
    previous = code;
    if (isExact && out.length >= bytesMax) return out.done().subarray(0, bytesMax);
  }
  if (out.length > bytesMax) throw new FilterFault('more than may be');
  return out.done();
}
