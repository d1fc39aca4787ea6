import { inflateSync } from 'node:zlib';
import { unpackLzw } from '../filters/lzw';
import { rowBytesOf, type RowShape, undoDifferences } from '../filters/predictor';
import { unpackRuns } from '../filters/run-length';
import { RowDeflater } from './deflate-rows';
import { PictureFault } from './page-picture';
import { tag, type TiffDirectory } from './tiff-directory';

/** How a picture is packed that is unpacked here. */
export interface TiffPacking extends RowShape {
  compression: number;
  isReversed: boolean;
  /** Samples of 16 bits have their low byte first. */
  isLittle: boolean;
}

/** A band of tiles of more is no page. */
const bandBytesMax = 128 * 1024 * 1024;

/** Whether a packing is one that is unpacked here. */
export function isUnpackable(compression: number): boolean {
  return [1, 5, 8, 32_946, 32_773].includes(compression);
}

/**
 * The strips of a picture as one, deflated; rows are still said as differences where they were.
 * @throws PictureFault, FilterFault where one is cut short
 */
export function joinStrips(strips: { rows: number; data: Buffer }[], packing: TiffPacking): Buffer {
  const deflater = new RowDeflater();
  // The last, of fewer rows, may be packed as a whole one.
  const room = (strips[0]?.rows ?? 0) * rowBytesOf(packing);
  for (const { rows, data } of strips)
    deflater.push(unpack(data, { bytes: rows * rowBytesOf(packing), room }, packing));
  return deflater.done();
}

/** Where the tiles of a picture lie, and how many pixels each has. */
interface Tiles {
  width: number;
  height: number;
  packed: Buffer[];
}

/**
 * The tiles of a picture as one of whole rows, deflated, with the differences undone.
 * @throws PictureFault, FilterFault
 */
export function joinTiles(
  tiles: Tiles,
  height: number,
  packing: TiffPacking & { isDifferent: boolean },
): Buffer {
  const across = Math.ceil(packing.columns / tiles.width);
  const tile = { ...packing, columns: tiles.width };
  const [tileRow, wholeRow] = [rowBytesOf(tile), rowBytesOf(packing)];
  const isBand = tiles.width % 8 === 0 && across * tileRow * tiles.height <= bandBytesMax;
  if (!isBand) throw new PictureFault('too-large', 'tiles of no usual size');
  const deflater = new RowDeflater();
  for (let down = 0; down * tiles.height < height; down += 1) {
    const rows = Math.min(tiles.height, height - down * tiles.height);
    const band = Buffer.alloc(rows * across * tileRow);
    for (let right = 0; right < across; right += 1) {
      const packed = tiles.packed[down * across + right];
      if (!packed) throw new PictureFault('damaged', 'cut short');
      const bytes = tiles.height * tileRow;
      const unpacked = unpack(packed, { bytes, room: bytes }, packing);
      if (packing.isDifferent) undoDifferences(unpacked, tile);
      for (let row = 0; row < rows; row += 1)
        unpacked.copy(band, (row * across + right) * tileRow, row * tileRow, (row + 1) * tileRow);
    }
    for (let row = 0; row < rows; row += 1)
      deflater.push(band.subarray(row * across * tileRow, row * across * tileRow + wholeRow));
  }
  return deflater.done();
}

interface Wanted {
  bytes: number;
  /** What may come out before it is cut. */
  room: number;
}

/** Exactly the bytes wanted, high bytes first. */
function unpack(data: Buffer, { bytes, room }: Wanted, packing: TiffPacking): Buffer {
  const packed = packing.isReversed ? reverseBits(data) : data;
  const unpacked = undo(packed, { bytes, room }, packing.compression);
  if (unpacked.length < bytes) throw new PictureFault('damaged', 'cut short');
  const whole = unpacked.subarray(0, bytes);
  if (packing.depth !== 16 || !packing.isLittle) return whole;
  return Buffer.from(whole).swap16();
}

function undo(packed: Buffer, { bytes, room }: Wanted, compression: number): Buffer {
  switch (compression) {
    case 1:
      return Buffer.from(packed.subarray(0, bytes));
    case 5:
      // Before TIFF 6.0, codes came with their lowest bit first; the first of all clears the table.
      if (packed[0] === 0 && packed[1] === 1)
        throw new PictureFault('unsuitable', 'LZW of before TIFF 6.0');
      return unpackLzw(packed, bytes, { isExact: true });
    case 32_773:
      return unpackRuns(packed, bytes, { endsAt128: false, isExact: true });
    default:
      return inflated(packed, room);
  }
}

function inflated(packed: Buffer, room: number): Buffer {
  try {
    return inflateSync(packed, { maxOutputLength: room + 1024 });
  } catch {
    throw new PictureFault('damaged', 'a strip that is not deflated');
  }
}

const reversed = Buffer.from(
  Array.from({ length: 256 }, (_, byte) => {
    let mirrored = 0;
    for (let bit = 0; bit < 8; bit += 1) mirrored |= ((byte >> bit) & 1) << (7 - bit);
    return mirrored;
  }),
);

export function reverseBits(data: Buffer): Buffer {
  const out = Buffer.allocUnsafe(data.length);
  for (let at = 0; at < data.length; at += 1) out[at] = reversed[data[at]!]!;
  return out;
}

/** Strips and tiles of a file: all of them lie in it, and none of them on another's bytes. */
export function sliceAll(data: Buffer, directory: TiffDirectory, isTiled: boolean): Buffer[] {
  const offsets = directory.all(isTiled ? tag.tileOffsets : tag.stripOffsets);
  const lengths = directory.all(isTiled ? tag.tileLengths : tag.stripLengths);
  let total = 0;
  return offsets.map((offset, index) => {
    const length = lengths[index] ?? 0;
    total += length;
    if (length === 0 || offset + length > data.length || total > data.length)
      throw new PictureFault('damaged', 'cut short');
    return data.subarray(offset, offset + length);
  });
}
