import { deflateSync } from 'node:zlib';
import { decodePng, readPngParts } from './decode-png';
import type { PngParts } from './decode-png';
import { checkSize, PictureFault } from './page-picture';
import type { PagePicture } from './page-picture';

/** What is unpacked here to be laid on white; a phone's screen or an A4 page at 600 dpi is less. */
const unpackedPixelsMax = 36_000_000;

/**
 * PNG data is what PDF's FlateDecode with predictor 15 reads (ISO 32000-1, 7.4.4.4); where it is
 * interlaced or has transparency, which a page has not, it is unpacked and laid on white.
 * @throws Error where the bytes are no complete, still PNG
 */
export function readPng(data: Buffer): PagePicture {
  const png = readPngParts(data);
  checkSize(png.width, png.height);
  const isPlain = !png.isInterlaced && !png.transparency && [0, 2, 3].includes(png.type);
  return isPlain ? asItIs(png) : onWhite(png, data);
}

function asItIs({ width, height, depth, type, packed, palette, dpi }: PngParts): PagePicture {
  const colours = type === 2 ? 3 : 1;
  const space = colourSpace(type, palette);
  return {
    width,
    height,
    dpi,
    orientation: 1,
    strips: [{ rows: height, data: packed }],
    dictionary: () =>
      `/ColorSpace ${space} /BitsPerComponent ${depth} /Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors ${colours} /BitsPerComponent ${depth} /Columns ${width} >>`,
  };
}

function onWhite({ dpi }: PngParts, data: Buffer): PagePicture {
  const { width, height, rgba } = decodePng(data, unpackedPixelsMax);
  const rgb = Buffer.alloc(width * height * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    const alpha = rgba[from + 3]!;
    for (let sample = 0; sample < 3; sample += 1) {
      rgb[to + sample] = Math.round((rgba[from + sample]! * alpha + 255 * (255 - alpha)) / 255);
    }
  }
  return {
    width,
    height,
    dpi,
    orientation: 1,
    strips: [{ rows: height, data: deflateSync(rgb) }],
    dictionary: () => '/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode',
  };
}

function colourSpace(type: number, palette: Buffer | undefined): string {
  if (type !== 3) return type === 2 ? '/DeviceRGB' : '/DeviceGray';
  if (!palette || palette.length === 0 || palette.length % 3 !== 0)
    throw new PictureFault('damaged', 'damaged');
  return `[/Indexed /DeviceRGB ${palette.length / 3 - 1} <${palette.toString('hex')}>]`;
}
