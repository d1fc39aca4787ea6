import { inflateSync } from 'node:zlib';
import { nameOf, PdfDict, type PdfStream, type PdfValue } from '../../verify/parse/objects';
import type { PdfView } from '../../verify/parse/pdf-view';
import { unpackAscii85, unpackHex } from './ascii';
import { FilterFault } from './filter-fault';
import { unpackLzw } from './lzw';
import { rowBytesOf, undoDifferences, undoPngRows } from './predictor';
import { unpackRuns } from './run-length';

/** One filter of a stream with what it is told. */
export interface Filter {
  name: string;
  parms: PdfDict;
}

/** Filters that give pictures, not bytes: they stand last. */
export const pictureFilters = new Set(['DCTDecode', 'JPXDecode', 'JBIG2Decode', 'CCITTFaxDecode']);

/** A row of more is no picture that could be taken. */
const rowBytesMax = 8 * 1024 * 1024;

/** The filters of a stream in the order in which they are undone (ISO 32000-1, 7.3.8.2). */
export function filtersOf(view: PdfView, { dict }: PdfStream): Filter[] {
  const list = (value: PdfValue) => (Array.isArray(value) ? value : [value]);
  const names = view.get(dict, 'Filter');
  if (names === null) return [];
  const parms = list(view.get(dict, 'DecodeParms'));
  return list(names).map((name, index) => ({
    name: nameOf(view.resolve(name)) ?? '',
    parms: view.dict(parms[index]) ?? new PdfDict(new Map()),
  }));
}

/**
 * Undoes every filter but the one that makes a picture of bytes, each with its own parameters.
 * @param bytesMax what each may unpack to
 * @returns what is left packed, and the filter that packed it, if any
 * @throws FilterFault where one cannot be undone, is not known, or stands where it may not
 */
export function unpackFilters(
  view: PdfView,
  stream: PdfStream,
  bytesMax: number,
): { data: Uint8Array; last: Filter | undefined } {
  const filters = filtersOf(view, stream);
  let data = stream.raw;
  for (const [index, filter] of filters.entries()) {
    if (pictureFilters.has(filter.name)) {
      if (index !== filters.length - 1) throw new FilterFault('a picture that is packed bytes');
      return { data, last: filter };
    }
    data = undo(view, filter, data, bytesMax);
    if (data.length > bytesMax) throw new FilterFault('more than may be');
  }
  return { data, last: undefined };
}

function undo(view: PdfView, filter: Filter, data: Uint8Array, bytesMax: number): Uint8Array {
  switch (filter.name) {
    case 'ASCIIHexDecode':
      return unpackHex(data);
    case 'ASCII85Decode':
      return unpackAscii85(data);
    case 'RunLengthDecode':
      return unpackRuns(data, bytesMax, { endsAt128: true });
    case 'FlateDecode':
      return unpredict(view, filter, inflated(data, bytesMax));
    case 'LZWDecode': {
      const isEarly = numberOf(view, filter, 'EarlyChange', 1) === 1;
      return unpredict(view, filter, unpackLzw(data, bytesMax, { isEarly }));
    }
    default:
      throw new FilterFault('packed in a way that is not known');
  }
}

function inflated(data: Uint8Array, bytesMax: number): Buffer {
  try {
    return inflateSync(data, { maxOutputLength: bytesMax });
  } catch (cause) {
    throw new FilterFault(`not deflated: ${(cause as Error).message}`);
  }
}

function unpredict(view: PdfView, filter: Filter, bytes: Buffer): Buffer {
  const predictor = numberOf(view, filter, 'Predictor', 1);
  if (predictor === 1) return bytes;
  const shape = {
    columns: numberOf(view, filter, 'Columns', 1),
    colours: numberOf(view, filter, 'Colors', 1),
    depth: numberOf(view, filter, 'BitsPerComponent', 8),
  };
  const isUsual =
    shape.columns >= 1 && shape.colours >= 1 && [1, 2, 4, 8, 16].includes(shape.depth);
  if (!isUsual || rowBytesOf(shape) > rowBytesMax) throw new FilterFault('rows of no size');
  if (predictor >= 10) return undoPngRows(bytes, shape);
  if (predictor !== 2) throw new FilterFault('an unknown predictor');
  undoDifferences(bytes, shape);
  return bytes;
}

function numberOf(view: PdfView, { parms }: Filter, key: string, usual: number): number {
  const value = view.get(parms, key);
  return typeof value === 'number' ? value : usual;
}
