import { FilterFault } from './filter-fault';

/** How samples lie in rows (ISO 32000-1, table 8). */
export interface RowShape {
  columns: number;
  colours: number;
  /** Bits a sample. */
  depth: number;
}

/** Bytes of a row, without a predictor's own. */
export function rowBytesOf({ columns, colours, depth }: RowShape): number {
  return Math.ceil((columns * colours * depth) / 8);
}

/**
 * Undoes TIFF's predictor 2 in place: each sample is said as its difference from the one before it
 * (TIFF 6.0, section 14).
 * @param bytes whole rows; samples of 16 bits with their high byte first
 */
export function undoDifferences(bytes: Buffer, shape: RowShape): void {
  const length = rowBytesOf(shape);
  const { colours, depth, columns } = shape;
  for (let row = 0; row + length <= bytes.length; row += length) {
    if (depth === 8) {
      for (let at = row + colours; at < row + length; at += 1)
        bytes[at] = bytes[at]! + bytes[at - colours]!;
    } else if (depth === 16) {
      for (let at = row + colours * 2; at < row + length; at += 2)
        bytes.writeUInt16BE(
          (bytes.readUInt16BE(at) + bytes.readUInt16BE(at - colours * 2)) & 0xffff,
          at,
        );
    } else {
      undoSmall(bytes.subarray(row, row + length), columns, colours, depth);
    }
  }
}

/** Samples of less than a byte. */
function undoSmall(row: Buffer, columns: number, colours: number, depth: number): void {
  const mask = (1 << depth) - 1;
  const before = new Uint8Array(colours);
  for (let sample = 0; sample < columns * colours; sample += 1) {
    const bit = sample * depth;
    const shift = 8 - depth - (bit & 7);
    const place = bit >> 3;
    const value = ((row[place]! >> shift) + before[sample % colours]!) & mask;
    before[sample % colours] = value;
    row[place] = (row[place]! & ~(mask << shift)) | (value << shift);
  }
}

/**
 * Undoes PNG's predictors: a byte before each row says which it is (ISO/IEC 15948, 9).
 * @throws FilterFault at one that is not known
 */
export function undoPngRows(bytes: Buffer, shape: RowShape): Buffer {
  const length = rowBytesOf(shape);
  const step = Math.max(1, (shape.colours * shape.depth) >> 3);
  const rows = Math.ceil(bytes.length / (length + 1));
  const out = Buffer.alloc(rows * length);
  let above: Buffer = Buffer.alloc(length);
  for (let row = 0; row < rows; row += 1) {
    const from = row * (length + 1);
    const line = out.subarray(row * length, (row + 1) * length);
    bytes.copy(line, 0, from + 1, from + 1 + length);
    undoPngRow(bytes[from] ?? 0, line, above, step);
    above = line;
  }
  return out;
}

/** @throws FilterFault */
export function undoPngRow(filter: number, line: Buffer, above: Buffer, step: number): void {
  if (filter > 4) throw new FilterFault('an unknown predictor');
  if (filter === 0) return;
  for (let index = 0; index < line.length; index += 1) {
    const a = index >= step ? line[index - step]! : 0;
    const b = above[index]!;
    const c = index >= step ? above[index - step]! : 0;
    const guess =
      filter === 1 ? a : filter === 2 ? b : filter === 3 ? (a + b) >> 1 : paeth(a, b, c);
    line[index] = line[index]! + guess;
  }
}

function paeth(a: number, b: number, c: number): number {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}
