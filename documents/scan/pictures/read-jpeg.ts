import { checkSize, PictureFault, usualOrientation } from './page-picture';
import type { PagePicture } from './page-picture';
import { walkJpeg } from './packed-sizes';
import { readDirectories, resolutionOf } from './read-tiff';

/** Frames that PDF's DCTDecode takes: baseline, extended and progressive, Huffman-coded. */
const frames = new Set([0xc0, 0xc1, 0xc2]);

/** @throws Error where the bytes are no complete JPEG of 8 bits in grey, colour or CMYK */
export function readJpeg(data: Buffer): PagePicture {
  let dpi = 0;
  let orientation = 1;
  let adobe = false;
  for (let at = 2; ;) {
    if (data.readUInt8(at) !== 0xff) throw new PictureFault('damaged', 'damaged');
    const marker = data.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = data.readUInt16BE(at + 2);
    const body = data.subarray(at + 4, at + 2 + length);
    if (marker === 0xda || marker === 0xd9) throw new PictureFault('damaged', 'no frame');
    if (marker === 0xe0 && startsWith(body, 'JFIF\0')) dpi = jfifResolution(body) || dpi;
    if (marker === 0xee && startsWith(body, 'Adobe')) adobe = true;
    if (marker === 0xe1 && startsWith(body, 'Exif\0\0')) {
      const exif = readExif(body.subarray(6));
      orientation = exif.orientation;
      dpi ||= exif.dpi;
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      if (!frames.has(marker))
        throw new PictureFault('unsuitable', 'a kind of JPEG that viewers do not share');
      return picture(data, body, { dpi, orientation, adobe });
    }
    at += 2 + length;
  }
}

function picture(
  data: Buffer,
  frame: Buffer,
  facts: { dpi: number; orientation: number; adobe: boolean },
): PagePicture {
  const [height, width, components] = [
    frame.readUInt16BE(1),
    frame.readUInt16BE(3),
    frame.readUInt8(5),
  ];
  if (frame.readUInt8(0) !== 8) throw new PictureFault('unsuitable', 'not 8 bits a sample');
  checkSize(width, height);
  const { end } = walkJpeg(data);
  const space = { 1: 'DeviceGray', 3: 'DeviceRGB', 4: 'DeviceCMYK' }[components];
  if (!space) throw new PictureFault('unsuitable', 'unknown colours');
  // Adobe writes CMYK upside down.
  const decode = components === 4 && facts.adobe ? ' /Decode [1 0 1 0 1 0 1 0]' : '';
  return {
    width,
    height,
    dpi: facts.dpi,
    orientation: facts.orientation,
    strips: [{ rows: height, data: withoutMetadata(data.subarray(0, end)) }],
    dictionary: () => `/ColorSpace /${space} /BitsPerComponent 8 /Filter /DCTDecode${decode}`,
  };
}

/**
 * Without what says nothing of the look: Exif with the place where it was taken, comments, previews.
 * The sizes and colours are read from JFIF's and Adobe's segments only (ISO 32000-1, 7.4.8).
 */
function withoutMetadata(jpeg: Buffer): Buffer {
  const kept: Buffer[] = [jpeg.subarray(0, 2)];
  for (let at = 2; ;) {
    const marker = jpeg.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda) return Buffer.concat([...kept, jpeg.subarray(at)]);
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    const isMetadata = (marker >= 0xe1 && marker <= 0xef && marker !== 0xee) || marker === 0xfe;
    if (!isMetadata) kept.push(jpeg.subarray(at, end));
    at = end;
  }
}

function jfifResolution(body: Buffer): number {
  const unit = body.readUInt8(7);
  const density = body.readUInt16BE(8);
  if (unit === 1) return density;
  return unit === 2 ? Math.round(density * 2.54) : 0;
}

/** Orientation and resolution; a damaged Exif block says nothing. */
function readExif(block: Buffer): { orientation: number; dpi: number } {
  try {
    const [first] = readDirectories(block);
    return {
      orientation: usualOrientation(first?.get(274)?.[0]),
      dpi: first ? resolutionOf(first) : 0,
    };
  } catch {
    return { orientation: 1, dpi: 0 };
  }
}

function startsWith(body: Buffer, text: string): boolean {
  return body.subarray(0, text.length).toString('latin1') === text;
}
