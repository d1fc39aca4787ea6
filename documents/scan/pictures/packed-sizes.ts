import { PictureFault } from './page-picture';

/** Pixels, as the packed data itself says. */
export interface PackedSize {
  width: number;
  height: number;
}

/** A progressive photograph has ten or so; each costs a viewer the whole picture. */
const jpegScansMax = 100;

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
    if (scans > jpegScansMax) throw new PictureFault('too-complex', 'too many scans');
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
