import { PictureFault } from './page-picture';

/** Pixels, as the packed data itself says. */
export interface PackedSize {
  width: number;
  height: number;
}

/** A progressive photograph has ten or so; each costs a viewer the whole picture. */
const jpegScansMax = 100;
const tilesMax = 65_536;
const segmentsMax = 10_000;

/** @throws PictureFault where the data is no whole JPEG with one frame */
export function findJpegSize(raw: Uint8Array): PackedSize {
  const data = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  return walkJpeg(data).size;
}

/** A JPEG's own length and size; what follows its end is not part of it. */
export function walkJpeg(data: Buffer): { size: PackedSize; end: number } {
  if (data.readUInt16BE(0) !== 0xffd8) throw new PictureFault('damaged', 'not JPEG');
  let size: PackedSize | undefined;
  let scans = 0;
  for (let at = 2; ;) {
    if (data.readUInt8(at) !== 0xff) throw new PictureFault('damaged', 'damaged');
    const marker = data.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) {
      if (!size || scans === 0) throw new PictureFault('damaged', 'no frame');
      return { size, end: at + 2 };
    }
    const length = data.readUInt16BE(at + 2);
    if (length < 2) throw new PictureFault('damaged', 'damaged');
    if (isFrame(marker)) {
      if (size) throw new PictureFault('damaged', 'two frames');
      if (marker > 0xc2 || data.readUInt8(at + 4) !== 8)
        throw new PictureFault('unsuitable', 'a kind of JPEG that viewers do not share');
      size = { height: data.readUInt16BE(at + 5), width: data.readUInt16BE(at + 7) };
    }
    at += 2 + length;
    if (marker !== 0xda) continue;
    scans += 1;
    if (scans > jpegScansMax) throw new PictureFault('damaged', 'too many scans');
    at = endOfEntropyData(data, at);
  }
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** The next marker that is none of the restarts and no stuffed byte. */
function endOfEntropyData(data: Buffer, from: number): number {
  for (let at = data.indexOf(0xff, from); at >= 0; at = data.indexOf(0xff, at + 1)) {
    const next = data[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw new PictureFault('damaged', 'cut short');
}

/** JPEG 2000: the SIZ marker of the codestream (ISO 15444-1, A.5.1). */
export function findJpxSize(raw: Uint8Array): PackedSize {
  const data = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  const at = data.indexOf(Buffer.from([0xff, 0x4f, 0xff, 0x51]));
  if (at < 0) throw new PictureFault('damaged', 'no codestream');
  const siz = at + 8;
  const [xSize, ySize, xOffset, yOffset, tileWidth, tileHeight] = Array.from(
    { length: 6 },
    (_, index) => data.readUInt32BE(siz + index * 4),
  ) as [number, number, number, number, number, number];
  const components = data.readUInt16BE(siz + 32);
  const [width, height] = [xSize - xOffset, ySize - yOffset];
  if (width <= 0 || height <= 0 || tileWidth === 0 || tileHeight === 0)
    throw new PictureFault('damaged', 'no size');
  const tiles = Math.ceil(xSize / tileWidth) * Math.ceil(ySize / tileHeight);
  if (tiles > tilesMax || components < 1 || components > 5)
    throw new PictureFault('damaged', 'too many parts');
  return { width, height };
}

/** JBIG2: the page's size; no region may be larger (ISO 14492, 7.2 and 7.4). */
export function findJbig2Size(raw: Uint8Array): PackedSize {
  const data = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
  let page: PackedSize | undefined;
  let lastRow = 0;
  let segments = 0;
  for (let at = 0; at < data.length;) {
    segments += 1;
    if (segments > segmentsMax) throw new PictureFault('damaged', 'too many segments');
    const { type, body, length } = readSegment(data, at);
    if (body + length > data.length) throw new PictureFault('damaged', 'cut short');
    const size = () => ({
      width: data.readUInt32BE(body),
      height: data.readUInt32BE(body + 4),
    });
    if (type === 48) page = size();
    else if (type === 50 && page && length === 4) lastRow = data.readUInt32BE(body);
    else if (regionTypes.has(type) && page) {
      const region = size();
      if (region.width > page.width || region.height > page.height)
        throw new PictureFault('damaged', 'too large');
    }
    at = body + length;
  }
  if (!page) throw new PictureFault('damaged', 'no page');
  // A page in stripes need not know its height before its last stripe.
  return page.height === 0xffffffff ? { ...page, height: lastRow + 1 } : page;
}

const regionTypes = new Set([4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43]);

function readSegment(data: Buffer, at: number): { type: number; body: number; length: number } {
  const number = data.readUInt32BE(at);
  const flags = data.readUInt8(at + 4);
  let next = at + 5;
  const first = data.readUInt8(next);
  let referred = first >> 5;
  if (referred === 7) {
    referred = data.readUInt32BE(next) & 0x1fffffff;
    next += 4 + Math.ceil((referred + 1) / 8);
  } else {
    next += 1;
  }
  next += referred * (number <= 256 ? 1 : number <= 65_536 ? 2 : 4);
  next += flags & 0x40 ? 4 : 1;
  return { type: flags & 0x3f, body: next + 4, length: data.readUInt32BE(next) };
}
