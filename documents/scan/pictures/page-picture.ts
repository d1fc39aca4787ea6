/** A picture that becomes a page, its data still packed as it came. */
export interface PagePicture {
  /** Pixels, as stored. */
  width: number;
  height: number;
  /** Dots an inch; 0 where the file does not say. */
  dpi: number;
  /** How the stored picture is to be turned to stand upright, 1 to 8 (TIFF 6.0, tag 274). */
  orientation: number;
  /** From top to bottom; most pictures are one. */
  strips: { rows: number; data: Buffer }[];
  /** PDF image dictionary entries for a strip of so many rows: colour, depth, filter. */
  dictionary(rows: number): string;
}

/**
 * What keeps a picture from becoming a page: it is not whole, holds too many pixels, moves, or is
 * packed in a way that viewers of PDF do not share.
 */
export type PictureFaultKind = 'damaged' | 'too-large' | 'animated' | 'unsuitable';

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
  // A read beyond the end of the bytes.
  return (thrown as Error).name === 'RangeError' ? 'damaged' : undefined;
}

/** A3 in colour at 600 dpi is 70 million. */
const pixelsMax = 150_000_000;

/** @throws PictureFault where it has no size or too much */
export function checkSize(width: number, height: number): void {
  if (!(width > 0 && height > 0)) throw new PictureFault('damaged', 'no size');
  if (width * height > pixelsMax) throw new PictureFault('too-large', 'too many pixels');
}

/** Orientation and resolution from a TIFF directory, as Exif keeps it too; defaults where absent. */
export function usualOrientation(value: number | undefined): number {
  return value !== undefined && value >= 1 && value <= 8 ? value : 1;
}
