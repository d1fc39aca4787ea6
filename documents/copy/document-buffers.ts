import { MessageChannel } from 'node:worker_threads';

/** Kept free after a document for the small things appended to it: fields, evidence, a time stamp. */
const marginBytes = 256 * 1024;
/** How far each of our buffers is written. */
const ends = new WeakMap<ArrayBufferLike, number>();

/**
 * Works on a document in a buffer of its own. The buffer is kept for the next document, or freed, as soon as
 * `work` is done: the garbage collector would leave some 24 MB of each step in memory until it runs.
 * @param read reads the document into the buffer that it allocates
 * @param work must not return the document or a view of it: the buffer is empty afterwards
 */
export async function withDocumentBuffer<Result>(
  read: (allocateFor: typeof allocate) => Promise<Uint8Array>,
  work: (document: Uint8Array) => Promise<Result>,
): Promise<Result> {
  const document = await read(allocate);
  try {
    return await work(document);
  } finally {
    giveBack(document.buffer);
  }
}

/** The largest that is kept for the next document: a scan at its limit, with its margin. */
const spareBytesMax = 32 * 1024 * 1024;
let spare: ArrayBuffer | undefined;

/** Every view of the buffer is empty from here on; the next document may be read into it. */
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
function allocate(length: number): Buffer {
  const buffer =
    takeSpare(length + marginBytes) ?? Buffer.allocUnsafeSlow(length + marginBytes).buffer;
  ends.set(buffer, length);
  return Buffer.from(buffer, 0, length);
}

function takeSpare(length: number): ArrayBuffer | undefined {
  if (spare === undefined || spare.byteLength < length) return undefined;
  const taken = spare;
  spare = undefined;
  return taken;
}

/**
 * The bytes, made longer. The last bytes of a buffer of ours stay in place, so that a copy of 24 MB is in memory
 * once, whatever is appended; others are copied. Earlier views stay as they are.
 */
export function extendBuffer(bytes: Uint8Array, length: number): Buffer {
  const { buffer, byteOffset } = bytes;
  const isLast = ends.get(buffer) === byteOffset + bytes.length;
  if (isLast && byteOffset + length <= buffer.byteLength) {
    ends.set(buffer, byteOffset + length);
    return Buffer.from(buffer, byteOffset, length);
  }
  const longer = allocate(length);
  longer.set(bytes);
  return longer;
}
