import { MessageChannel } from 'node:worker_threads';

/** Room after a document for the small things appended to it: fields, evidence, a time stamp. */
const roomBytes = 256 * 1024;
/** How far each of our buffers is written. */
const ends = new WeakMap<ArrayBufferLike, number>();

/**
 * Has a document worked on in memory of its own, which is given back as soon as `work` is done: kept for the
 * next document, or freed. Left to the collector, some 24 MB from each step would lie about until it is pressed,
 * and pressing it costs more than the step.
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

/** The largest that is kept for the next document: a scan at its limit, with room. */
const spareBytesMax = 32 * 1024 * 1024;
let spare: ArrayBuffer | undefined;

/** The memory is empty from here on for whoever still looks at it; the next document may be read into it. */
function giveBack(buffer: ArrayBufferLike): void {
  if (!(buffer instanceof ArrayBuffer) || !ends.has(buffer)) return;
  const { byteLength } = buffer;
  if (byteLength > spareBytesMax || byteLength <= (spare?.byteLength ?? 0)) return free(buffer);
  const emptied = structuredClone(buffer, { transfer: [buffer] });
  if (spare) free(spare);
  spare = emptied;
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

function free(buffer: ArrayBuffer): void {
  // In the first instant of the process, and only then, it is left to the collector.
  if (nowhere.isClosed) nowhere.port.postMessage(null, [buffer]);
}

/** Memory for a document of `length` bytes that revisions are appended to in place. */
function allocateWithRoom(length: number): Buffer {
  const roomy = takeSpare(length + roomBytes) ?? Buffer.allocUnsafeSlow(length + roomBytes).buffer;
  ends.set(roomy, length);
  return Buffer.from(roomy, 0, length);
}

function takeSpare(length: number): ArrayBuffer | undefined {
  if (spare === undefined || spare.byteLength < length) return undefined;
  const taken = spare;
  spare = undefined;
  return taken;
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
