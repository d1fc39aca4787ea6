/** A page made small: what it looks like from afar. */
export interface PageLook {
  /** Width and height as they stand, in any unit: only how they compare is looked at. */
  size: readonly [width: number, height: number];
  columns: number;
  rows: number;
  /** Red, green, blue, a byte each, row by row. */
  rgb: Uint8Array;
}

/** In which way two looks of one page differ. */
export type LookDifference = 'size' | 'colour' | 'structure';

export interface LookTolerance {
  /** How far the mean of a colour may lie off, of 255. */
  mean: number;
  /** How far the mean of a part of the page, some centimetre wide, may lie off. */
  part: number;
  /** How well the two must correlate. */
  likeness: number;
}

/**
 * Two programs that draw one page differ in how they round and soften. Measured over scans, faxes
 * and texts drawn as here: means differ by less than 3 of 255, and looks correlate above 0.95.
 */
export const usualTolerance: LookTolerance = { mean: 10, part: 26, likeness: 0.88 };
/** Letters whose font is not in the file are drawn in another one. */
export const textTolerance: LookTolerance = { mean: 16, part: 70, likeness: 0.7 };
/** Inks without a profile, which no two programs take for the same colours. */
export const inkTolerance: LookTolerance = { mean: 90, part: 140, likeness: 0.8 };

/** Sides are rounded to whole points by some programs. */
const sizeSlack = 1.5;
const sizeTolerance = 0.01;
/** A page with less in it than this is blank but for its mean. */
const contrastMin = 4;

/** What differs between a page as one program draws it and the same page by another. */
export function findLookDifference(
  drawn: PageLook,
  source: PageLook,
  { mean: meanMax, part, likeness } = usualTolerance,
): LookDifference | null {
  if (!isSameShape(drawn.size, source.size)) return 'size';
  for (let colour = 0; colour < 3; colour += 1)
    if (Math.abs(mean(drawn.rgb, colour) - mean(source.rgb, colour)) > meanMax) return 'colour';
  const [parts, others] = [partsOf(drawn), partsOf(source)];
  if (parts.some((value, at) => Math.abs(value - others[at]!) > part)) return 'colour';
  return isAlike(greyOf(drawn), greyOf(source), likeness) ? null : 'structure';
}

function isSameShape([width, height]: PageLook['size'], source: PageLook['size']): boolean {
  const expected = (width / source[0]) * source[1];
  return Math.abs(expected - height) <= sizeTolerance * height + sizeSlack;
}

function mean(rgb: Uint8Array, colour: number): number {
  let sum = 0;
  for (let at = colour; at < rgb.length; at += 3) sum += rgb[at]!;
  return sum / (rgb.length / 3);
}

/** The page in some three hundred parts. */
function partsOf(look: PageLook): Uint8Array {
  return makeSmall(look, look.size, partsLong).rgb;
}

function greyOf({ rgb }: PageLook): Float64Array {
  return Float64Array.from(
    { length: rgb.length / 3 },
    (_, at) => 0.3 * rgb[at * 3]! + 0.59 * rgb[at * 3 + 1]! + 0.11 * rgb[at * 3 + 2]!,
  );
}

/** Pearson's correlation of the two, where there is anything to correlate. */
function isAlike(one: Float64Array, other: Float64Array, likeness: number): boolean {
  const average = (values: Float64Array) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b] = [average(one), average(other)];
  let [both, first, second] = [0, 0, 0];
  for (let at = 0; at < one.length; at += 1) {
    const [x, y] = [one[at]! - a, other[at]! - b];
    both += x * y;
    first += x * x;
    second += y * y;
  }
  const [contrast, otherContrast] = [Math.sqrt(first / one.length), Math.sqrt(second / one.length)];
  if (Math.max(contrast, otherContrast) < contrastMin) return true;
  if (Math.min(contrast, otherContrast) < contrastMin / 4) return false;
  return both / Math.sqrt(first * second) >= likeness;
}

/** Pixels of the longer side of a look. */
const longSide = 120;
/** Parts of the longer side of a page. */
const partsLong = 20;

/** A drawn page made small, each pixel the mean of those that fall on it. */
export function makeSmall(
  { columns: width, rows: height, rgb }: Omit<PageLook, 'size'>,
  size: PageLook['size'],
  long = longSide,
): PageLook {
  const scale = Math.min(1, long / Math.max(width, height));
  const columns = Math.max(1, Math.round(width * scale));
  const rows = Math.max(1, Math.round(height * scale));
  const small = new Uint8Array(columns * rows * 3);
  for (let row = 0; row < rows; row += 1) {
    const [top, bottom] = spanOf(row, rows, height);
    for (let column = 0; column < columns; column += 1) {
      const [left, right] = spanOf(column, columns, width);
      for (let colour = 0; colour < 3; colour += 1) {
        let sum = 0;
        for (let y = top; y < bottom; y += 1)
          for (let x = left; x < right; x += 1) sum += rgb[(y * width + x) * 3 + colour]!;
        small[(row * columns + column) * 3 + colour] = sum / ((bottom - top) * (right - left));
      }
    }
  }
  return { size, columns, rows, rgb: small };
}

function spanOf(index: number, count: number, length: number): [from: number, to: number] {
  const from = Math.floor((index * length) / count);
  return [from, Math.max(from + 1, Math.floor(((index + 1) * length) / count))];
}
