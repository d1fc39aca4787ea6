import { checkSize, type PagePicture, PictureFault, usualOrientation } from './page-picture';
import { walkJpeg } from './packed-sizes';
import { isUsableProfile } from './colour-profile';
import { type Resolution, resolutionUnknown } from './resolution';
import { readDirectories, resolutionOf, tag } from './tiff-directory';

/** Frames that PDF's DCTDecode takes: baseline, extended and progressive, Huffman-coded. */
const frames = new Set([0xc0, 0xc1, 0xc2]);

/** @throws Error where the bytes are no complete JPEG of 8 bits in grey, colour or CMYK */
export function readJpeg(data: Buffer): PagePicture {
  const facts: JpegFacts = { jfif: undefined, exif: undefined, isAdobe: false, profile: [] };
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
    readSegment(marker, body, facts);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      if (!frames.has(marker))
        throw new PictureFault('unsuitable', 'a kind of JPEG that viewers do not share');
      return picture(data, body, facts);
    }
    at += 2 + length;
  }
}

/** What the segments before the frame say. */
interface JpegFacts {
  jfif: Resolution | undefined;
  exif: { orientation: number; resolution: Resolution } | undefined;
  isAdobe: boolean;
  /** Pieces of a colour profile, each with its place and their number (ICC.1:2010, B.4). */
  profile: { place: number; count: number; data: Buffer }[];
}

function readSegment(marker: number, body: Buffer, facts: JpegFacts): void {
  if (marker === 0xe0 && startsWith(body, 'JFIF\0')) facts.jfif = jfifResolution(body);
  if (marker === 0xee && startsWith(body, 'Adobe')) facts.isAdobe = true;
  if (marker === 0xe1 && startsWith(body, 'Exif\0\0')) facts.exif = readExif(body.subarray(6));
  if (marker === 0xe2 && startsWith(body, 'ICC_PROFILE\0') && body.length > 14)
    facts.profile.push({ place: body[12]!, count: body[13]!, data: body.subarray(14) });
}

function picture(data: Buffer, frame: Buffer, facts: JpegFacts): PagePicture {
  const [height, width, components] = [
    frame.readUInt16BE(1),
    frame.readUInt16BE(3),
    frame.readUInt8(5),
  ];
  if (frame.readUInt8(0) !== 8) throw new PictureFault('unsuitable', 'not 8 bits a sample');
  checkSize(width, height);
  const { end } = walkJpeg(data);
  const space = ({ 1: 'DeviceGray', 3: 'DeviceRGB', 4: 'DeviceCMYK' } as const)[components];
  if (!space) throw new PictureFault('unsuitable', 'unknown colours');
  // Adobe writes CMYK upside down.
  const decode = components === 4 && facts.isAdobe ? ' /Decode [1 0 1 0 1 0 1 0]' : '';
  const profile = joinProfile(facts.profile);
  return {
    width,
    height,
    resolution: chooseResolution(facts),
    orientation: facts.exif?.orientation ?? 1,
    colours: {
      space,
      profile: profile && isUsableProfile(profile, components) ? profile : undefined,
    },
    strips: [{ rows: height, data: withoutMetadata(data.subarray(0, end)) }],
    dictionary: () => `/BitsPerComponent 8 /Filter /DCTDecode${decode}`,
  };
}

/** JFIF's where it is in inches, else Exif's where that is, else how the sides compare. */
function chooseResolution({ jfif, exif }: JpegFacts): Resolution {
  if (jfif?.isInInches && jfif.x > 0) return jfif;
  if (exif?.resolution.isInInches && exif.resolution.x > 0) return exif.resolution;
  return jfif ?? exif?.resolution ?? resolutionUnknown;
}

/** Undefined where there is none, or a piece of it is missing. */
function joinProfile(pieces: JpegFacts['profile']): Buffer | undefined {
  const inOrder = pieces.toSorted((one, other) => one.place - other.place);
  const isWhole = inOrder.every(
    ({ place, count }, index) => place === index + 1 && count === inOrder.length,
  );
  return isWhole && inOrder.length > 0 ? Buffer.concat(inOrder.map(({ data }) => data)) : undefined;
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

/** Dots an inch, or a centimetre, or only how the two sides compare. */
function jfifResolution(body: Buffer): Resolution {
  const unit = body.readUInt8(7);
  const inInches = unit === 2 ? 2.54 : 1;
  return {
    x: body.readUInt16BE(8) * inInches,
    y: body.readUInt16BE(10) * inInches,
    isInInches: unit === 1 || unit === 2,
  };
}

/** Orientation and resolution; a damaged Exif block says nothing. */
function readExif(block: Buffer): JpegFacts['exif'] {
  try {
    const [first] = readDirectories(block);
    return (
      first && {
        orientation: usualOrientation(first.one(tag.orientation, 1)),
        resolution: resolutionOf(first),
      }
    );
  } catch {
    return undefined;
  }
}

function startsWith(body: Buffer, text: string): boolean {
  return body.subarray(0, text.length).toString('latin1') === text;
}
