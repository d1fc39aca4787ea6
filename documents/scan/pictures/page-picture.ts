import { FilterFault } from '../filters/filter-fault';
import type { Resolution } from './resolution';

/** A picture that becomes a page, its data still packed as it came where PDF knows the packing. */
export interface PagePicture {
  /** Pixels, as stored. */
  width: number;
  height: number;
  resolution: Resolution;
  /** Which of a file's pictures it is, from 0, where a file has several. */
  frame?: number;
  /** How the stored picture is to be turned to stand upright, 1 to 8 (TIFF 6.0, tag 274). */
  orientation: number;
  colours: PictureColours;
  /** From top to bottom; most pictures are one. */
  strips: { rows: number; data: Buffer }[];
  /** PDF image dictionary entries for a strip of so many rows: depth, filter, what white is. */
  dictionary(rows: number): string;
}

/** What the numbers of a picture mean. */
export interface PictureColours {
  space: 'DeviceGray' | 'DeviceRGB' | 'DeviceCMYK';
  /** Three bytes of `space` an entry, where pixels are numbers of entries. */
  palette?: Buffer | undefined;
  /** The ICC profile that says which grey, colour or ink `space` is; checked to be usable. */
  profile?: Buffer | undefined;
}

/**
 * What keeps a picture from becoming a page: it is not whole, holds too many pixels or parts, moves, or is
 * packed in a way that Sao Y does not read or viewers of PDF do not share.
 */
export type PictureFaultKind = 'damaged' | 'too-large' | 'too-complex' | 'animated' | 'unsuitable';

export class PictureFault extends Error {
  constructor(
    readonly kind: PictureFaultKind,
    detail: string,
  ) {
    super(detail);
    this.name = 'PictureFault';
  }
}

/** What a reader threw about a picture; undefined where it is a fault of ours. */
export function findFaultKind(thrown: unknown): PictureFaultKind | undefined {
  if (thrown instanceof PictureFault) return thrown.kind;
  if (thrown instanceof FilterFault) return 'damaged';
  // A read beyond the end of the bytes.
  return (thrown as Error).name === 'RangeError' ? 'damaged' : undefined;
}

/** A3 in colour at 600 dpi is 70 million. */
export const pixelsMax = 150_000_000;

/** @throws PictureFault where it has no size or too much */
export function checkSize(width: number, height: number): void {
  if (!(width > 0 && height > 0)) throw new PictureFault('damaged', 'no size');
  if (width * height > pixelsMax) throw new PictureFault('too-large', 'too many pixels');
}

/** An orientation from a TIFF directory, as Exif keeps it too; upright where absent. */
export function usualOrientation(value: number | undefined): number {
  return value !== undefined && value >= 1 && value <= 8 ? value : 1;
}

/** What the pictures of one upload may be unpacked to: counted in bytes, so that it is the same on any machine. */
export class UnpackBudget {
  constructor(private bytesLeft = 512 * 1024 * 1024) {}

  /** @throws PictureFault where nothing of so much is left */
  spend(bytes: number): void {
    this.bytesLeft -= bytes;
    if (this.bytesLeft < 0) throw new PictureFault('too-large', 'too much to unpack');
  }
}
