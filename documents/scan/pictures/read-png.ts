import { deflateSync, inflateSync } from 'node:zlib';
import { isUsableProfile, profileBytesMax } from './colour-profile';
import { decodePng, type PngParts, readPngParts } from './decode-png';
import {
  checkSize,
  type PagePicture,
  type PictureColours,
  PictureFault,
  type UnpackBudget,
} from './page-picture';

/** What is unpacked here to be laid on white; a phone's screen or an A4 page at 600 dpi is less. */
const unpackedPixelsMax = 36_000_000;

/**
 * PNG data is what PDF's FlateDecode with predictor 15 reads (ISO 32000-1, 7.4.4.4); where it is
 * interlaced or has transparency, which a page has not, it is unpacked and laid on white.
 * @throws Error where the bytes are no complete, still PNG
 */
export function readPng(data: Buffer, budget: UnpackBudget): PagePicture {
  const png = readPngParts(data);
  checkSize(png.width, png.height);
  const isPlain = !png.isInterlaced && !png.transparency && [0, 2, 3].includes(png.type);
  return isPlain ? asItIs(png) : onWhite(png, data, budget);
}

function asItIs(png: PngParts): PagePicture {
  const { width, height, depth, type, packed, resolution } = png;
  const colours = type === 2 ? 3 : 1;
  return {
    width,
    height,
    resolution,
    orientation: 1,
    colours: coloursOf(png, type === 3 ? paletteOf(png) : undefined),
    strips: [{ rows: height, data: packed }],
    dictionary: () =>
      `/BitsPerComponent ${depth} /Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors ${colours} /BitsPerComponent ${depth} /Columns ${width} >>`,
  };
}

function onWhite(png: PngParts, data: Buffer, budget: UnpackBudget): PagePicture {
  budget.spend(png.width * png.height * 4);
  const { width, height, rgba } = decodePng(data, unpackedPixelsMax);
  const colours = coloursOf(png, undefined);
  const samples = colours.space === 'DeviceGray' ? 1 : 3;
  const plain = Buffer.alloc(width * height * samples);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += samples) {
    const alpha = rgba[from + 3]!;
    for (let sample = 0; sample < samples; sample += 1) {
      plain[to + sample] = Math.round((rgba[from + sample]! * alpha + 255 * (255 - alpha)) / 255);
    }
  }
  return {
    width,
    height,
    resolution: png.resolution,
    orientation: 1,
    colours,
    strips: [{ rows: height, data: deflateSync(plain) }],
    dictionary: () => '/BitsPerComponent 8 /Filter /FlateDecode',
  };
}

function coloursOf({ type, packedProfile }: PngParts, palette: Buffer | undefined): PictureColours {
  const isGrey = type === 0 || type === 4;
  return {
    space: isGrey ? 'DeviceGray' : 'DeviceRGB',
    palette,
    profile: packedProfile && unpackProfile(packedProfile, isGrey ? 1 : 3),
  };
}

/** Undefined where it cannot be used. */
function unpackProfile(packed: Buffer, components: number): Buffer | undefined {
  try {
    const profile = inflateSync(packed, { maxOutputLength: profileBytesMax });
    return isUsableProfile(profile, components) ? profile : undefined;
  } catch {
    return undefined;
  }
}

function paletteOf({ palette }: PngParts): Buffer {
  if (!palette || palette.length === 0 || palette.length % 3 !== 0 || palette.length > 768)
    throw new PictureFault('damaged', 'damaged');
  return palette;
}
