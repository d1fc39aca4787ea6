import { Unzlib } from 'fflate';
import { isInteger, nameOf, PdfDict, StructureFault, type PdfStream } from './objects';

/** What cross-reference and object streams of one file may inflate to together. */
export const inflatedBytesMax = 64 * 1024 * 1024;

/** What is left of a file's allowance. */
export interface InflateBudget {
  bytesLeft: number;
}

/**
 * Undoes the filter of a cross-reference or object stream: none, or Flate with or without a PNG
 * predictor (ISO 32000-2, 7.4.4). Any other filter is refused, and so is a stream beyond the budget.
 * @throws StructureFault
 */
export function decodeStream(stream: PdfStream, budget: InflateBudget, offset: number): Uint8Array {
  const entries = stream.dict.entries;
  const one = (key: string) => {
    const value = entries.get(key);
    return Array.isArray(value) && value.length === 1 ? value[0] : value;
  };
  if (!entries.has('Filter')) return stream.raw;
  if (nameOf(one('Filter')) !== 'FlateDecode')
    throw new StructureFault('structure-broken', offset, 'an unexpected filter');
  const bytes = inflate(stream.raw, budget, offset);
  const parms = one('DecodeParms');
  return parms instanceof PdfDict ? undoPredictor(bytes, parms, offset) : bytes;
}

function inflate(raw: Uint8Array, budget: InflateBudget, offset: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    const unzlib = new Unzlib((part) => {
      size += part.length;
      budget.bytesLeft -= part.length;
      if (budget.bytesLeft < 0)
        throw new StructureFault('structure-too-large', offset, 'streams inflate without end');
      parts.push(part);
    });
    for (let at = 0; at < raw.length; at += 16384)
      unzlib.push(raw.subarray(at, at + 16384), at + 16384 >= raw.length);
  } catch (error) {
    if (error instanceof StructureFault) throw error;
    throw new StructureFault('structure-broken', offset, 'a stream does not inflate');
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function undoPredictor(bytes: Uint8Array, parms: PdfDict, offset: number): Uint8Array {
  const number = (key: string, otherwise: number) => {
    const value = parms.entries.get(key);
    return isInteger(value) ? value : otherwise;
  };
  const predictor = number('Predictor', 1);
  if (predictor === 1) return bytes;
  const columns = number('Columns', 1);
  const plain = number('Colors', 1) === 1 && number('BitsPerComponent', 8) === 8;
  if (predictor < 10 || !plain || columns < 1 || columns > 64 || bytes.length % (columns + 1) !== 0)
    throw new StructureFault('structure-broken', offset, 'an unexpected predictor');
  const rows = bytes.length / (columns + 1);
  const out = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) undoPngRow(bytes, out, row, columns, offset);
  return out;
}

/** One row of PNG prediction (PNG specification, 9), one byte to the pixel. */
function undoPngRow(
  bytes: Uint8Array,
  out: Uint8Array,
  row: number,
  columns: number,
  offset: number,
): void {
  const type = bytes[row * (columns + 1)] as number;
  if (type > 4) throw new StructureFault('structure-broken', offset, 'an unknown predictor');
  for (let column = 0; column < columns; column++) {
    const at = row * columns + column;
    const left = column > 0 ? (out[at - 1] as number) : 0;
    const up = row > 0 ? (out[at - columns] as number) : 0;
    const upLeft = row > 0 && column > 0 ? (out[at - columns - 1] as number) : 0;
    const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][type] as number;
    out[at] = (bytes[row * (columns + 1) + 1 + column] as number) + predicted;
  }
}

function paeth(a: number, b: number, c: number): number {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}
