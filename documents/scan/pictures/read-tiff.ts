import {
  checkSize,
  type PagePicture,
  type PictureColours,
  PictureFault,
  type UnpackBudget,
  usualOrientation,
} from './page-picture';
import { rowBytesOf } from '../filters/predictor';
import { isUsableProfile } from './colour-profile';
import { readDirectories, resolutionOf, tag, type TiffDirectory } from './tiff-directory';
import { isUnpackable, joinStrips, joinTiles, reverseBits, sliceAll } from './unpack-tiff';

const deflate = 8;
const oldDeflate = 32_946;

/** What a directory holds that is no page (TIFF 6.0, tags 254 and 255): a smaller picture, a mask. */
const noPage = { reduced: 1, mask: 4, oldReduced: 2 };

/**
 * The pages of a TIFF in grey, colour, black and white or a palette, that is packed by CCITT group
 * 4, LZW, Deflate, PackBits or not at all.
 * @throws PictureFault where a page is packed or laid out in another way, or the file is cut short
 */
export function readTiff(data: Buffer, budget: UnpackBudget): PagePicture[] {
  const directories = readDirectories(data);
  // Counted before the first is unpacked.
  for (const directory of directories.filter(isPage)) budget.spend(bytesOf(directory));
  const pages = directories.flatMap((directory, frame) =>
    isPage(directory) ? [{ ...readPage(data, directory), frame }] : [],
  );
  if (pages.length === 0) throw new PictureFault('damaged', 'no pages');
  return pages;
}

/** What a page is unpacked to; fax data stays packed. */
function bytesOf(directory: TiffDirectory): number {
  const [width, height] = [directory.one(tag.width, 0), directory.one(tag.height, 0)];
  checkSize(width, height);
  if (!isUnpackable(directory.one(tag.compression, 1))) return 0;
  const shape = {
    columns: width,
    colours: directory.one(tag.samples, 1),
    depth: directory.one(tag.depth, 1),
  };
  return rowBytesOf(shape) * height;
}

function isPage(directory: TiffDirectory): boolean {
  const kind = directory.one(tag.kind, 0);
  const isNone = (kind & (noPage.reduced | noPage.mask)) !== 0;
  return !isNone && directory.one(tag.oldKind, 0) !== noPage.oldReduced;
}

function readPage(data: Buffer, directory: TiffDirectory): PagePicture {
  const [width, height] = [directory.one(tag.width, 0), directory.one(tag.height, 0)];
  checkSize(width, height);
  const common = {
    width,
    height,
    resolution: resolutionOf(directory),
    orientation: usualOrientation(directory.one(tag.orientation, 1)),
  };
  const samples = directory.one(tag.samples, 1);
  if (samples > 1 && directory.one(tag.planar, 1) !== 1)
    throw new PictureFault('unsuitable', 'planes');
  const colours = readColours(directory);
  const compression = directory.one(tag.compression, 1);
  if (compression === 4) return { ...common, colours, ...readFax(data, directory, height) };
  if (!isUnpackable(compression))
    throw new PictureFault('unsuitable', 'packed in a way that is not known');
  return { ...common, colours, ...readRows(data, directory, { width, height }) };
}

/** What the numbers mean (TIFF 6.0, tag 262): grey from white or from black, colour, a palette. */
function readColours(directory: TiffDirectory): PictureColours {
  const samples = directory.one(tag.samples, 1);
  const depths = directory.all(tag.depth);
  const depth = depths[0] ?? 1;
  const photometric = directory.one(tag.photometric, 0);
  const isUsual =
    depths.every((each) => each === depth) &&
    (samples === 1
      ? (photometric <= 1 && [1, 2, 4, 8, 16].includes(depth)) ||
        (photometric === 3 && [1, 2, 4, 8].includes(depth))
      : samples === 3 && photometric === 2 && [8, 16].includes(depth));
  if (!isUsual) throw new PictureFault('unsuitable', 'unknown colours');
  const space = samples === 1 && photometric !== 3 ? 'DeviceGray' : 'DeviceRGB';
  const found = directory.bytes(tag.profile);
  const profile =
    found && isUsableProfile(found, space === 'DeviceGray' ? 1 : 3) ? found : undefined;
  const palette = photometric === 3 ? readPalette(directory, depth) : undefined;
  return { space, palette, profile };
}

