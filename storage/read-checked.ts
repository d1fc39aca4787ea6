import { createHash } from 'node:crypto';
import { SaoyError } from '../domain/problem';
import type { ByteRange } from './content-store';

/**
 * Hands on the parts of content that lie in a range. The last one is held back until the whole was found to fit its
 * hash.
 * @throws SaoyError `content-damaged`
 */
export async function* readChecked(
  hash: string,
  parts: AsyncIterable<Uint8Array>,
  { first, last }: ByteRange = { first: 0, last: Number.POSITIVE_INFINITY },
): AsyncGenerator<Uint8Array> {
  const seen = createHash('sha256');
  let at = 0;
  let held: Uint8Array | undefined;
  for await (const part of parts) {
    seen.update(part);
    const wanted = part.subarray(Math.max(0, first - at), Math.max(0, last + 1 - at));
    at += part.length;
    if (wanted.length === 0) continue;
    if (held) yield held;
    held = wanted;
  }
  if (seen.digest('hex') !== hash) throw new SaoyError('content-damaged', { hash });
  if (held) yield held;
}
