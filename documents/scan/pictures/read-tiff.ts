import { checkSize, PictureFault, usualOrientation } from './page-picture';
import type { PagePicture } from './page-picture';

/** Values of a directory by tag; rationals as quotients. */
type Directory = Map<number, number[]>;

const packBits = 32_773;
const directoriesMax = 500;
const valuesMax = 100_000;

const tag = {
  width: 256,
  height: 257,
  depth: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripLengths: 279,
  xResolution: 282,
  planar: 284,
  groupFourOptions: 293,
  resolutionUnit: 296,
  predictor: 317,
  tileOffsets: 324,
} as const;

/**
 * The pages of a TIFF whose packing PDF knows: none, CCITT group 4, LZW, Deflate, PackBits.
 * @throws Error where a page is packed or laid out in another way, or the file is cut short
 */
export function readTiff(data: Buffer): PagePicture[] {
  const pages = readDirectories(data).map((directory) => readPage(data, directory));
  if (pages.length === 0) throw new PictureFault('damaged', 'no pages');
  return pages;
}

/** Resolution in dots an inch, 0 where it is not stated. */
export function resolutionOf(directory: Directory): number {
  const value = directory.get(tag.xResolution)?.[0] ?? 0;
  const perCentimetre = directory.get(tag.resolutionUnit)?.[0] === 3;
  return Number.isFinite(value) ? Math.round(perCentimetre ? value * 2.54 : value) : 0;
}

/** The chain of image file directories (TIFF 6.0, section 2). */
export function readDirectories(data: Buffer): Directory[] {
  const little = data.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? data.readUInt16LE(at) : data.readUInt16BE(at));
  const long = (at: number) => (little ? data.readUInt32LE(at) : data.readUInt32BE(at));
  const seen = new Set<number>();
  const directories: Directory[] = [];
  for (let at = long(4); at !== 0;) {
    if (seen.has(at) || seen.size >= directoriesMax)
      throw new PictureFault('damaged', 'directories form a loop');
    seen.add(at);
    const directory: Directory = new Map();
    const count = short(at);
    for (let index = 0; index < count; index += 1) {
      const entry = at + 2 + index * 12;
      const [name, type, length] = [short(entry), short(entry + 2), long(entry + 4)];
      const size = { 1: 1, 3: 2, 4: 4, 5: 8 }[type];
      if (size === undefined || length > valuesMax) continue;
      const start = size * length <= 4 ? entry + 8 : long(entry + 8);
      const values = Array.from({ length }, (_, position) => {
        const place = start + position * size;
        if (type === 1) return data.readUInt8(place);
        if (type === 3) return short(place);
        return type === 4 ? long(place) : long(place) / long(place + 4);
      });
      directory.set(name, values);
    }
    directories.push(directory);
    at = long(at + 2 + count * 12);
  }
  return directories;
}

function readPage(data: Buffer, directory: Directory): PagePicture {
  const one = (name: number, usual: number) => directory.get(name)?.[0] ?? usual;
  const [width, height] = [one(tag.width, 0), one(tag.height, 0)];
  checkSize(width, height);
  if (directory.has(tag.tileOffsets)) throw new PictureFault('unsuitable', 'tiled');
  if (one(tag.planar, 1) !== 1) throw new PictureFault('unsuitable', 'planes');
  const compression = one(tag.compression, 1);
  if (compression !== 4 && one(tag.fillOrder, 1) !== 1)
    throw new PictureFault('unsuitable', 'bits reversed');
  const offsets = directory.get(tag.stripOffsets) ?? [];
  const lengths = directory.get(tag.stripLengths) ?? [];
  const rowsPerStrip = Math.min(one(tag.rowsPerStrip, height), height);
  const strips = offsets.map((offset, index) => {
    const length = lengths[index] ?? 0;
    if (length === 0 || offset + length > data.length)
      throw new PictureFault('damaged', 'cut short');
    const strip = data.subarray(offset, offset + length);
    return {
      rows: Math.min(rowsPerStrip, height - index * rowsPerStrip),
      data: one(tag.fillOrder, 1) === 2 ? reverseBits(strip) : ended(compression, strip),
    };
  });
  if (strips.length !== Math.ceil(height / rowsPerStrip))
    throw new PictureFault('damaged', 'cut short');
  return {
    width,
    height,
    dpi: resolutionOf(directory),
    orientation: usualOrientation(one(tag.orientation, 1)),
    strips,
    dictionary: describe(directory, width),
  };
}

function describe(directory: Directory, width: number): (rows: number) => string {
  const one = (name: number, usual: number) => directory.get(name)?.[0] ?? usual;
  const samples = one(tag.samples, 1);
  const depth = one(tag.depth, 1);
  const photometric = one(tag.photometric, 0);
  const space = { 1: '/DeviceGray', 3: '/DeviceRGB' }[samples];
  if (!space || ![1, 8].includes(depth)) throw new PictureFault('unsuitable', 'unknown colours');
  if (samples === 1 ? photometric > 1 : photometric !== 2)
    throw new PictureFault('unsuitable', 'unknown colours');
  const colour = `/ColorSpace ${space} /BitsPerComponent ${depth}`;
  const inverted = samples === 1 && photometric === 0;
  const plain = inverted ? `${colour} /Decode [1 0]` : colour;
  const parms = `/Predictor ${one(tag.predictor, 1)} /Colors ${samples} /BitsPerComponent ${depth} /Columns ${width}`;
  switch (one(tag.compression, 1)) {
    case 1:
      return () => plain;
    case 4:
      if (one(tag.groupFourOptions, 0) !== 0)
        throw new PictureFault('unsuitable', 'group 4 with raw parts');
      // Group 4 data means white by 0 in TIFF's WhiteIsZero, which is what BlackIs1 false says.
      return (rows) =>
        `${colour} /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns ${width} /Rows ${rows} /BlackIs1 ${photometric === 1} >>`;
    case 5:
      return () => `${plain} /Filter /LZWDecode /DecodeParms << ${parms} >>`;
    case 8:
    case 32946:
      return () => `${plain} /Filter /FlateDecode /DecodeParms << ${parms} >>`;
    case packBits:
      return () => `${plain} /Filter /RunLengthDecode`;
    default:
      throw new PictureFault('unsuitable', 'packed in a way that is not known');
  }
}

/**
 * PackBits is PDF's RunLengthDecode (ISO 32000-1, 7.4.5) but for its byte 128: nothing in the one,
 * the end in the other.
 */
function ended(compression: number, strip: Buffer): Buffer {
  if (compression !== packBits) return strip;
  for (let at = 0; at < strip.length;) {
    const length = strip[at]!;
    if (length === 128) throw new PictureFault('unsuitable', 'packed in a way that is not known');
    at += length < 128 ? length + 2 : 2;
  }
  return Buffer.concat([strip, Buffer.from([128])]);
}

function reverseBits(strip: Buffer): Buffer {
  return Buffer.from(
    strip.map((byte) => {
      let reversed = 0;
      for (let bit = 0; bit < 8; bit += 1) reversed |= ((byte >> bit) & 1) << (7 - bit);
      return reversed;
    }),
  );
}