/** First all reds, then all greens, then all blues, of 16 bits each (TIFF 6.0, tag 320). */
function readPalette(directory: TiffDirectory, depth: number): Buffer {
  const values = directory.all(tag.palette);
  const entries = 1 << depth;
  if (values.length !== entries * 3) throw new PictureFault('damaged', 'no palette');
  // Some programs write numbers of 8 bits there.
  const shift = values.every((value) => value < 256) ? 0 : 8;
  return Buffer.from(
    Array.from({ length: entries * 3 }, (_, at) => {
      const [entry, colour] = [Math.floor(at / 3), at % 3];
      return (values[colour * entries + entry] ?? 0) >> shift;
    }),
  );
}

type Packed = Pick<PagePicture, 'strips' | 'dictionary'>;

/** Group 4 strips begin anew each, so that they stay strips. */
function readFax(data: Buffer, directory: TiffDirectory, height: number): Packed {
  const [width, photometric] = [directory.one(tag.width, 0), directory.one(tag.photometric, 0)];
  const isBilevel = directory.one(tag.samples, 1) === 1 && directory.one(tag.depth, 1) === 1;
  if (!isBilevel || photometric > 1 || directory.has(tag.tileOffsets))
    throw new PictureFault('unsuitable', 'group 4 of more than black and white');
  if (directory.one(tag.groupFourOptions, 0) !== 0)
    throw new PictureFault('unsuitable', 'group 4 with raw parts');
  const isReversed = directory.one(tag.fillOrder, 1) === 2;
  const strips = stripsOf(data, directory, height).map(({ rows, data: strip }) => ({
    rows,
    data: isReversed ? reverseBits(strip) : strip,
  }));
  // Group 4 data means white by 0 in TIFF's WhiteIsZero, which is what BlackIs1 false says.
  const dictionary = (rows: number) =>
    `/BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns ${width} /Rows ${rows} /BlackIs1 ${photometric === 1} >>`;
  return { strips, dictionary };
}

/** Everything else becomes one picture, deflated; what is one and PDF knows stays as it came. */
function readRows(
  data: Buffer,
  directory: TiffDirectory,
  { width, height }: { width: number; height: number },
): Packed {
  const [depth, colours] = [directory.one(tag.depth, 1), directory.one(tag.samples, 1)];
  const [compression, predictor] = [
    directory.one(tag.compression, 1),
    directory.one(tag.predictor, 1),
  ];
  const isPacked = compression === 5 || compression === deflate || compression === oldDeflate;
  if (isPacked && predictor !== 1 && predictor !== 2)
    throw new PictureFault('unsuitable', 'an unknown predictor');
  const isReversed = directory.one(tag.fillOrder, 1) === 2;
  const isDifferent = isPacked && predictor === 2;
  const { isLittle } = directory;
  const packing = { columns: width, colours, depth, compression, isReversed, isLittle };
  const isInverted = colours === 1 && directory.one(tag.photometric, 0) === 0;
  const basic = `/BitsPerComponent ${depth}${isInverted ? ' /Decode [1 0]' : ''}`;
  const flate = (data: Buffer, said: boolean): Packed => ({
    strips: [{ rows: height, data }],
    dictionary: () =>
      `${basic} /Filter /FlateDecode${said ? ` /DecodeParms << /Predictor 2 /Colors ${colours} /BitsPerComponent ${depth} /Columns ${width} >>` : ''}`,
  });
  if (directory.has(tag.tileOffsets)) {
    const [tileWidth, tileHeight] = [
      directory.one(tag.tileWidth, 0),
      directory.one(tag.tileHeight, 0),
    ];
    checkSize(tileWidth, tileHeight);
    const tiles = { width: tileWidth, height: tileHeight, packed: sliceAll(data, directory, true) };
    return flate(joinTiles(tiles, height, { ...packing, isDifferent }), false);
  }
  const strips = stripsOf(data, directory, height);
  const [only] = strips;
  const isDeflated = compression === deflate || compression === oldDeflate;
  const isKnown = isDeflated && !isReversed && !(depth === 16 && isLittle);
  if (only && strips.length === 1 && isKnown) return flate(only.data, isDifferent);
  return flate(joinStrips(strips, packing), isDifferent);
}

function stripsOf(
  data: Buffer,
  directory: TiffDirectory,
  height: number,
): { rows: number; data: Buffer }[] {
  const rowsPerStrip = Math.min(directory.one(tag.rowsPerStrip, height), height);
  const strips = sliceAll(data, directory, false);
  if (!(rowsPerStrip > 0) || strips.length !== Math.ceil(height / rowsPerStrip))
    throw new PictureFault('damaged', 'cut short');
  return strips.map((strip, index) => ({
    rows: Math.min(rowsPerStrip, height - index * rowsPerStrip),
    data: strip,
  }));
}
