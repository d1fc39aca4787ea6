import { createHash } from 'node:crypto';
import { SaoyError } from '../../domain/problem';

/**
 * The scan that a copy was made of: its first bytes, which no later revision changes.
 * @throws SaoyError `content-damaged` where the copy does not begin with it
 */
export function cutScan(copy: Uint8Array, scan: { hash: string; bytes: number }): Uint8Array {
  const cut = copy.subarray(0, scan.bytes);
  if (createHash('sha256').update(cut).digest('hex') !== scan.hash) {
    throw new SaoyError('content-damaged', { hash: scan.hash });
  }
  return cut;
}
