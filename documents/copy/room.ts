/** Room after a document for the small things appended to it: fields, evidence, a time stamp. */
const roomBytes = 256 * 1024;
/** How far each of our buffers is written. */
const ends = new WeakMap<ArrayBufferLike, number>();

/** Memory for a document of `length` bytes that revisions are appended to in place. */
export function allocateWithRoom(length: number): Buffer {
  const roomy = Buffer.allocUnsafeSlow(length + roomBytes);
  ends.set(roomy.buffer, length);
  return roomy.subarray(0, length);
}

/**
 * The bytes, made longer. Where they are the last in memory of ours they stay in place, so that a copy
 * of 24 MB is in memory once, whatever is appended; else they are copied. Earlier views stay as they are.
 */
export function lengthen(bytes: Uint8Array, length: number): Buffer {
  const { buffer, byteOffset } = bytes;
  const isLast = ends.get(buffer) === byteOffset + bytes.length;
  if (isLast && byteOffset + length <= buffer.byteLength) {
    ends.set(buffer, byteOffset + length);
    return Buffer.from(buffer, byteOffset, length);
  }
  const longer = allocateWithRoom(length);
  longer.set(bytes);
  return longer;
}
