import { PdfStream } from '../../verify/parse/objects';
import { filtersOf, unpackFilters } from '../filters/unpack-filters';
import { findJpxSize } from '../pictures/jpx-size';
import { costOfColour, type Source } from './function-cost';

const nanosecondsADraw = 200_000;
/** For each pixel and number of its colour, beside making it a colour of the screen. */
const unpacking: Record<string, number | undefined> = {
  JPXDecode: 30,
  JBIG2Decode: 15,
  CCITTFaxDecode: 5,
  DCTDecode: 0.8,
};
/** Of a function of the colour. */
const nanosecondsAStep = 9;
/** Of a colour of one small number, which is looked up in a table. */
const lookUp = 8;
const jpxBytesMax = 64 * 1024 * 1024;

/** What it costs to unpack a picture with its masks and to make colours of the screen of it, in drawings. */
export function costOfPicture(source: Source, picture: PdfStream, isMask = false): number {
  const { view } = source;
  const { dict } = picture;
  const filters = filtersOf(view, picture).map(({ name }) => name);
  const colour = costOfColour(source, dict.entries.get('ColorSpace'));
  const isSmall = colour.components === 1 && view.get(dict, 'BitsPerComponent') !== 16;
  const isLookedUp = isSmall || view.get(dict, 'ImageMask') === true;
  const ofColour = isLookedUp ? lookUp : colour.base + colour.steps * nanosecondsAStep;
  const components = isLookedUp ? 1 : colour.components;
  const packed = filters.reduce((sum, name) => sum + (unpacking[name] ?? 0), 0);
  const masks = isMask ? [] : [view.get(dict, 'SMask'), view.get(dict, 'Mask')];
  return masks.reduce<number>(
    (sum, mask) => sum + (mask instanceof PdfStream ? costOfPicture(source, mask, true) : 0),
    (countPixels(source, picture, filters) * (ofColour + packed * components)) / nanosecondsADraw,
  );
}

/** JPEG 2000 may leave its size to its own data. */
function countPixels({ view }: Source, picture: PdfStream, filters: string[]): number {
  const [width, height] = [view.get(picture.dict, 'Width'), view.get(picture.dict, 'Height')];
  if (typeof width === 'number' && typeof height === 'number') return width * height;
  if (filters.at(-1) !== 'JPXDecode') return 0;
  const size = findJpxSize(unpackFilters(view, picture, jpxBytesMax).data);
  return size.width * size.height;
}
