import { inflateSync } from 'node:zlib';
import type { ProblemCode } from '../../../domain/problem';
import { nameOf, PdfDict } from '../../verify/parse/objects';
import type { PdfStream } from '../../verify/parse/objects';
import type { PdfView } from '../../verify/parse/pdf-view';
import { findJbig2Size, findJpegSize, findJpxSize } from './packed-sizes';
import type { PackedSize } from './packed-sizes';

/** A3 in colour at 600 dpi is 70 million. */
const pixelsMax = 150_000_000;
const outerBytesMax = 64 * 1024 * 1024;

/**
 * A picture's own data may say another size than its dictionary: viewers then show, or unpack,
 * something else than what was inspected.
 */
export function findPictureFault(view: PdfView, stream: PdfStream): ProblemCode | null {
  const number = (dict: PdfDict, key: string) => {
    const value = view.get(dict, key);
    return typeof value === 'number' ? value : undefined;
  };
  const [width, height] = [number(stream.dict, 'Width'), number(stream.dict, 'Height')];
  const filters = view.get(stream.dict, 'Filter');
  const names = (Array.isArray(filters) ? filters : [filters]).map((each) =>
    nameOf(view.resolve(each)),
  );
  const packed = names.at(-1);
  let size: PackedSize | undefined;
  try {
    const raw = withoutOuter(stream.raw, names.slice(0, -1));
    if (packed === 'DCTDecode') size = findJpegSize(raw);
    else if (packed === 'JPXDecode') size = findJpxSize(raw);
    else if (packed === 'JBIG2Decode') size = findJbig2Size(raw);
    else if (packed === 'CCITTFaxDecode') size = faxSize(view, stream, number);
    else return null;
  } catch {
    return 'scan-damaged';
  }
  if (size.width * size.height > pixelsMax) return 'scan-page-size';
  if (packed === 'JPXDecode' && width === undefined && height === undefined) return null;
  return size.width === width && size.height === height ? null : 'scan-damaged';
}

/** qpdf leaves a photograph that is packed once more as it is. */
function withoutOuter(raw: Uint8Array, outer: (string | undefined)[]): Uint8Array {
  let data = raw;
  for (const name of outer) {
    if (name !== 'FlateDecode') throw new Error('packed in a way that is not known');
    data = inflateSync(data, { maxOutputLength: outerBytesMax });
  }
  return data;
}

/** Fax data has no size of its own; its parameters say one beside the dictionary. */
function faxSize(
  view: PdfView,
  { dict }: PdfStream,
  number: (dict: PdfDict, key: string) => number | undefined,
): PackedSize {
  const found = view.get(dict, 'DecodeParms');
  const parms = view.dict(Array.isArray(found) ? found[0] : found) ?? new PdfDict(new Map());
  const [height] = [number(dict, 'Height') ?? 0];
  const rows = number(parms, 'Rows') ?? 0;
  return { width: number(parms, 'Columns') ?? 1728, height: rows === 0 ? height : rows };
}
