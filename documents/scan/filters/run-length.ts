import { FilterFault } from './filter-fault';

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
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let at = 0; at < packed.length;) {
    const said = packed[at]!;
    if (said === 128) {
      if (endsAt128) break;
      at += 1;
      continue;
    }
    const isCopy = said < 128;
    const from = at + 1;
    at = from + (isCopy ? said + 1 : 1);
    if (at > packed.length) throw new FilterFault('a run is cut short');
    parts.push(isCopy ? packed.subarray(from, at) : repeated(packed[from]!, 257 - said));
    length += isCopy ? said + 1 : 257 - said;
    if (length >= bytesMax) {
      if (isExact) break;
      if (length > bytesMax) throw new FilterFault('more than may be');
    }
  }
  const whole = Buffer.concat(parts);
  return isExact ? whole.subarray(0, bytesMax) : whole;
}

/** A run as a piece of one that is kept: a million runs need not be a million buffers. */
function repeated(byte: number, count: number): Uint8Array {
  const run = (runs[byte] ??= Buffer.alloc(128, byte));
  return run.subarray(0, count);
}

const runs: (Buffer | undefined)[] = [];
