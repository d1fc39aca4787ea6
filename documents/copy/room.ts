import { MessageChannel } from 'node:worker_threads';

/** Room after a document for the small things appended to it: fields, evidence, a time stamp. */
const roomBytes = 256 * 1024;
/** How far each of our buffers is written. */
const ends = new WeakMap<ArrayBufferLike, number>();

/**
 * Has a document worked on in memory of its own, which is given back as soon as `work` is done. Left to
 * the collector, some 24 MB from each step would lie about until it is pressed, and pressing it costs
 * more than the step.
 * @param read reads the document into the memory that it is given the means to make
 * @param work must not give back the document or a view of it: nothing is seen there afterwards
 */
export async function workInRoom<Result>(
  read: (allocate: typeof allocateWithRoom) => Promise<Uint8Array>,
  work: (document: Uint8Array) => Promise<Result>,
): Promise<Result> {
  const document = await read(allocateWithRoom);
  try {
    return await work(document);
  } finally {
    giveBack(document.buffer);
  }
}

const nowhere = openNowhere();

/** A port whose other end is closed: what is sent there is freed at once. */
function openNowhere() {
  const { port1, port2 } = new MessageChannel();
  const opened = { port: port1, isClosed: false };
  port1.once('close', () => (opened.isClosed = true)).unref();
  port2.close();
  return opened;
}

/** The memory is empty from here on for whoever still looks at it. */
function giveBack(buffer: ArrayBufferLike): void {
  if (!(buffer instanceof ArrayBuffer) || !ends.has(buffer)) return;
  // In the first instant of the process, and only then, it is left to the collector.
  if (nowhere.isClosed) nowhere.port.postMessage(null, [buffer]);
}

/** Memory for a document of `length` bytes that revisions are appended to in place. */
function allocateWithRoom(length: number): Buffer {
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
