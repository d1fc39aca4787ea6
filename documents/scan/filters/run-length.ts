import { FilterFault } from './filter-fault';
import { GrowingBuffer } from './growing-buffer';

/**
 * Undoes PDF's RunLengthDecode (ISO 32000-1, 7.4.5) and TIFF's PackBits, which differ in the byte
 * 128: the end in the one, nothing in the other.
 * @throws FilterFault where a run is cut short, or more comes out than may
 */
export function unpackRuns(
  packed: Uint8Array,
  bytesMax: number,
  { endsAt128, isExact = false }: { endsAt128: boolean; isExact?: boolean },
): Buffer {
  const out = new GrowingBuffer(bytesMax, isExact ? bytesMax : packed.length * 2);
  for (let at = 0; at < packed.length && !(isExact && out.length >= bytesMax);) {
    const said = packed[at]!;
    if (said === 128) {
      if (endsAt128) break;
      at += 1;
      continue;
    }
    const isCopy = said < 128;
    const length = isCopy ? said + 1 : 257 - said;
    const from = at + 1;
    at = from + (isCopy ? length : 1);
    if (at > packed.length) throw new FilterFault('a run is cut short');
    const to = out.take(length);
    if (isCopy) out.bytes.set(packed.subarray(from, at), to);
    else out.bytes.fill(packed[from]!, to, to + length);
  }
  if (out.length > bytesMax && !isExact) throw new FilterFault('more than may be');
  return out.done().subarray(0, bytesMax);
}
