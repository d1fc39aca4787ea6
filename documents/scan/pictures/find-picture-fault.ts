import type { ProblemCode } from '../../../domain/problem';
import { type PdfDict, PdfStream } from '../../verify/parse/objects';
import type { PdfView } from '../../verify/parse/pdf-view';
import { type Filter, filtersOf, pictureFilters, unpackFilters } from '../filters/unpack-filters';
import { findJbig2Size } from './jbig2-size';
import { findJpxSize } from './jpx-size';
import { findJpegSize, type PackedSize } from './packed-sizes';
import { findFaultKind, pixelsMax } from './page-picture';

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
  let packed: string | undefined;
  let size: PackedSize | undefined;
  try {
    if (!filtersOf(view, stream).some(({ name }) => pictureFilters.has(name))) return null;
    const { data, last } = unpackFilters(view, stream, outerBytesMax);
    packed = last?.name;
    if (packed === 'DCTDecode') size = findJpegSize(data);
    else if (packed === 'JPXDecode') size = findJpxSize(data);
    else if (last && packed === 'JBIG2Decode')
      size = findJbig2Size(Buffer.concat([findGlobals(view, last), data]));
    else if (last) size = faxSize(view, last, number(stream.dict, 'Height') ?? 0);
    else return null;
  } catch (error) {
    return findFaultKind(error) === 'too-complex' ? 'scan-too-complex' : 'scan-damaged';
  }
  if (size.width * size.height > pixelsMax) return 'scan-page-size';
  if (packed === 'JPXDecode' && width === undefined && height === undefined) return null;
  return size.width === width && size.height === height ? null : 'scan-damaged';
}

/** Segments that pictures of JBIG2 share, symbols mostly. */
function findGlobals(view: PdfView, { parms }: Filter): Uint8Array {
  const globals = view.get(parms, 'JBIG2Globals');
  return globals instanceof PdfStream
    ? unpackFilters(view, globals, outerBytesMax).data
    : new Uint8Array();
}

/** Fax data has no size of its own; its parameters say one beside the dictionary. */
function faxSize(view: PdfView, { parms }: Filter, height: number): PackedSize {
  const number = (key: string, usual: number) => {
    const value = view.get(parms, key);
    return typeof value === 'number' ? value : usual;
  };
  return { width: number('Columns', 1728), height: number('Rows', 0) || height };
}
